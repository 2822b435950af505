"""Conversations, as lists of turns."""

import datetime
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.conversation import LONGEST, Conversation
from bot.replies import (
    Answer,
    Ask,
    Choose,
    Compare,
    Move,
    Prompt,
    Recommendation,
    Record,
    Recorded,
    Reply,
    Start,
    Step,
    Suggest,
)
from bot.store.records import Filter, Person, Thread
from bot.store.store import Store
from knowledge.ids import FRAMEWORKS
from rules.models import UNKNOWN, Walkthrough
from tests.bot.talking import ANN, BEN, NAMELESS, THREAD, Line, button, expect, talk
from tests.conftest import NOW, fixed_clock

TO_THE_RESULT: list[Line] = [
    ("start", "step", lambda r: r.criterion == "team"),
    (button(do="choose", option="django"), "step", lambda r: r.criterion == "speed"),
    (button(do="choose", option="normal"), "recommendation", lambda r: r.settled),
]
"""Django and normal speed: DRF, settled before the size is asked."""


def known_question(advisor: Advisor) -> str:
    """A question that is answered without doubt: an entry's own."""
    return next(
        entry.question
        for entry in advisor.knowledge.entries.values()
        if advisor.finder.find(entry.question).entry == entry.id
        and not advisor.finder.sides(entry.question)
    )


def vague_question(advisor: Advisor) -> str:
    """A question for which entries are only suggested: a few words of an entry's own."""
    for entry in advisor.knowledge.entries.values():
        for text in (entry.question, *entry.phrasings):
            split = text.split()
            for size in range(1, len(split)):
                part = " ".join(split[:size])
                found = advisor.finder.find(part)
                if found.outcome == "suggest" and not advisor.finder.sides(part):
                    return part
    raise AssertionError("no question is vague")


# Asking


def test_a_question_is_answered_from_its_entry(conversation: Conversation) -> None:
    question = known_question(conversation.advisor)
    [reply] = talk(conversation, [(question, "answer", lambda r: r.question == question)])
    turn = conversation.store.turns(THREAD.id)[0]
    assert (turn.text, turn.entry) == (question, expect(Answer, reply).entry)
    assert turn.confidence == expect(Answer, reply).confidence


def test_a_vague_question_gets_suggestions_of_which_one_is_picked(
    conversation: Conversation,
) -> None:
    replies = talk(
        conversation,
        [
            (vague_question(conversation.advisor), "suggest", lambda r: r.candidates),
            (button(do="ask"), "answer", lambda r: r.confidence is None),
        ],
    )
    picked = expect(Suggest, replies[0]).candidates[0].entry
    assert expect(Answer, replies[1]).entry == picked


def test_an_answer_leads_to_related_ones(conversation: Conversation) -> None:
    question = known_question(conversation.advisor)
    replies = talk(conversation, [(question, "answer"), (button(do="ask"), "answer")])
    assert expect(Answer, replies[1]).entry == expect(Answer, replies[0]).see_also[0].entry


@pytest.mark.parametrize("text", ["who won the cup yesterday", "什么时候吃饭", "🙂🙂", "?!…"])
def test_what_is_not_known_is_said_and_noted_as_a_gap(
    conversation: Conversation, text: str
) -> None:
    talk(conversation, [(text, "none")])
    assert [turn.text for turn in conversation.store.unanswered()] == [text]


def test_several_frameworks_are_compared_side_by_side(conversation: Conversation) -> None:
    frameworks = ("flask", "falcon", "sanic")
    names = tuple(conversation.advisor.name(f) for f in FRAMEWORKS if f in frameworks)
    talk(
        conversation,
        [("compare flask, falcon and sanic", "comparison", lambda r: r.frameworks == names)],
    )


def test_a_comparison_is_opened_by_a_button(conversation: Conversation) -> None:
    press = Compare(frameworks=("drf", "sanic"))
    talk(conversation, [(lambda _: press, "comparison", lambda r: len(r.frameworks) == 2)])


@pytest.mark.parametrize("text", ["help", "Hello!", "  hi ", "?"])
def test_help_is_given_with_examples_that_can_be_pressed(
    conversation: Conversation, text: str
) -> None:
    talk(conversation, [(text, "help", lambda r: r.examples), (button(do="ask"), "answer")])


def test_help_leads_into_the_walkthrough(conversation: Conversation) -> None:
    talk(conversation, [("help", "help"), (button(do="start"), "step")])


@pytest.mark.parametrize("text", ["", "   \n\t "])
def test_an_empty_message_is_told_so(conversation: Conversation, text: str) -> None:
    talk(conversation, [(text, "notice")])


