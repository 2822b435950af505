"""The answers of several people are compared, before anything is recommended and recorded."""

import pytest

from bot.replies import Disagreement
from bot.store.records import Filter, Person
from rules.models import UNKNOWN
from tests.bot.polled import (
    ANY,
    GO_ON,
    MAJORITY,
    OWNER,
    Group,
    answers_of,
    decide,
    who_said,
)
from tests.bot.talking import button, expect


def test_the_comparison_says_who_would_get_what_and_who_said_what(group: Group) -> None:
    code = group.open()
    group.answer("Ann", code, "django", "ordinary")
    group.answer("Cleo", code, "async", "ordinary", "tiny")
    group.answer("Dan", code, "async", "i don't know", "tiny")
    reply = group.compared()
    assert [ballot.by for ballot in reply.ballots] == ["Ann", "Cleo", "Dan"]
    names = {f: group.conversation.advisor.name(f) for f in ("drf", "fastapi")}
    assert [b.recommended for b in reply.ballots] == [names["drf"], *[names["fastapi"]] * 2]
    assert who_said(reply) == {"team": {"async": ("Cleo", "Dan"), "django": ("Ann",)}}
    # Neither a "don't know" nor a question that was not asked is a disagreement.
    agreed = {one.criterion: (one.option, one.by) for one in reply.agreed}
    assert agreed == {"speed": ("normal", ("Ann", "Cleo")), "size": ("tiny", ("Cleo", "Dan"))}


def test_people_stand_in_the_order_of_handing_in(group: Group) -> None:
    code = group.open("django")
    late = Person(id="web:late", name="Late")
    group.talk(late, [(f"join {code}", "step"), ("django", "step")])
    group.answer("Early", code, "django")
    group.talk(late, [("hand in", "handed-in")])
    assert [ballot.by for ballot in group.compared().ballots] == ["Early", "Late", "Olga"]


def test_what_is_agreed_is_kept_and_only_what_matters_is_asked(group: Group) -> None:
    code = group.open("django", "ordinary")
    group.answer("Ann", code, "async", "ordinary")
    group.compared()
    step = group.talk(OWNER, [(GO_ON, "step")])
    assert step.kind == "step"
    assert step.criterion == "team"
    assert answers_of(group) == {"speed": "normal"}
    for person in ("Ann", "Olga"):
        assert person in (step.notice or "")
    # Every time that it is asked, and not for anything else.
    group.talk(
        OWNER,
        [
            ("django", "recommendation"),
            (button(do="list"), "answers"),
            (button(criterion="team"), "step", lambda r: "Ann" in r.notice),
            ("django", "recommendation"),
            (button(do="list"), "answers"),
            (button(criterion="speed"), "step", lambda r: r.notice is None),
        ],
    )


def test_where_all_agree_the_recommendation_follows(group: Group) -> None:
    code = group.open("django", "ordinary")
    group.answer("Ann", code, "django", "ordinary")
    reply = group.compared()
    assert not reply.disputes
    with pytest.raises(AssertionError, match="no button"):
        group.talk(OWNER, [(MAJORITY, ANY)])
    group.talk(OWNER, [(GO_ON, "recommendation", lambda r: r.settled)])


def test_the_majority_is_offered_only_where_every_dispute_has_one(group: Group) -> None:
    code = group.open("django", "fast")
    group.answer("Ann", code, "django", "ordinary")
    assert group.compared().disputes[0].majority is None
    with pytest.raises(AssertionError, match="no button"):
        group.talk(OWNER, [(MAJORITY, ANY)])
    group.answer("Cleo", code, "django", "ordinary")
    assert group.compared().disputes[0].majority == "normal"
    group.talk(OWNER, [(MAJORITY, "recommendation")])
    assert answers_of(group) == {"team": "django", "speed": "normal"}


def test_a_dont_know_of_all_is_agreed_on_and_one_of_some_leaves_the_question(group: Group) -> None:
    code = group.open()
    group.answer("Ann", code, "i don't know", "ordinary")
    group.answer("Cleo", code, "i don't know", "i don't know")
    group.compared()
    group.talk(OWNER, [(GO_ON, ANY)])
    assert answers_of(group) == {"team": UNKNOWN, "speed": "normal"}


