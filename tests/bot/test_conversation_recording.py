"""Recording a decision: the choice, its reason, and the name of who made it."""

import pytest

from bot.conversation import Conversation
from bot.replies import Prompt, Recorded
from bot.store.records import Filter
from knowledge.ids import FRAMEWORKS
from rules.models import UNKNOWN
from tests.bot.talking import (
    ANN,
    NAMELESS,
    THREAD,
    TO_THE_RESULT,
    Check,
    Line,
    button,
    expect,
    talk,
    to_the_reason,
)
from tests.conftest import NOW


def test_a_decision_is_made_by_typing_and_by_button_and_recorded(
    small_talk: Conversation,
) -> None:
    replies = talk(
        small_talk,
        [
            ("start", "step", lambda r: r.criterion == "team" and r.intro),
            ("Django", "step", lambda r: r.criterion == "speed" and not r.intro),
            (button(do="choose", option="normal"), "recommendation", lambda r: r.settled),
            (button(do="record", framework="drf"), "recorded"),
        ],
    )
    recorded = expect(Recorded, replies[-1])
    decision = small_talk.store.decision(recorded.decision)
    assert decision is not None
    assert decision.answers == {"team": "django", "speed": "normal"}
    assert (decision.recommended, decision.chosen) == ("drf", "drf")
    assert (decision.walkthrough, decision.version) == ("small", 3)
    assert (decision.person, decision.thread, decision.at) == (ANN, THREAD.id, NOW)
    assert next(place["framework"] for place in decision.ranking) == "drf"
    assert {place["framework"] for place in decision.ranking} == set(FRAMEWORKS)


def test_every_turn_and_every_step_is_on_record(small_talk: Conversation) -> None:
    talk(small_talk, [*TO_THE_RESULT, (button(do="record", framework="drf"), "recorded")])
    turns = small_talk.store.turns(THREAD.id)
    kinds = ["step", "step", "recommendation", "recorded"]
    assert [turn.outcome for turn in turns] == kinds
    assert all(turn.text and turn.at == NOW and turn.person == ANN for turn in turns)
    [decision] = small_talk.store.decisions(Filter())
    steps = small_talk.store.steps(decision.walk)
    assert [(step.action, step.criterion, step.option) for step in steps] == [
        ("choose", "team", "django"),
        ("choose", "speed", "normal"),
        ("record", None, "drf"),
    ]


def test_every_question_can_be_answered_with_dont_know(conversation: Conversation) -> None:
    criteria = [c.id for c in conversation.advisor.walkthrough.course]
    talk(
        conversation,
        [
            ("start", "step"),
            *[("don't know", "step") for _ in criteria[1:]],
            ("don't know", "recommendation", lambda r: r.open_questions == 0 and len(r.tied) == 5),
            (button(do="record", framework="drf"), "recorded"),
        ],
    )
    [decision] = conversation.store.decisions(Filter())
    assert decision.answers == dict.fromkeys(criteria, UNKNOWN)


def test_a_framework_can_be_recorded_before_the_matter_is_settled(
    small_talk: Conversation,
) -> None:
    talk(
        small_talk,
        [
            ("start", "step"),
            ("django", "step"),
            ("show", "recommendation", lambda r: not r.settled and r.open_questions == 2),
            (button(do="record", framework="drf"), "recorded"),
        ],
    )


def test_the_next_decision_in_a_thread_supersedes_the_one_before(
    small_talk: Conversation,
) -> None:
    record = button(do="record", framework="drf")
    talk(small_talk, [*TO_THE_RESULT, (record, "recorded")] * 2)
    assert [d.status for d in small_talk.store.decisions(Filter())] == ["proposed", "superseded"]


def test_another_framework_is_recorded_with_its_reason(small_talk: Conversation) -> None:
    replies = talk(
        small_talk,
        [
            *TO_THE_RESULT,
            (button(do="record", framework=None), "others", lambda r: len(r.frameworks) == 4),
            (button(do="record", framework="sanic"), "prompt", lambda r: r.asks == "reason"),
            ("We run it already.", "recorded", lambda r: r.reason == "We run it already."),
        ],
    )
    decision = small_talk.store.decision(expect(Recorded, replies[-1]).decision)
    assert decision is not None
    assert (decision.recommended, decision.chosen) == ("drf", "sanic")
    assert decision.reason == "We run it already."


@pytest.mark.parametrize(
    ("since", "check"),
    [
        ([], lambda r: r.reason == "Sanic is what we run."),
        (
            [
                (button(do="show"), "recommendation"),
                (button(do="record", framework="drf"), "prompt", lambda r: r.asks == "name"),
            ],
            lambda r: "Sanic" not in r.reason,
        ),
    ],
    ids=["same choice", "another choice"],
)
def test_a_reason_waits_for_the_name_unless_another_choice_is_made(
    small_talk: Conversation, since: list[Line], check: Check
) -> None:
    talk(
        small_talk,
        [
            *to_the_reason("sanic"),
            ("Sanic is what we run.", "prompt", lambda r: r.asks == "name"),
            *since,
            ("Grace", "recorded", check),
        ],
        person=NAMELESS,
    )


def test_a_person_without_a_name_is_asked_for_it_once(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            *TO_THE_RESULT,
            (button(do="record", framework="drf"), "prompt", lambda r: r.asks == "name"),
            ("Grace Hopper", "recorded", lambda r: r.by == "Grace Hopper"),
            *TO_THE_RESULT,
            (button(do="record", framework="drf"), "recorded", lambda r: r.by == "Grace Hopper"),
        ],
        person=NAMELESS,
    )


def test_a_reply_to_a_typed_name_is_by_that_name(small_talk: Conversation) -> None:
    replies = talk(
        small_talk,
        [*TO_THE_RESULT, (button(do="record", framework="drf"), "prompt")],
        person=NAMELESS,
    )
    assert expect(Prompt, replies[-1]).asks == "name"
    talk(small_talk, [("Ada", "recorded")], person=NAMELESS)
    assert small_talk.store.turns(THREAD.id)[-1].person.name == "Ada"


def test_a_long_name_is_cut(small_talk: Conversation) -> None:
    lines: list[Line] = [
        *TO_THE_RESULT,
        (button(do="record", framework="drf"), "prompt"),
        ("n" * 500, "recorded", lambda r: len(r.by) < 100),
    ]
    talk(small_talk, lines, person=NAMELESS)


def test_typing_at_a_prompt_can_lead_back_to_the_result(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            *to_the_reason("sanic"),
            ("show", "recommendation"),
            (button(do="record", framework="drf"), "recorded"),
        ],
    )


@pytest.mark.parametrize("word", ["help", "start"])
def test_a_command_typed_at_a_prompt_is_not_taken_for_the_reason(
    small_talk: Conversation, word: str
) -> None:
    talk(small_talk, TO_THE_RESULT)
    kind = {"help": "help", "start": "prompt"}[word]
    other: list[Line] = [
        ("show", "recommendation"),
        (button(do="record", framework=None), "others"),
        (button(framework="flask"), "prompt"),
    ]
    talk(small_talk, [*other, (word, kind), ("we know it well", "recorded")])
    [decision] = small_talk.store.decisions(Filter())
    assert decision.reason == "we know it well"
