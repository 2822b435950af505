"""One decision before a lead, and the verdicts on it."""

from collections.abc import Callable

import pytest

from bot.advisor import Advisor
from bot.store.records import Decision, Person, Thread, Walk
from tests.web.client import Browser, Page
from tests.web.hosting import Site

ANSWERS = {"workload": "crud", "team": "django"}


def stored(site: Site, number: int) -> Decision:
    with site.log() as log:
        decision = log.decision(number)
    assert decision is not None
    return decision


def judge(lead: Browser, number: int, verdict: str, comment: str = "", seen: int = 0) -> Page:
    form = {"verdict": verdict, "comment": comment, "seen": str(seen)}
    return lead.post(f"/review/{number}", form)


def test_a_decision_is_shown_with_everything_it_rests_on(
    lead: Browser, site: Site, advisor: Advisor
) -> None:
    number = site.decide("Ana", answers=ANSWERS, chosen="sanic", reason="We know <it> well.")
    page = lead.get(f"/review/{number}")
    assert page.status == 200
    for given in advisor.given(ANSWERS):
        assert given.label in page.text
        assert given.answer in page.text
    assert "Ana" in page.text
    assert "We know &lt;it&gt; well." in page.source
    assert f"version {advisor.walkthrough.version}" in page.text
    for place in stored(site, number).ranking:
        assert str(place["name"]) in page.text
        reasons = place["reasons"]
        assert isinstance(reasons, list)
        for reason in reasons:
            assert reason["reason"] in page.text.replace("’", "'")


def test_the_conversation_is_shown_without_its_buttons(lead: Browser, site: Site) -> None:
    page = lead.get(f"/review/{site.decide('Ana')}")
    assert page.source.count('<li class="turn"') > 1
    assert page.actions == []


def test_an_approval_is_recorded_under_the_leads_name(lead: Browser, site: Site) -> None:
    number = site.decide("Ana")
    sent = judge(lead, number, "approved")
    assert sent.status == 303
    page = lead.get(sent.headers["location"])
    assert "You approved" in page.text
    [review] = stored(site, number).reviews
    assert (review.reviewer, review.verdict, review.at) == ("Lee", "approved", site.clock())
    assert stored(site, number).status == "approved"


def test_a_request_for_changes_is_shown_with_its_comment(lead: Browser, site: Site) -> None:
    number = site.decide("Ana")
    judge(lead, number, "changes-requested", "Which load?\r\nAnd <when>?")
    assert stored(site, number).reviews[0].comment == "Which load?\nAnd <when>?"
    page = lead.get(f"/review/{number}")
    assert "Changes requested" in page.text
    assert "And &lt;when&gt;?" in page.source


@pytest.mark.parametrize(
    ("verdict", "comment"),
    [
        ("changes-requested", ""),
        ("changes-requested", " \n "),
        ("great", "I typed this."),
        ("superseded", "I typed this."),
        ("", "I typed this."),
        ("approved", "x" * 4_001),
    ],
)
def test_a_verdict_that_cannot_count_is_refused_and_keeps_what_was_typed(
    lead: Browser, site: Site, verdict: str, comment: str
) -> None:
    number = site.decide("Ana")
    page = judge(lead, number, verdict, comment)
    assert page.status == 400
    assert 'role="alert"' in page.source
    assert comment.strip() in page.text
    assert stored(site, number).status == "proposed"
    assert stored(site, number).reviews == ()


def test_a_review_that_came_in_between_must_be_read_first(
    signed_in: Callable[[str], Browser], site: Site
) -> None:
    number = site.decide("Ana")
    lee, mo = signed_in("Lee"), signed_in("Mo")
    judge(mo, number, "changes-requested", "Measure first.")
    page = judge(lee, number, "approved", "Fine with me.")
    assert page.status == 400
    assert "Mo reviewed this in the meantime" in page.text
    assert "Fine with me." in page.text
    assert stored(site, number).status == "changes-requested"
    assert judge(lee, number, "approved", "Fine with me.", seen=1).status == 303
    assert stored(site, number).status == "approved"


def test_a_double_click_counts_once(lead: Browser, site: Site) -> None:
    number = site.decide("Ana")
    assert [judge(lead, number, "approved").status for _ in range(2)] == [303, 303]
    assert len(stored(site, number).reviews) == 1


def test_a_superseded_decision_names_its_successor_and_takes_no_verdict(
    lead: Browser, site: Site
) -> None:
    old = site.decide("Ana", thread="web:one")
    new = site.decide("Ana", thread="web:one")
    other = site.decide("Ana", thread="web:two")
    page = lead.get(f"/review/{old}")
    assert f'href="/review/{new}"' in page.source
    assert f'href="/review/{other}"' not in page.source
    assert "<textarea" not in page.source
    refused = judge(lead, old, "approved", "I typed this.")
    assert refused.status == 400
    assert "I typed this." in refused.text
    assert stored(site, old).status == "superseded"


@pytest.mark.parametrize(
    "path", ["/review/404", "/review/0", "/review/-1", "/review/x", "/review/" + "9" * 30]
)
def test_a_decision_that_is_not_there_is_a_404_page(lead: Browser, path: str) -> None:
    page = lead.get(path)
    assert page.status == 404
    assert "<h1>" in page.source
    assert lead.post(path, {"verdict": "approved"}).status == 404


def test_a_verdict_from_another_site_is_refused(lead: Browser, site: Site) -> None:
    number = site.decide("Ana")
    sent = lead.post(f"/review/{number}", {"verdict": "approved"}, Origin="https://evil.example")
    assert sent.status == 403
    assert stored(site, number).status == "proposed"


def test_a_decision_of_older_rules_shows_ids_that_are_gone_and_says_so(
    lead: Browser, site: Site, advisor: Advisor
) -> None:
    rules = advisor.walkthrough
    person, thread = Person(id="web:ana", name="Ana"), Thread(id="web:old", surface="web")
    walk = Walk(
        id="old",
        thread=thread.id,
        person=person.id,
        name=rules.id,
        version=rules.version + 1,
        answers={"workload": "crud", "team": "cobol", "moon-phase": "full"},
    )
    with site.log() as log:
        log.see(person, thread)
        log.add_walk(walk, site.clock())
        number = log.add_decision(
            walk=walk,
            thread=thread,
            person=person,
            recommended="drf",
            chosen="drf",
            reason="As recommended.",
            ranking=[{"framework": "drf", "in_a_form": "of another version"}],
            words="",
            at=site.clock(),
        )
        log.run(
            "INSERT INTO turns (thread, person, at, text, outcome, candidates, reply) "
            "VALUES (?, ?, ?, 'hello', 'help', '[]', '{\"kind\": \"of another version\"}')",
            (thread.id, person.id, site.clock().isoformat()),
        )
    page = lead.get(f"/review/{number}")
    assert page.status == 200
    assert "cobol" in page.text
    assert "moon-phase" in page.text
    assert f"Today's rules are version {rules.version}" in page.text
    assert "older version" in page.text
