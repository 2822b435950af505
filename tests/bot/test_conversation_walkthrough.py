"""Walking through: answering by typing and by button, and moving about."""

import pytest

from bot.advisor import Advisor
from bot.conversation import Conversation
from bot.replies import Choose, Recommendation, Reply, Start, Step
from bot.store.store import Store
from rules.models import UNKNOWN
from tests.bot.talking import ANN, THREAD, TO_THE_RESULT, button, expect, talk
from tests.conftest import fixed_clock


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
