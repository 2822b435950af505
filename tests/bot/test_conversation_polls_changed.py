"""Polls under somebody else's hand, polls that are over, and rules that changed meanwhile."""

import pytest

from bot.replies import Gather, Join
from tests.bot.polled import (
    ANY,
    GO_ON,
    OWNER,
    Group,
    answers_of,
)
from tests.bot.talking import BEN, button


@pytest.mark.parametrize("do", ["wait", "differ", "agree", "majority", "call-off"])
def test_only_the_owner_sees_to_the_poll(group: Group, do: str) -> None:
    code = group.open("django")
    group.answer("Ann", code, "async")
    seen = group.compared().seen
    action = Gather.model_validate({"do": do, "code": code, "seen": seen})
    group.talk(BEN, [(lambda _: action, "notice", lambda r: "Olga" in r.text)])
    assert group.conversation.polling.refused(code) is None


def test_anybody_may_see_who_has_answered(group: Group) -> None:
    code = group.open("django")
    group.talk(BEN, [(lambda _: Gather(do="ballots", code=code), "poll")])


@pytest.mark.parametrize("code", ["zzzzzzzz", "2345678", "nothing-2"])
def test_an_unknown_code_is_named(group: Group, code: str) -> None:
    group.talk(BEN, [(f"join {code}", "notice", lambda r: code.replace("-", "") in r.text)])


@pytest.mark.parametrize("ending", ["call-off", "agree"])
def test_everything_about_a_closed_poll_is_answered(group: Group, ending: str) -> None:
    code = group.open("django")
    ann = group.answer("Ann", code, "async")
    group.talk(BEN, [(f"join {code}", "step"), ("django", "step"), ("show", "recommendation")])
    if ending == "agree":
        group.compared()
    group.talk(OWNER, [(button(do=ending), "step")])
    polled = [reply for reply in group.told[OWNER.id] if reply.kind == "poll"]
    assert polled
    for do in ("ballots", "differ", "call-off", "join"):
        group.talk(OWNER, [(lambda _, do=do: _pressed(do, code), "notice")])
    group.talk(ann, [(button(do="join"), "notice")])
    group.talk(BEN, [(button(do="hand-in"), "notice"), ("hand in", "notice")])
    group.talk(BEN, [("fast", "notice"), (f"join {code}", "notice")])
    group.talk(BEN, [("start", "step", lambda r: not r.given and r.poll is None)])


def _pressed(do: str, code: str) -> Join | Gather:
    return Join(code=code) if do == "join" else Gather.model_validate({"do": do, "code": code})


def test_a_poll_that_was_called_off_leaves_the_owner_where_it_was(group: Group) -> None:
    code = group.open("django")
    group.answer("Ann", code, "async")
    group.talk(OWNER, [(button(do="call-off"), "step", lambda r: r.criterion == "speed")])
    assert answers_of(group) == {"team": "django"}
    assert group.ask() != code


def test_a_double_click_goes_on_once(group: Group) -> None:
    code = group.open("django")
    group.answer("Ann", code, "async")
    group.compared()
    group.talk(OWNER, [(GO_ON, "step"), (button(-2, do="agree"), "notice")])


def test_under_rules_that_changed_the_answers_are_counted_as_far_as_they_go(group: Group) -> None:
    code = group.open("django")
    group.answer("Ann", code, "async", "ordinary")
    store = group.conversation.store
    store.run("UPDATE walks SET rules = NULL, version = 1 WHERE poll IS NOT NULL")
    store.run(
        "UPDATE walks SET answers = json_insert(answers, '$.gone', 'away') WHERE poll IS NOT NULL"
    )
    reply = group.compared()
    assert {ballot.by: ballot.outdated for ballot in reply.ballots} == {"Ann": True, "Olga": False}
    group.talk(OWNER, [(GO_ON, "step", lambda r: r.criterion == "team")])


def test_who_takes_part_is_told_of_rules_that_changed(group: Group) -> None:
    code = group.open()
    group.talk(BEN, [(f"join {code}", ANY), ("django", ANY)])
    group.conversation.store.run("UPDATE walks SET rules = NULL, version = 1")
    group.talk(
        BEN,
        [
            ("hand in", "rules-changed"),
            (button(do="renew"), "step"),
            ("hand in", "handed-in"),
        ],
    )
