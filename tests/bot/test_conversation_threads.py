"""Threads and people: several people in one thread, one person in several."""

from bot.conversation import Conversation
from bot.store.records import Thread
from tests.bot.talking import ANN, BEN, THREAD, button, known_question, talk


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


def test_what_somebody_else_types_is_not_taken_for_an_answer(small_talk: Conversation) -> None:
    talk(small_talk, [("start", "step")])
    assert small_talk.is_awaited(THREAD, ANN)
    assert not small_talk.is_awaited(THREAD, BEN)
    question = known_question(small_talk.advisor)
    talk(small_talk, [(question, "answer", lambda r: r.resume is None)], person=BEN)
    talk(small_talk, [("django", "step", lambda r: r.criterion == "speed")])


def test_the_threads_of_a_person_do_not_mix(small_talk: Conversation) -> None:
    other = Thread(id="web:2", surface="web")
    talk(small_talk, [("start", "step"), ("django", "step")])
    talk(small_talk, [("start", "step", lambda r: not r.given)], thread=other)
    assert len(small_talk.store.turns(other.id)) == 1
