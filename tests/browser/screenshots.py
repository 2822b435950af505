"""Takes the screenshots of the README from a real run.

Run it as `python -m tests.browser.screenshots FOLDER`.
"""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect, sync_playwright

from bot.advisor import Advisor
from bot.app import load_advisor
from tests.browser.chromium import launch
from tests.browser.talking import asked, begin, label_of, last, press, say, walk
from tests.web.hosting import Site, web_side

DESK: ViewportSize = {"width": 1200, "height": 800}
TALL: ViewportSize = {"width": 1200, "height": 1570}
PHONE: ViewportSize = {"width": 390, "height": 844}

DESCRIPTION = "3 Django devs, internal CRUD tool on Postgres, 2 weeks"
TOOL = {
    "concurrency": "ordinary",
    "latency": "normal",
    "batteries": "all-in-one",
    "admin": "yes",
    "auth": "external",
    "existing-code": "greenfield",
    "hiring": "no",
}

SHOP = {
    "workload": "crud",
    "team": "django",
    "batteries": "all-in-one",
    "data-layer": "relational-heavy",
    "admin": "yes",
    "auth": "built-in",
    "existing-code": "django",
}
EVENTS = {
    "workload": "microservice",
    "team": "async",
    "concurrency": "many-io-bound",
    "batteries": "some",
    "latency": "low",
    "api-docs": "required",
    "existing-code": "greenfield",
    "data-layer": "none-or-nosql",
}
EDGE = {
    "workload": "gateway",
    "team": "mixed",
    "latency": "extreme",
    "batteries": "full-control",
    "hiring": "no",
    "data-layer": "none-or-nosql",
    "concurrency": "thousands-long-lived",
}


def main(folder: Path) -> None:
    """Starts the web side on a fresh log, uses it, and saves what it looks like."""
    folder.mkdir(parents=True, exist_ok=True)
    advisor = load_advisor()
    with (
        tempfile.TemporaryDirectory() as scratch,
        web_side(advisor, Path(scratch) / "log.sqlite") as site,
        sync_playwright() as playwright,
    ):
        browser = launch(playwright)
        chat(browser, site, advisor, folder)
        review(browser, site, folder)
        phone(browser, site, folder)
        browser.close()


def chat(browser: Browser, site: Site, advisor: Advisor, folder: Path) -> None:
    """An answer, a walkthrough under way, a description, and the recommendation that it led to."""
    page = open_page(browser, site, DESK, "light")
    say(page, advisor.knowledge.entries["drf-vs-fastapi"].question)
    save(page, folder / "chat-answer.png", top=page.locator("#last"))
    page.goto("/")
    begin(page)
    for _ in range(2):
        criterion = asked(page, advisor)
        assert criterion, "the walkthrough ended before it could be shown"
        press(page, label_of(criterion, EVENTS))
    save(page, folder / "chat-walkthrough.png", top=page.locator("#last"))
    page.goto("/")
    say(page, DESCRIPTION)
    save(page, folder / "chat-description.png", top=page.locator("#last"))
    walk(page, advisor, TOOL)
    page.set_viewport_size(TALL)
    picture = last(page).locator("img")
    picture.evaluate("image => image.decode()")
    save(page, folder / "chat-recommendation.png", top=page.locator("#last"))
    page.context.close()


def review(browser: Browser, site: Site, folder: Path) -> None:
    """The list of decisions with some of every status, and one decision."""
    decided = [
        site.decide("Ana Souza", answers=SHOP),
        later(site, 5).decide("Ben Okafor", answers=EDGE, surface="slack", thread="slack:T:C:1"),
        later(site, 26).decide("Mei Tanaka", answers=SHOP, surface="slack", thread="slack:T:C:2"),
        later(site, 3).decide("Mei Tanaka", answers=EVENTS, surface="slack", thread="slack:T:C:2"),
        later(site, 20).decide(
            "Jonas Weber",
            answers=SHOP,
            chosen="flask",
            reason="Two of us run it in production, and this service is small.",
        ),
        later(site, 2).decide("Ana Souza", answers=EDGE, surface="terminal", thread="terminal:1"),
        later(site, 1).decide(
            "Priya Nair",
            answers=EVENTS,
            chosen="sanic",
            reason="We measured both on our own traffic: Sanic held 1.4 times the load.",
        ),
    ]
    page = open_page(browser, site, DESK, "light")
    page.goto(site.invite())
    page.get_by_label("Your name").fill("Lee Park")
    page.get_by_role("button", name="Sign in").click()
    for number, comment in ((decided[0], ""), (decided[3], "Fits what the platform team runs.")):
        page.goto(f"/review/{number}")
        page.get_by_label("Comment").fill(comment)
        page.get_by_role("button", name="Approve").click()
    page.goto(f"/review/{decided[4]}")
    page.get_by_label("Comment").fill("Who maintains it when the two are away?")
    page.get_by_role("button", name="Ask for changes").click()
    page.goto("/review")
    save(page, folder / "review-list.png")
    page.goto(f"/review/{decided[-1]}")
    page.get_by_label("Comment").fill("Convincing figures. Please link the measurement.")
    save(page, folder / "review-decision.png")
    page.context.close()


def phone(browser: Browser, site: Site, folder: Path) -> None:
    """A description on a phone, in the dark."""
    page = open_page(browser, site, PHONE, "dark")
    say(page, DESCRIPTION)
    save(page, folder / "chat-phone.png")
    page.context.close()


def open_page(browser: Browser, site: Site, size: ViewportSize, scheme: str) -> Page:
    """The chat in a browser of its own, that does not move."""
    context = browser.new_context(
        base_url=site.url,
        viewport=size,
        device_scale_factor=1,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/")
    return page


def later(site: Site, hours: float) -> Site:
    """The same site, some hours later."""
    site.clock.forward(hours=hours)
    return site


def save(page: Page, file: Path, *, top: Locator | None = None) -> None:
    """Saves what is in the window, scrolled so that `top` is at its top."""
    expect(page.locator("body.busy")).to_have_count(0)
    page.evaluate("document.activeElement.blur()")
    page.mouse.move(0, 0)
    if top:
        # A jump also ends the smooth scrolling that is still under way.
        top.evaluate("element => element.scrollIntoView({behavior: 'instant'})")
    page.screenshot(path=file, animations="disabled", caret="hide")
    print(file)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(
            "expected the folder for the screenshots: python -m tests.browser.screenshots FOLDER"
        )
    main(Path(sys.argv[1]))
