"""The chat, with the script (that asks for fragments) and without it."""

import html
import json

import pytest

from bot.contract import LONGEST
from tests.web.client import Browser, Page
from tests.web.hosting import Site

FRAGMENT = {"X_Fragment": "1"}
QUESTION = "which of the five is the easiest for beginners?"


def start(browser: Browser, **headers: str) -> Page:
    return browser.post("/press", {"action": json.dumps({"do": "start"})}, **headers)


def thread_of(page: Page) -> str:
    """The thread that a redirect leads to, or that a fragment belongs to."""
    location = page.headers.get("location", "").removeprefix("/?thread=").removesuffix("#last")
    return location or page.headers["x-thread"]


def test_a_question_without_the_script_leads_to_a_page_with_question_and_reply(
    browser: Browser,
) -> None:
    sent = browser.post("/say", {"text": QUESTION})
    assert sent.status == 303
    page = browser.get(sent.headers["location"])
    assert page.status == 200
    assert QUESTION in page.text
    assert page.source.count('<li class="turn"') == 1


def test_a_question_with_the_script_gives_its_turn_alone(browser: Browser) -> None:
    sent = browser.post("/say", {"text": QUESTION}, **FRAGMENT)
    assert sent.status == 200
    assert sent.source.strip().startswith("<li")
    assert QUESTION in sent.text
    again = browser.post("/say", {"text": "hello", "thread": thread_of(sent)}, **FRAGMENT)
    assert thread_of(again) == thread_of(sent)
    assert again.source.count('<li class="turn"') == 1
    assert QUESTION not in again.text


@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["without script", "with script"])
def test_a_button_is_pressed_and_the_next_step_shown(
    browser: Browser, headers: dict[str, str]
) -> None:
    thread = thread_of(start(browser, **headers))
    first = browser.get(f"/?thread={thread}")
    choose = next(action for action in first.actions if action["do"] == "choose")
    pressed = browser.post("/press", {"thread": thread, "action": json.dumps(choose)}, **headers)
    assert pressed.status == (200 if headers else 303)
    second = browser.get(f"/?thread={thread}")
    asked = [action["criterion"] for action in second.actions if action["do"] == "choose"]
    assert asked[-1] != choose["criterion"]
    assert second.source.count('<li class="turn"') == 2


def test_only_the_last_step_can_be_pressed(browser: Browser) -> None:
    thread = thread_of(start(browser))
    choose = browser.get(f"/?thread={thread}").actions[0]
    browser.post("/press", {"thread": thread, "action": json.dumps(choose)})
    first, second = browser.get(f"/?thread={thread}").source.split('<li class="turn"')[1:]
    assert first.count(" disabled") == first.count(" data-walk") > 0
    assert " disabled" not in second


def test_a_browser_is_remembered_by_a_cookie_that_scripts_cannot_read(browser: Browser) -> None:
    cookie = browser.get("/").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie, "over http, a secure cookie would be dropped"
    assert "set-cookie" not in browser.get("/").headers


def test_earlier_conversations_are_listed_for_their_browser_only(
    browser: Browser, site: Site
) -> None:
    thread = thread_of(browser.post("/say", {"text": QUESTION}))
    assert f"/?thread={thread}" in browser.get("/").source
    assert thread not in Browser(site.url).get("/").source


def test_the_thread_of_somebody_else_is_not_found(browser: Browser, site: Site) -> None:
    thread = thread_of(browser.post("/say", {"text": QUESTION}))
    other = Browser(site.url)
    action = json.dumps({"do": "start"})
    assert other.get(f"/?thread={thread}").status == 404
    assert other.post("/say", {"thread": thread, "text": "mine"}).status == 404
    assert other.post("/press", {"thread": thread, "action": action}).status == 404
    assert browser.get(f"/?thread={thread}").source.count('<li class="turn"') == 1


def test_a_thread_that_never_was_is_not_found(browser: Browser) -> None:
    assert browser.get("/?thread=nowhere").status == 404


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://127.0.0.1:1"])
def test_a_form_from_another_site_is_refused_and_nothing_recorded(
    browser: Browser, site: Site, origin: str
) -> None:
    assert browser.post("/say", {"text": QUESTION}, Origin=origin).status == 403
    with site.log() as log:
        assert log.row("SELECT count(*) AS n FROM turns") == {"n": 0}


def test_a_form_from_our_own_pages_is_taken(browser: Browser, site: Site) -> None:
    assert browser.post("/say", {"text": QUESTION}, Origin=site.url).status == 303


def test_what_is_typed_is_shown_as_text_and_never_as_html(browser: Browser) -> None:
    typed = '<script>alert(1)</script> & "quotes" <img src=x onerror=alert(1)>'
    page = browser.get(browser.post("/say", {"text": typed}).headers["location"])
    assert typed in html.unescape(page.source)
    assert "<script>alert" not in page.source
    assert "<img src=x" not in page.source


@pytest.mark.parametrize(
    "typed",
    [
        "x" * 41_000,
        "   ",
        "\0",
        "🙂" * 50,
        "\ud83d".encode("utf-8", "surrogatepass"),
        "ما هو أفضل؟",
    ],
    ids=["41,000 characters", "blank", "null", "emoji", "half an emoji", "Arabic"],
)
def test_every_text_gets_exactly_one_reply(browser: Browser, typed: str | bytes) -> None:
    sent = browser.post("/say", {"text": typed})
    assert sent.status == 303
    page = browser.get(sent.headers["location"])
    assert page.status == 200
    assert page.source.count('<li class="turn"') == 1
    assert page.source.count('aria-label="Reply"') == 1


def test_a_text_that_is_too_long_is_told_the_limit(browser: Browser) -> None:
    page = browser.get(browser.post("/say", {"text": "why " * 10_250}).headers["location"])
    assert f"{LONGEST:,}" in page.text


@pytest.mark.parametrize("action", ["", "{}", "nonsense", '{"do": "fly"}', '{"do": "choose"}'])
def test_a_button_that_is_none_of_ours_is_refused(browser: Browser, action: str) -> None:
    assert browser.post("/press", {"action": action}).status == 400


@pytest.mark.parametrize("form", [{}, {"text": ""}, {"txt": "why"}])
def test_a_form_without_text_is_refused(browser: Browser, form: dict[str, str]) -> None:
    assert browser.post("/say", form).status == 400


def test_a_walkthrough_cannot_be_pressed_on_by_somebody_else(browser: Browser, site: Site) -> None:
    thread = thread_of(start(browser))
    choose = browser.get(f"/?thread={thread}").actions[0]
    other = Browser(site.url)
    assert other.post("/press", {"action": json.dumps(choose)}).status == 303
    assert choose in browser.get(f"/?thread={thread}").actions
    with site.log() as log:
        walk = log.walk(choose["walk"])
        assert walk is not None
        assert not walk.answers
