"""Buttons out of their time: pressed late, twice, or for what is no longer there."""

import pytest

from bot.conversation import Conversation
from bot.replies import Choose, Move, Record
from bot.store.records import Filter
from rules.models import UNKNOWN
from tests.bot.talking import ANN, THREAD, TO_THE_RESULT, button, talk


def test_a_stale_button_is_answered_with_the_current_state(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            ("start", "step"),
            ("django", "step"),
            (button(0, option="async"), "step", lambda r: r.criterion == "speed" and r.notice),
            ("ordinary", "recommendation", lambda r: r.ranking[0].framework == "drf"),
        ],
    )


def test_a_double_click_counts_once(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            ("start", "step"),
            (button(0, option="django"), "step"),
            (button(0, option="django"), "step", lambda r: r.criterion == "speed" and r.notice),
        ],
    )
    walk = small_talk.store.open_walk(THREAD.id, ANN.id)
    assert walk is not None
    assert [step.option for step in small_talk.store.steps(walk.id)] == ["django"]


def test_a_button_from_before_a_restart_shows_the_new_walkthrough(
    small_talk: Conversation,
) -> None:
    talk(
        small_talk,
        [
            ("start", "step"),
            ("django", "step"),
            ("restart", "step"),
            (button(1, option="extreme"), "step", lambda r: r.criterion == "team" and r.notice),
        ],
    )


def test_a_decision_is_recorded_once_however_often_the_button_is_pressed(
    small_talk: Conversation,
) -> None:
    record = button(len(TO_THE_RESULT) - 1, do="record", framework="drf")
    talk(small_talk, [*TO_THE_RESULT, (record, "recorded"), (record, "notice")])
    assert small_talk.store.count_decisions(Filter()) == 1


def test_every_button_of_a_recorded_walkthrough_says_that_it_is_on_record(
    small_talk: Conversation,
) -> None:
    talk(
        small_talk,
        [
            *TO_THE_RESULT,
            (button(do="record", framework="drf"), "recorded"),
            (button(1, option="extreme"), "notice"),
            (button(2, do="list"), "notice"),
            (button(2, do="restart"), "notice"),
        ],
    )
    [decision] = small_talk.store.decisions(Filter())
    assert decision.answers == {"team": "django", "speed": "normal"}


@pytest.mark.parametrize(
    "action",
    [
        Choose(walk="none", revision=0, criterion="team", option="django"),
        Move(do="back", walk="none", revision=0),
        Record(walk="none", revision=0),
    ],
)
def test_a_button_of_an_unknown_walkthrough_is_answered(
    small_talk: Conversation, action: Choose | Move | Record
) -> None:
    talk(small_talk, [(lambda _: action, "notice")])


@pytest.mark.parametrize(
    ("criterion", "option"), [("team", "wizards"), ("colour", "blue"), ("colour", UNKNOWN)]
)
def test_a_button_that_the_rules_no_longer_know_shows_the_current_state(
    small_talk: Conversation, criterion: str, option: str
) -> None:
    def press(_: object) -> Choose:
        walk = small_talk.store.open_walk(THREAD.id, ANN.id)
        assert walk is not None
        return Choose(walk=walk.id, revision=walk.revision, criterion=criterion, option=option)

    talk(small_talk, [("start", "step"), (press, "step", lambda r: r.notice and not r.given)])
