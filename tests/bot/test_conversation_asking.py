"""Asking: what is answered, compared, explained or not known, also within a walkthrough."""

import pytest

from bot.conversation import LONGEST, Conversation
from bot.replies import Answer, Ask, Compare, Suggest
from knowledge.ids import FRAMEWORKS
from tests.bot.talking import (
    ANN,
    THREAD,
    Line,
    button,
    expect,
    known_question,
    talk,
    vague_question,
)


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