def test_a_message_of_40_000_characters_is_kept_whole_and_asked_to_be_cut(
    conversation: Conversation,
) -> None:
    text = "why is flask " * 3_077
    talk(conversation, [(text, "notice", lambda r: f"{LONGEST:,}" in r.text)])
    assert conversation.store.turns(THREAD.id)[0].text == text


def test_a_message_of_the_longest_length_is_answered(conversation: Conversation) -> None:
    question = known_question(conversation.advisor)
    reply = conversation.say(THREAD, ANN, question.ljust(LONGEST - 1) + "x")
    assert reply.kind != "notice"


def test_an_entry_that_is_gone_is_said_to_be_gone(conversation: Conversation) -> None:
    talk(conversation, [(lambda _: Ask(entry="once-there-was"), "notice")])


# Deciding


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


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("1", "django"),
        ("2.", "async"),
        ("3", UNKNOWN),
        ("django", "django"),
        ("Async Pyhton", "async"),
        ("django developrs", "django"),
        ("I don't know", UNKNOWN),
        ("i don’t know", UNKNOWN),
        ("not sure", UNKNOWN),
    ],
)
def test_a_typed_answer_is_taken_as_the_button(
    small_talk: Conversation, typed: str, option: str
) -> None:
    kind = "recommendation" if option == "async" else "step"
    talk(small_talk, [("start", "step"), (typed, kind)])
    walk = small_talk.store.open_walk(THREAD.id, ANN.id)
    assert walk is not None
    assert walk.answers == {"team": option}


def test_every_question_can_be_answered_with_dont_know(conversation: Conversation) -> None:
    criteria = [c.id for c in conversation.advisor.walkthrough.criteria]
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


def test_the_real_walkthrough_comes_to_a_result_whatever_button_is_pressed(
    advisor: Advisor,
) -> None:
    for place in range(3):
        with Store.open(None) as store:
            conversation = Conversation(advisor=advisor, store=store, clock=fixed_clock)
            reply: Reply = conversation.press(THREAD, ANN, Start())
            asked: list[str] = []
            while isinstance(reply, Step):
                assert reply.criterion not in asked
                asked.append(reply.criterion)
                press = Choose(
                    walk=reply.walk,
                    revision=reply.revision,
                    criterion=reply.criterion,
                    option=reply.options[place % len(reply.options)].id,
                )
                reply = conversation.press(THREAD, ANN, press)
            assert expect(Recommendation, reply).settled
            assert len(store.turns(THREAD.id)) == len(asked) + 1


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


def test_the_reason_is_kept_while_the_name_is_asked(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            *TO_THE_RESULT,
            (button(do="record", framework=None), "others"),
            (button(do="record", framework="falcon"), "prompt"),
            ("Start with what is there.", "prompt", lambda r: r.asks == "name"),
            ("Grace", "recorded", lambda r: r.reason == "Start with what is there."),
        ],
        person=NAMELESS,
    )


def test_a_reason_is_dropped_with_the_choice_that_it_was_for(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            *TO_THE_RESULT,
            (button(do="record", framework=None), "others"),
            (button(do="record", framework="sanic"), "prompt"),
            ("Sanic is what we run.", "prompt", lambda r: r.asks == "name"),
            (button(do="show"), "recommendation"),
            (button(do="record", framework="drf"), "prompt", lambda r: r.asks == "name"),
            ("Grace", "recorded", lambda r: "Sanic" not in r.reason),
        ],
        person=NAMELESS,
    )


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
            *TO_THE_RESULT,
            (button(do="record", framework=None), "others"),
            (button(do="record", framework="sanic"), "prompt"),
            ("show", "recommendation"),
            (button(do="record", framework="drf"), "recorded"),
        ],
    )


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


# Moving about


def test_back_takes_one_answer_after_the_other_away(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            *TO_THE_RESULT,
            ("back", "step", lambda r: r.criterion == "speed" and len(r.given) == 1),
            (button(do="back"), "step", lambda r: r.criterion == "team" and not r.given),
            ("back", "step", lambda r: r.criterion == "team"),
            ("django", "step", lambda r: r.criterion == "speed"),
        ],
    )


def test_an_answer_is_changed_and_the_others_stay(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            *TO_THE_RESULT,
            (button(do="list"), "answers", lambda r: len(r.given) == 2),
            (button(do="change", criterion="team"), "step", lambda r: r.criterion == "team"),
            ("asyncio team", "recommendation", lambda r: r.ranking[0].framework == "fastapi"),
        ],
    )
    walk = small_talk.store.open_walk(THREAD.id, ANN.id)
    assert walk is not None
    assert walk.answers == {"team": "async", "speed": "normal"}


