"""The pictures in the browser: for whom they are, what they look like, and when they are fresh."""

import html
import json
import re
from xml.etree import ElementTree

import pytest

from rules.models import UNKNOWN
from tests.web.client import Browser, Page
from tests.web.hosting import Site

ANSWERS = {"workload": "realtime", "concurrency": "thousands-long-lived", "team": "flask"}
SOURCES = re.compile(r'(?:srcset|src)="([^"]*/picture[^"]*)"')


def press(browser: Browser, thread: str, action: object) -> str:
    sent = browser.post("/press", {"thread": thread, "action": json.dumps(action)})
    return sent.headers["location"].removeprefix("/?thread=").removesuffix("#last")


def recommended(browser: Browser) -> Page:
    """The page of a conversation that has come to its recommendation."""
    thread = press(browser, "", {"do": "start"})
    while True:
        page = browser.get(f"/?thread={thread}")
        choices = [action for action in page.actions if action["do"] == "choose"]
        if any(action["do"] == "record" for action in page.actions):
            return page
        criterion = choices[-1]["criterion"]
        wanted = {"criterion": criterion, "option": ANSWERS.get(criterion, UNKNOWN)}
        press(browser, thread, choices[-1] | wanted)


def addresses(page: Page) -> list[str]:
    return [html.unescape(found) for found in SOURCES.findall(page.source)]


def test_a_recommendation_in_the_chat_has_its_picture_in_both_themes_and_widths(
    browser: Browser,
) -> None:
    found = addresses(recommended(browser))
    assert len(set(found)) == 4
    for address in found:
        drawn = browser.get(address)
        assert drawn.status == 200
        assert drawn.headers["content-type"] == "image/svg+xml"
        assert ElementTree.fromstring(drawn.body).tag.endswith("svg")
    assert len({browser.get(address).body for address in found}) == 4


def test_the_picture_has_its_words(browser: Browser) -> None:
    page = recommended(browser)
    (alt,) = re.findall(r'<img src="/picture/[^>]*alt="([^"]*)"', page.source)
    for name in ("FastAPI", "Flask", "Falcon", "Sanic"):
        assert name in alt


def test_a_picture_that_the_browser_has_is_not_sent_again(browser: Browser) -> None:
    address = addresses(recommended(browser))[0]
    first = browser.get(address)
    again = browser.get(address, If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    other = browser.get(address, If_None_Match='"something else"')
    assert (other.status, other.body) == (200, first.body)


def test_somebody_elses_picture_is_not_shown(browser: Browser, site: Site) -> None:
    address = addresses(recommended(browser))[0]
    stranger, guest = Browser(site.url), Browser(site.url)
    recommended(stranger)
    assert stranger.get(address).status == 404
    assert guest.get(address).status == 404
    assert browser.get(address).status == 200


@pytest.mark.parametrize("look", ["theme=pink", "layout=round", "form=gif"])
def test_a_look_that_there_is_not_is_refused(browser: Browser, look: str) -> None:
    address = addresses(recommended(browser))[0].partition("?")[0]
    assert browser.get(f"{address}?{look}").status == 400


def test_a_picture_that_there_is_not_is_not_found(browser: Browser) -> None:
    address = addresses(recommended(browser))[0].partition("?")[0]
    assert browser.get(f"{address}0").status == 404
    assert browser.get("/picture/nothing/1").status == 404


def test_an_earlier_picture_stays_when_an_answer_is_changed(browser: Browser) -> None:
    page = recommended(browser)
    before = addresses(page)[0]
    drawn = browser.get(before).body
    [thread] = set(re.findall(r'name="thread" value="([^"]+)"', page.source))
    again = next(action for action in page.actions if action["do"] == "restart")
    press(browser, thread, again)
    assert browser.get(before).body == drawn


def test_the_page_of_a_decision_has_its_picture_for_leads_only(
    lead: Browser, browser: Browser, site: Site
) -> None:
    number = site.decide("Ana", answers=ANSWERS)
    page = lead.get(f"/review/{number}")
    found = [address for address in addresses(page) if address.startswith("/review/")]
    assert len(set(found)) == 4
    assert not [address for address in addresses(page) if address.startswith("/picture/")]
    for address in found:
        drawn = lead.get(address)
        assert (drawn.status, drawn.headers["content-type"]) == (200, "image/svg+xml")
        assert browser.get(address).status == 401
    png = lead.get(f"/review/{number}/picture?form=png")
    assert png.headers["content-type"] == "image/png"
    assert png.body.startswith(b"\x89PNG")


def test_the_picture_of_a_decision_shows_what_was_chosen_against_advice(
    lead: Browser, site: Site
) -> None:
    number = site.decide("Ana", answers=ANSWERS, chosen="drf")
    drawn = lead.get(f"/review/{number}/picture").source
    assert site.advisor.name("drf") in drawn.partition("</metadata>")[2].partition("Concurrency")[0]


def test_there_is_no_picture_of_no_decision(lead: Browser) -> None:
    assert lead.get("/review/99/picture").status == 404