def test_one_who_does_not_know_does_not_answer_for_those_who_were_not_asked(group: Group) -> None:
    code = group.open()
    group.answer("Ann", code, "i don't know")
    group.answer("Cleo", code, "django", "i don't know")
    group.compared()
    group.talk(OWNER, [(GO_ON, ANY)])
    assert answers_of(group) == {"team": "django"}


def test_nothing_is_recommended_before_the_answers_were_compared(group: Group) -> None:
    group.talk(OWNER, [("start", ANY), ("django", ANY), ("show", "recommendation")])
    group.ask()
    group.talk(
        OWNER,
        [
            (button(2, do="record"), "poll", lambda r: r.notice),
            (button(2, do="versus"), "poll", lambda r: r.notice),
            ("show", "poll", lambda r: r.notice),
            ("reasons", "poll"),
            (button(do="resume"), "step"),
            ("ordinary", "poll", lambda r: r.notice),
        ],
    )
    assert group.conversation.store.count_decisions(Filter()) == 0


def test_a_reason_that_was_waited_for_does_not_record_while_others_are_asked(group: Group) -> None:
    group.talk(
        OWNER,
        [
            ("start", ANY),
            ("django", ANY),
            ("ordinary", ANY),
            (button(do="record", framework=None), "others"),
            (button(framework="flask"), "prompt"),
        ],
    )
    walk = group.conversation.store.open_walk(f"web:{OWNER.id}", OWNER.id)
    assert walk
    group.conversation.store.add_poll("bcdfghjk", walk.id, group.conversation.clock())
    group.talk(OWNER, [("because I say so", "poll", lambda r: r.notice)])


def test_what_was_handed_in_meanwhile_is_shown_before_anything_is_taken(group: Group) -> None:
    code = group.open("django")
    group.answer("Ann", code, "django")
    first = group.compared()
    group.answer("Cleo", code, "async")
    reply = expect(Disagreement, group.talk(OWNER, [(GO_ON, "disagreement")]))
    assert reply.notice
    assert reply.seen != first.seen
    assert [ballot.by for ballot in reply.ballots] == ["Ann", "Cleo", "Olga"]
    group.talk(OWNER, [(GO_ON, "step")])


def test_waiting_for_more_shows_who_has_answered(group: Group) -> None:
    code = group.open("django")
    group.answer("Ann", code, "django")
    group.compared()
    group.talk(OWNER, [(button(do="wait"), "poll", lambda r: r.handed_in == ("Ann",))])


def test_the_record_says_who_took_part_and_where_they_disagreed(group: Group) -> None:
    code = group.open("django", "ordinary")
    group.answer("Ann", code, "async", "ordinary")
    group.compared()
    group.talk(OWNER, [(GO_ON, "step"), ("django", "recommendation")])
    number = decide(group)
    decision = group.conversation.store.decision(number)
    assert decision
    (asked,) = group.conversation.polling.summary(decision.walk)
    assert (asked.code, asked.called_off) == (code, False)
    assert [b.by for b in asked.ballots] == ["Ann", "Olga"]
    assert [b.recommended for b in asked.ballots] == ["FastAPI", "Django REST Framework"]
    assert [dispute.criterion for dispute in asked.disputes] == ["team"]
    assert [agreed.criterion for agreed in asked.agreed] == ["speed"]


def test_the_record_keeps_a_poll_that_was_called_off_after_answers(group: Group) -> None:
    code = group.open("django", "ordinary")
    group.answer("Ann", code, "async", "ordinary")
    group.talk(OWNER, [("poll", "poll"), (button(do="call-off"), "recommendation")])
    decision = group.conversation.store.decision(decide(group))
    assert decision
    (asked,) = group.conversation.polling.summary(decision.walk)
    assert asked.called_off
    assert [ballot.by for ballot in asked.ballots] == ["Ann"]


def test_a_decision_without_others_has_no_poll_on_record(group: Group) -> None:
    group.open("django", "ordinary")
    group.talk(OWNER, [(button(do="call-off"), "recommendation")])
    decision = group.conversation.store.decision(decide(group))
    assert decision
    assert group.conversation.polling.summary(decision.walk) == ()
