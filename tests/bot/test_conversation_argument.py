"""The argument in a conversation: looking closer, and changing what it rests on."""

from collections.abc import Sequence
from typing import Any

import pytest

from bot.conversation import Conversation
from bot.replies import Look, Move, Record
from bot.store.records import Filter
from tests.bot.talking import ANN, BEN, THREAD, Line, button, talk

DECIDED: list[Line] = [
    ("start", "step"),
    (
        lambda replies: Move(do="change", criterion="team", **where(replies)),
        "step",
        lambda r: r.criterion == "team",
    ),
    (button(do="choose", option="django"), "step"),
    (
        lambda replies: Move(do="change", criterion="speed", **where(replies)),
        "step",
        lambda r: r.criterion == "speed",
    ),
    (button(do="choose", option="normal"), "recommendation", lambda r: r.settled),
]
"""Django and normal speed, whatever the order of the questions: DRF."""


def where(replies: Sequence[Any]) -> dict[str, Any]:
    """The walkthrough of the last reply, as an action names it."""
    return {"walk": replies[-1].walk, "revision": replies[-1].revision}


def record_second(replies: Sequence[Any]) -> Record:
    return Record(framework=replies[-1].second.framework, **where(replies))


def test_one_looks_closer_and_the_walkthrough_stays_where_it_was(
    small_talk: Conversation,
) -> None:
    replies = talk(
        small_talk,
        [
            *DECIDED,
            (button(do="versus"), "versus", lambda r: r.first.framework == "drf"),
            (button(do="reasons"), "reasons", lambda r: r.framework == "drf"),
            (button(do="reasons", framework="sanic"), "reasons", lambda r: r.framework == "sanic"),
            (button(do="versus"), "versus"),
            (button(do="show"), "recommendation", lambda r: r.settled),
        ],
    )
    looked = {getattr(reply, "revision", None) for reply in replies[4:-1]}
    assert len(looked) == 1


def test_the_buttons_of_a_recommendation_work_after_a_closer_look(
    small_talk: Conversation,
) -> None:
    talk(
        small_talk,
        [
            *DECIDED,
            (button(do="versus"), "versus"),
            (button(4, do="record", framework="drf"), "recorded"),
        ],
    )


def test_the_second_one_is_recorded_from_beside_the_first(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            *DECIDED,
            (button(do="versus"), "versus"),
            (record_second, "prompt"),
            ("We know it.", "recorded", lambda r: r.recommended != r.framework),
        ],
    )
    [decision] = small_talk.store.decisions(Filter())
    tips = [place["tipping"] for place in decision.ranking]
    assert tips[0] is None
    assert all(tip is not None for tip in tips[1:])


def test_a_tipping_point_that_is_answered_makes_its_framework_the_first(
    small_talk: Conversation,
) -> None:
    replies = talk(small_talk, DECIDED)
    recommendation = replies[-1]
    assert recommendation.kind == "recommendation"
    tipped = next(one for one in recommendation.ranking if one.framework == "fastapi")
    [change] = tipped.tipping or ()
    talk(
        small_talk,
        [
            (button(do="list"), "answers"),
            (button(do="change", criterion=change.criterion), "step"),
            (change.answer, "recommendation", lambda r: r.ranking[0].framework == "fastapi"),
            (button(do="versus"), "versus", lambda r: r.first.framework == "fastapi"),
        ],
        before=replies,
    )


@pytest.mark.parametrize(("typed", "kind"), [("versus", "versus"), ("Reasons.", "reasons")])
def test_a_closer_look_can_be_typed(small_talk: Conversation, typed: str, kind: str) -> None:
    talk(small_talk, [*DECIDED, (typed, kind), ("show", "recommendation")])


def test_the_standing_is_looked_into_before_it_is_settled(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            ("start", "step"),
            (lambda replies: Look(do="versus", **where(replies)), "versus"),
            ("show", "recommendation", lambda r: not r.settled and r.turning and r.worlds > 1),
        ],
    )


def test_a_look_from_an_earlier_step_shows_where_it_stands(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            *DECIDED,
            (button(do="list"), "answers"),
            (button(do="change", criterion="team"), "step"),
            ("asyncio team", "recommendation"),
            (button(4, do="versus"), "recommendation", lambda r: r.notice),
        ],
    )


def test_nobody_looks_into_somebody_elses_decision(small_talk: Conversation) -> None:
    replies = talk(small_talk, DECIDED)
    talk(small_talk, [(button(do="reasons"), "notice")], person=BEN, before=replies)
    assert small_talk.store.open_walk(THREAD.id, ANN.id) is not None