def test_a_change_that_is_given_up_leaves_everything_as_it_was(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            *TO_THE_RESULT,
            ("list", "answers"),
            (button(do="change", criterion="team"), "step"),
            ("back", "recommendation", lambda r: len(r.given) == 2),
            ("list", "answers"),
            (button(do="resume"), "recommendation", lambda r: len(r.given) == 2),
        ],
    )


def test_a_restart_forgets_the_answers(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            *TO_THE_RESULT,
            ("restart", "step", lambda r: r.criterion == "team" and not r.given and r.intro),
            ("django", "step", lambda r: len(r.given) == 1),
            (button(do="restart"), "step", lambda r: r.criterion == "team" and not r.given),
        ],
    )


def test_starting_twice_shows_where_the_first_one_stands(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            ("start", "step", lambda r: r.notice is None),
            ("django", "step"),
            ("start", "step", lambda r: r.notice and len(r.given) == 1),
        ],
    )


def test_the_questions_go_on_after_the_matter_is_settled_if_wanted(
    small_talk: Conversation,
) -> None:
    talk(
        small_talk,
        [
            *TO_THE_RESULT,
            (button(do="more"), "step", lambda r: r.criterion == "size"),
            ("tiny", "recommendation", lambda r: r.open_questions == 0),
        ],
    )


def test_looking_at_the_standing_early_does_not_lengthen_the_walkthrough(
    small_talk: Conversation,
) -> None:
    talk(
        small_talk,
        [
            ("start", "step"),
            ("django", "step"),
            (button(do="show"), "recommendation", lambda r: not r.settled),
            (button(do="more"), "step", lambda r: r.criterion == "speed"),
            ("ordinary", "recommendation", lambda r: r.settled and r.open_questions == 1),
        ],
    )


def test_a_question_in_the_middle_is_answered_and_leads_back(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            ("start", "step"),
            ("django", "step"),
            (known_question(small_talk.advisor), "answer", lambda r: r.resume),
            (button(do="ask"), "answer", lambda r: r.resume),
            (button(do="resume"), "step", lambda r: r.criterion == "speed" and not r.notice),
            ("ordinary", "recommendation"),
        ],
    )


def test_a_step_can_still_be_answered_by_its_button_after_a_question(
    small_talk: Conversation,
) -> None:
    talk(
        small_talk,
        [
            ("start", "step"),
            (known_question(small_talk.advisor), "answer"),
            (button(0, option="django"), "step", lambda r: r.criterion == "speed" and not r.notice),
        ],
    )


def test_an_unclear_answer_is_taken_for_a_question(small_talk: Conversation) -> None:
    lines: list[Line] = [("start", "step"), ("asdf qwer", "none", lambda r: r.resume)]
    talk(small_talk, lines)
    walk = small_talk.store.open_walk(THREAD.id, ANN.id)
    assert walk is not None
    assert walk.answers == {}


# Buttons out of their time


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


def test_somebody_elses_button_changes_nothing(small_talk: Conversation) -> None:
    replies = talk(small_talk, [("start", "step")])
    talk(small_talk, [(button(0, option="django"), "notice")], person=BEN, before=replies)
    walk = small_talk.store.open_walk(THREAD.id, ANN.id)
    assert walk is not None
    assert (walk.person, walk.answers) == (ANN.id, {})


def test_two_people_decide_in_one_thread_without_losing_their_place(
    small_talk: Conversation,
) -> None:
    talk(small_talk, [("start", "step")])
    talk(small_talk, [("start", "step"), ("not sure", "step")], person=BEN)
    talk(small_talk, [("django", "step"), ("normal", "recommendation")])
    record = button(do="record", framework="drf")
    talk(small_talk, [("show", "recommendation"), (record, "recorded")])
    talk(small_talk, [("back", "step", lambda r: not r.given)], person=BEN)


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


def test_what_somebody_else_types_is_not_taken_for_an_answer(small_talk: Conversation) -> None:
    talk(small_talk, [("start", "step")])
    assert small_talk.is_awaited(THREAD, ANN)
    assert not small_talk.is_awaited(THREAD, BEN)
    question = known_question(small_talk.advisor)
    talk(small_talk, [(question, "answer", lambda r: r.resume is None)], person=BEN)
    talk(small_talk, [("django", "step", lambda r: r.criterion == "speed")])


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


# Lasting


