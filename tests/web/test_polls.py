"""Polls in the web: the link that leads to one, and what leads see of it afterwards."""

import json
import re

import pytest

from bot.advisor import Advisor
from bot.conversation import Conversation
from bot.store.store import Store
from tests.web.client import Browser, Page
from tests.web.hosting import Site
from tests.web.polling import decide_together

CRUD = {"workload": "crud", "team": "django"}
EDGE = {"workload": "gateway", "team": "async"}
HOSTILE = "<b>Eve</b> **x** [y](http://evil.example)"


def press(browser: Browser, page: Page, do: str, thread: str = "") -> Page:
    """Presses the last button of a page that does something; the page that follows."""
    action = next(a for a in reversed(page.actions) if a["do"] == do)
    sent = browser.post("/press", {"thread": thread, "action": json.dumps(action)})
    assert sent.status == 303, sent.text
    return browser.get(sent.headers["location"].partition("#")[0])


def say(browser: Browser, page: Page, text: str) -> Page:
    sent = browser.post("/say", {"thread": thread_of(page), "text": text})
    return browser.get(sent.headers["location"].partition("#")[0])


def thread_of(page: Page) -> str:
    found = re.search(r'name="thread" value="([^"]*)"', page.source)
    assert found
    return found[1]


def asked(browser: Browser) -> tuple[Page, str]:
    """The page of somebody who asks others, too, and the code."""
    page = press(browser, browser.get("/"), "start")
    page = press(browser, page, "ask-others", thread_of(page))
    code = next(a["code"] for a in page.actions if a["do"] == "join")
    return page, code


def test_a_link_leads_to_an_invitation_and_into_a_conversation_of_ones_own(
    site: Site, browser: Browser
) -> None:
    owner, code = asked(browser)
    guest = Browser(site.url)
    invitation = guest.get(f"/?join={code}")
    assert [action["do"] for action in invitation.actions] == ["join"]
    assert thread_of(invitation) == ""
    page = press(guest, invitation, "join")
    assert thread_of(page) not in ("", thread_of(owner))
    page = press(guest, page, "choose", thread_of(page))
    page = say(guest, page, "hand in")
    page = say(guest, page, HOSTILE)
    assert "<b>Eve" not in page.source
    owner = press(browser, owner, "ballots", thread_of(owner))
    assert "Eve" in owner.text
    assert "<b>Eve" not in owner.source
    compared = press(browser, owner, "differ", thread_of(owner))
    assert "Eve" in compared.text
    assert 'evil.example"' not in compared.source


@pytest.mark.parametrize("code", ["zzzzzzzz", "no-such", "<b>", "%00", "x" * 500])
def test_a_link_that_leads_nowhere_says_so_and_the_chat_is_there(
    browser: Browser, code: str
) -> None:
    page = browser.get(f"/?join={code}")
    assert page.status == 200
    assert page.actions == []
    assert "<b>" not in page.source


def test_a_link_to_a_closed_poll_says_so(site: Site, browser: Browser) -> None:
    page, code = asked(browser)
    press(browser, page, "call-off", thread_of(page))
    assert Browser(site.url).get(f"/?join={code}").actions == []


def test_a_link_with_the_code_in_capitals_leads_there_too(browser: Browser) -> None:
    _, code = asked(browser)
    assert browser.get(f"/?join={code.upper()}").actions


def together(site: Site, advisor: Advisor) -> int:
    """A decision of Olga's for which Ann and Eve answered."""
    with Store.open(site.database) as store:
        conversation = Conversation(advisor=advisor, store=store, clock=site.clock)
        return decide_together(conversation, "Olga", CRUD, {"Ann": EDGE, HOSTILE: CRUD})


def test_leads_see_who_took_part_and_where_they_disagreed(
    lead: Browser, site: Site, advisor: Advisor
) -> None:
    page = lead.get(f"/review/{together(site, advisor)}")
    assert page.status == 200
    section = page.source.partition('id="poll-1"')[2].partition("</section>")[0]
    for shown in ("Ann", "Eve", "Olga", advisor.walkthrough.criterion("workload").label):
        assert shown in section
    assert "<b>Eve" not in page.source
    assert 'href="http://evil' not in page.source


def test_a_decision_by_one_alone_has_no_such_section(lead: Browser, site: Site) -> None:
    assert 'id="poll-1"' not in lead.get(f"/review/{site.decide('Ana')}").source


def test_the_export_has_the_polls_of_each_decision(
    lead: Browser, site: Site, advisor: Advisor
) -> None:
    alone, polled = site.decide("Ana"), together(site, advisor)
    exported = {d["id"]: d["polls"] for d in lead.get("/review/export.json").json}
    assert exported[alone] == []
    (poll,) = exported[polled]
    assert [ballot["by"] for ballot in poll["ballots"]] == ["Ann", HOSTILE, "Olga"]
    disputed = {dispute["criterion"] for dispute in poll["disputes"]}
    assert disputed <= {"workload", "team"}
    assert disputed
