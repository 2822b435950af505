"""What must hold on every page, whatever it shows: structure, widths, colours."""

from collections.abc import Callable, Iterator
from typing import Any, Literal

from playwright.sync_api import Page, expect

from bot.advisor import Advisor
from tests.browser.conftest import Open
from tests.browser.talking import press, say, walk
from tests.browser.test_review import CRUD, sign_in
from tests.web.hosting import Site

PHONE = {"width": 390, "height": 844}

UNFOLD = "all => all.forEach((one) => { one.open = true; })"

STRUCTURE = """() => {
  const faults = [];
  const count = (what, selector, wanted) => {
    const found = document.querySelectorAll(selector).length;
    if (found !== wanted) faults.push(`${found} ${what} in place of ${wanted}`);
  };
  count("h1", "h1", 1);
  count("main", "main", 1);
  count("language", "html[lang]", 1);
  if (!document.title) faults.push("no title");
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea"))
    if (!field.labels.length) faults.push(`no label for ${field.outerHTML}`);
  for (const pressed of document.querySelectorAll("button, a[href]"))
    if (!pressed.textContent.trim() && !pressed.ariaLabel) faults.push(pressed.outerHTML);
  for (const image of document.querySelectorAll("img:not([alt])")) faults.push(image.outerHTML);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) faults.push(`${id} twice`);
  for (const name of ["aria-describedby", "aria-labelledby"])
    for (const element of document.querySelectorAll(`[${name}]`))
      if (!document.getElementById(element.getAttribute(name))) faults.push(element.outerHTML);
  return faults;
}"""

CONTRAST = """() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((part) => part / 255)
    .map((part) => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (element) => {
    for (let e = element; e; e = e.parentElement) {
      const colour = parse(getComputedStyle(e).backgroundColor);
      if (colour.length < 4 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const faults = [];
  for (const element of document.querySelectorAll("body *")) {
    const has_text = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    const is_shown = element.checkVisibility() && !element.closest(":disabled, .visually-hidden");
    if (!has_text || !is_shown) continue;
    const one = light(parse(getComputedStyle(element).color)), two = light(behind(element));
    const contrast = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
    if (contrast < 4.5) faults.push(`${contrast.toFixed(2)} ${element.outerHTML.slice(0, 120)}`);
  }
  return faults;
}"""


def tour(page: Page, site: Site, advisor: Advisor) -> Iterator[str]:
    """Leads a page through everything that there is to see, and names each stop."""
    yield "the welcome"
    say(page, advisor.knowledge.entries["drf-vs-fastapi"].question)
    yield "an answer"
    press(page, "Side by side")
    yield "a table"
    say(page, "x" * 300 + " how do I bake bread?")
    yield "no answer"
    say(page, "start")
    yield "a step"
    walk(page, advisor, CRUD)
    yield "a recommendation"
    page.locator("details").evaluate_all(UNFOLD)
    yield "a recommendation, unfolded"
    press(page, "Compare the first two")
    yield "the first two"
    press(page, "All reasons")
    page.locator("details").evaluate_all(UNFOLD)
    yield "all reasons"
    press(page, "Back to the recommendation")
    press(page, "Record another one")
    yield "the others"
    press(page, advisor.name("sanic"))
    say(page, "A reason with averylongwordthatdoesnotbreak" + "x" * 100)
    yield "a prompt"
    say(page, "Somebody with a name that goes on " * 2)
    yield "a record"
    page.goto("/review")
    yield "no session"
    page.goto("/review/sign-in?token=wrong")
    yield "a used link"
    page.goto(site.invite())
    yield "a sign-in"
    sign_in(page, site, "A lead of many names " * 3)
    yield "a short list"
    old = site.decide("Ana", thread="web:one")
    for number in range(30):
        site.clock.forward(minutes=1)
        site.decide("Ana", thread="web:one" if number < 2 else None)
    page.goto("/review?page=2")
    yield "a long list"
    page.goto("/review?text=zzz&since=2026-13-01&status=x&page=x")
    yield "an empty list with faults"
    page.goto("/review/questions")
    yield "the questions"
    page.goto("/review/1")
    yield "a decision"
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "a refused verdict"
    page.get_by_label("Comment").fill("y" * 200)
    page.get_by_role("button", name="Ask for changes").click()
    expect(page.get_by_role("blockquote")).to_be_visible()
    page.locator("details").evaluate_all(UNFOLD)
    yield "a reviewed decision, unfolded"
    page.goto(f"/review/{old}")
    yield "a superseded decision"
    page.goto("/nowhere")
    yield "not found"


def survey(
    page: Page, site: Site, advisor: Advisor, look: Callable[[Page], dict[str, Any]]
) -> dict[str, dict[str, Any]]:
    """The faults that are seen at each stop of the tour, by their kind; stops without any are
    left out.
    """
    seen = {}
    for name in tour(page, site, advisor):
        # A click that leads to another page does not wait for its style sheets.
        page.wait_for_load_state()
        seen[name] = {kind: faults for kind, faults in look(page).items() if faults}
    assert len(seen) > 20
    return {name: faults for name, faults in seen.items() if faults}


def contrast(page: Page, scheme: Literal["light", "dark"]) -> Any:
    """The texts that do not stand out from their background."""
    page.emulate_media(color_scheme=scheme)
    return page.evaluate(CONTRAST)


# All in one tour, as that takes long.
def test_every_page_has_a_name_for_everything_and_text_that_stands_out_in_light_and_dark(
    open_page: Open, site: Site, advisor: Advisor
) -> None:
    def look(page: Page) -> dict[str, Any]:
        return {
            "structure": page.evaluate(STRUCTURE),
            "light": contrast(page, "light"),
            "dark": contrast(page, "dark"),
        }

    assert survey(open_page(), site, advisor, look) == {}


def test_no_page_scrolls_sideways_on_a_phone(open_page: Open, site: Site, advisor: Advisor) -> None:
    def look(page: Page) -> dict[str, Any]:
        width = page.evaluate("document.documentElement.scrollWidth")
        return {"width": width if width > PHONE["width"] else None}

    assert survey(open_page(viewport=PHONE), site, advisor, look) == {}


def test_dark_mode_is_dark(open_page: Open) -> None:
    colour = "() => getComputedStyle(document.documentElement).backgroundColor"
    dark, light = (open_page(color_scheme=s).evaluate(colour) for s in ("dark", "light"))
    assert sum(map(int, dark[4:-1].split(","))) < 200 < 600 < sum(map(int, light[4:-1].split(",")))


def test_the_first_tab_offers_to_skip_to_the_content(open_page: Open) -> None:
    page = open_page("/review")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#main"