def test_a_walkthrough_goes_on_after_the_process_was_restarted(
    small_advisor: Advisor, tmp_path: Path
) -> None:
    file = tmp_path / "log.db"
    with Store.open(file) as store:
        before = Conversation(advisor=small_advisor, store=store, clock=fixed_clock)
        replies = talk(before, [("start", "step"), ("django", "step")])
    with Store.open(file) as store:
        after = Conversation(advisor=small_advisor, store=store, clock=fixed_clock)
        talk(
            after,
            [
                (button(option="normal"), "recommendation", lambda r: len(r.given) == 2),
                (button(do="record", framework="drf"), "recorded"),
            ],
            before=replies,
        )


def test_a_prompt_is_still_open_after_the_process_was_restarted(
    small_advisor: Advisor, tmp_path: Path
) -> None:
    file = tmp_path / "log.db"
    to_the_prompt: list[Line] = [
        *TO_THE_RESULT,
        (button(do="record", framework=None), "others"),
        (button(do="record", framework="sanic"), "prompt"),
    ]
    with Store.open(file) as store:
        talk(Conversation(advisor=small_advisor, store=store, clock=fixed_clock), to_the_prompt)
    with Store.open(file) as store:
        after = Conversation(advisor=small_advisor, store=store, clock=fixed_clock)
        talk(after, [("Because.", "recorded", lambda r: r.reason == "Because.")])


def test_answers_that_newer_rules_no_longer_have_are_asked_again(
    small_advisor: Advisor, store: Store
) -> None:
    old = Conversation(advisor=small_advisor, store=store, clock=fixed_clock)
    replies = talk(old, TO_THE_RESULT)
    new = Conversation(
        advisor=Advisor(
            knowledge=small_advisor.knowledge,
            finder=small_advisor.finder,
            walkthrough=_without(small_advisor.walkthrough, "django", version=4),
        ),
        store=store,
        clock=fixed_clock,
    )
    talk(
        new,
        [
            (button(do="more"), "step", lambda r: [g.criterion for g in r.given] == ["speed"]),
            ("2", "recommendation"),
            (button(do="record", framework="fastapi"), "recorded"),
        ],
        before=replies,
    )
    [decision] = store.decisions(Filter())
    assert decision.version == 4


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


def test_the_threads_of_a_person_do_not_mix(small_talk: Conversation) -> None:
    other = Thread(id="web:2", surface="web")
    talk(small_talk, [("start", "step"), ("django", "step")])
    talk(small_talk, [("start", "step", lambda r: not r.given)], thread=other)
    assert len(small_talk.store.turns(other.id)) == 1


class ClockStopped(Exception):
    """What the clock of the test below raises."""


def test_nothing_is_recorded_when_something_raises(small_advisor: Advisor, store: Store) -> None:
    working = Conversation(advisor=small_advisor, store=store, clock=fixed_clock)
    replies = talk(working, TO_THE_RESULT)
    before = (store.turns(THREAD.id), store.open_walk(THREAD.id, ANN.id))
    for calls in range(3):
        broken = Conversation(advisor=small_advisor, store=store, clock=_Clock(calls))
        press = button(do="record", framework="drf")(replies)
        newcomer = Person(id=f"web:new{calls}", name="New")
        with pytest.raises(ClockStopped):
            broken.press(THREAD, ANN, press)
        if calls == 0:
            with pytest.raises(ClockStopped):
                broken.say(Thread(id="web:new", surface="web"), newcomer, "start")
            assert store.see(Person(id=newcomer.id), THREAD).name is None
        assert (store.turns(THREAD.id), store.open_walk(THREAD.id, ANN.id)) == before
        assert store.count_decisions(Filter()) == 0
    talk(working, [(button(do="record", framework="drf"), "recorded")], before=replies)


def test_a_reply_to_a_typed_name_is_by_that_name(small_talk: Conversation) -> None:
    replies = talk(
        small_talk,
        [*TO_THE_RESULT, (button(do="record", framework="drf"), "prompt")],
        person=NAMELESS,
    )
    assert expect(Prompt, replies[-1]).asks == "name"
    talk(small_talk, [("Ada", "recorded")], person=NAMELESS)
    assert small_talk.store.turns(THREAD.id)[-1].person.name == "Ada"


class _Clock:
    """A clock that raises after some calls."""

    def __init__(self, calls: int) -> None:
        self.left = calls

    def __call__(self) -> datetime.datetime:
        if self.left == 0:
            raise ClockStopped
        self.left -= 1
        return NOW


def _without(walkthrough: Walkthrough, option: str, *, version: int) -> Walkthrough:
    """The next version of a walkthrough, in which an option was renamed."""
    data = walkthrough.model_dump()
    for criterion in data["criteria"]:
        for found in criterion["options"]:
            if found["id"] == option:
                found["id"] = f"{option}-renamed"
    return Walkthrough.model_validate({**data, "version": version})
