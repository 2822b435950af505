"""A walkthrough as a state."""

import pytest

from bot.advisor import Advisor
from bot.renewing import renewed
from bot.replies import Choose, Move, Record
from bot.store.records import Walk
from bot.walking import apply, view
from rules.models import UNKNOWN, UnknownAnswer

WALK = Walk(
    id="w",
    thread="web:1",
    person="web:ann",
    name="small",
    version=3,
    answers={"team": "django", "speed": "normal"},
    revision=2,
)


def choose(criterion: str, option: str) -> Choose:
    return Choose(walk="w", revision=2, criterion=criterion, option=option)


def move(do: str, criterion: str | None = None) -> Move:
    return Move.model_validate({"do": do, "walk": "w", "revision": 2, "criterion": criterion})


def record(framework: str | None) -> Record:
    return Record.model_validate({"walk": "w", "revision": 2, "framework": framework})


@pytest.mark.parametrize(
    ("action", "changes"),
    [
        (choose("size", "tiny"), {"answers": {**WALK.answers, "size": "tiny"}}),
        (choose("team", "async"), {"answers": {"team": "async", "speed": "normal"}}),
        (choose("size", UNKNOWN), {"answers": {**WALK.answers, "size": UNKNOWN}}),
        (move("back"), {"answers": {"team": "django"}, "focus": "speed"}),
        (move("change", "team"), {"focus": "team"}),
        (move("list"), {"pending": "answers"}),
        (move("show"), {"pending": "result"}),
        (move("more"), {"keep_going": True}),
        (record(None), {"pending": "others"}),
        (record("drf"), {"chosen": "drf"}),
        (record("sanic"), {"chosen": "sanic", "pending": "reason"}),
    ],
    ids=lambda value: getattr(value, "do", ""),
)
def test_an_action_changes_just_this_and_the_revision(
    small_advisor: Advisor, action: Choose | Move | Record, changes: dict[str, object]
) -> None:
    changed = apply(small_advisor, WALK, action)
    assert changed == WALK.model_copy(update={**changes, "revision": 3})


@pytest.mark.parametrize("action", [move("resume"), move("change"), choose("team", "django")])
def test_an_action_that_changes_nothing_leaves_the_walk_as_it_is(
    small_advisor: Advisor, action: Choose | Move
) -> None:
    assert apply(small_advisor, WALK, action) is WALK


def test_back_with_nothing_to_take_back_changes_nothing(small_advisor: Advisor) -> None:
    empty = WALK.model_copy(update={"answers": {}})
    assert apply(small_advisor, empty, move("back")) is empty


@pytest.mark.parametrize("pending", ["answers", "others", "reason", "name", "result"])
@pytest.mark.parametrize("do", ["back", "resume"])
def test_back_and_resume_leave_what_is_pending_and_keep_the_answers(
    small_advisor: Advisor, pending: str, do: str
) -> None:
    walk = WALK.model_copy(update={"pending": pending, "chosen": "sanic"})
    changed = apply(small_advisor, walk, move(do))
    assert (changed.pending, changed.answers) == (None, WALK.answers)


def test_an_answer_ends_what_is_pending_and_asked_again(small_advisor: Advisor) -> None:
    walk = WALK.model_copy(update={"pending": "answers", "focus": "team"})
    changed = apply(small_advisor, walk, choose("team", "async"))
    assert (changed.pending, changed.focus) == (None, None)


@pytest.mark.parametrize(
    ("action", "named"),
    [
        (choose("colour", "blue"), "colour"),
        (choose("team", "wizards"), "wizards"),
        (move("change", "colour"), "colour"),
    ],
)
def test_an_action_beyond_the_rules_is_refused_by_name(
    small_advisor: Advisor, action: Choose | Move, named: str
) -> None:
    with pytest.raises(UnknownAnswer, match=named):
        apply(small_advisor, WALK, action)


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({}, "recommendation"),
        ({"keep_going": True}, "step"),
        ({"focus": "team"}, "step"),
        ({"answers": {}}, "step"),
        ({"answers": {}, "pending": "result"}, "recommendation"),
        ({"pending": "answers"}, "answers"),
        ({"pending": "others"}, "others"),
        ({"pending": "reason", "chosen": "sanic"}, "prompt"),
        ({"pending": "name", "chosen": "drf"}, "prompt"),
        ({"pending": "name"}, "recommendation"),
    ],
)
def test_what_is_shown_follows_from_the_state_alone(
    small_advisor: Advisor, changes: dict[str, object], kind: str
) -> None:
    walk = WALK.model_copy(update=changes)
    assert view(small_advisor, walk).kind == kind


def test_a_walk_under_newer_rules_keeps_what_they_still_have(small_advisor: Advisor) -> None:
    old = WALK.model_copy(
        update={
            "version": 2,
            "answers": {"team": "wizards", "colour": "blue", "speed": UNKNOWN},
            "focus": "colour",
        }
    )
    now = renewed(small_advisor, old)
    assert (now.version, now.answers, now.focus) == (3, {"speed": UNKNOWN}, None)


def test_a_walk_under_the_same_rules_stays_as_it_is(small_advisor: Advisor) -> None:
    same = {"rules": small_advisor.fingerprint, "pending": "reason", "chosen": "sanic"}
    assert renewed(small_advisor, WALK.model_copy(update=same)) == WALK.model_copy(update=same)


def test_under_other_rules_what_was_about_to_be_recorded_is_open_again(
    small_advisor: Advisor,
) -> None:
    old = WALK.model_copy(update={"rules": "others", "pending": "reason", "chosen": "sanic"})
    now = renewed(small_advisor, old)
    assert (now.pending, now.chosen, now.rules) == (None, None, small_advisor.fingerprint)
