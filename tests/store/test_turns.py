"""Conversations are kept in order and found again."""

import datetime
import json

import pytest

from bot.replies import REPLY, Answer, Nothing, Notice, Reply
from bot.store.records import Person
from bot.store.store import Store, StoreError

from .samples import ADA, BOB, NAMELESS, NOON, after, say, thread

UNKNOWN = Nothing(not_covered="cooking")
ANSWER = Answer(
    entry="flask-or-fastapi",
    question="Flask or FastAPI?",
    answer="It depends.",
    confidence=0.9,
    sources=(),
    reviewed=datetime.date(2026, 1, 1),
    stale=False,
    see_also=(),
)


def test_a_turn_keeps_what_was_typed_and_the_whole_reply(store: Store) -> None:
    number = say(
        store, thread(), ADA, "flask or fastapi", ANSWER, confidence=0.9, candidates=[("x", 0.9)]
    )
    [turn] = store.turns(thread().id)
    assert (turn.id, turn.thread, turn.person, turn.at) == (number, thread().id, ADA, NOON)
    assert (turn.text, turn.outcome) == ("flask or fastapi", "answer")
    assert (turn.entry, turn.confidence) == ("flask-or-fastapi", 0.9)
    assert REPLY.validate_json(turn.reply) == ANSWER


def test_a_turn_of_somebody_who_was_not_seen_is_refused(store: Store) -> None:
    store.see(ADA, thread())
    with pytest.raises(StoreError):
        store.add_turn(thread(), BOB, "hm", UNKNOWN, at=NOON)
    with pytest.raises(StoreError):
        store.add_turn(thread("other"), ADA, "hm", UNKNOWN, at=NOON)


def test_candidates_are_stored_as_the_command_prints_them(store: Store) -> None:
    say(store, thread(), ADA, "hm", UNKNOWN, candidates=[("b", 0.4), ("a", 0.3)])
    found = store.row("SELECT candidates FROM turns")
    assert found
    assert json.loads(found["candidates"]) == [{"id": "b", "score": 0.4}, {"id": "a", "score": 0.3}]


def test_only_an_answer_has_an_entry(store: Store) -> None:
    say(store, thread(), ADA, "hm", UNKNOWN)
    assert [turn.entry for turn in store.turns(thread().id)] == [None]


def test_turns_of_a_thread_come_oldest_first_even_at_the_same_time(store: Store) -> None:
    for text in ("a", "b", "c"):
        say(store, thread(), ADA, text, Notice(text=text))
    say(store, thread("other"), ADA, "elsewhere", Notice(text=""))
    assert [turn.text for turn in store.turns(thread().id)] == ["a", "b", "c"]


def test_a_turn_shows_the_name_that_became_known_later(store: Store) -> None:
    say(store, thread(), NAMELESS, "hi", UNKNOWN)
    store.see(Person(id=NAMELESS.id, name="Grace"), thread())
    assert [turn.person.name for turn in store.turns(thread().id)] == ["Grace"]


def test_text_that_is_no_valid_unicode_is_kept_as_far_as_it_goes(store: Store) -> None:
    say(store, thread(), ADA, "flask \ud83d?", UNKNOWN)
    assert [turn.text for turn in store.turns(thread().id)] == ["flask ??"]


def test_threads_come_newest_first_by_the_last_turn_with_the_text_of_the_first(
    store: Store,
) -> None:
    for minute, name, text in [(0, "old", "A?"), (1, "new", "B?"), (2, "old", "C?")]:
        say(store, thread(name), ADA, text, UNKNOWN, at=after(minute))
    say(store, thread("bobs", "web"), BOB, "D?", UNKNOWN, at=after(3))
    assert store.threads_of(ADA.id) == [
        (thread("old"), "A?", after(2)),
        (thread("new"), "B?", after(1)),
    ]
    assert store.threads_of(ADA.id, limit=1) == [(thread("old"), "A?", after(2))]
    assert store.threads_of("nobody") == []


def test_the_last_answered_turn_is_of_that_person_in_that_thread_since_then(store: Store) -> None:
    said: list[tuple[int, Person, str, Reply]] = [
        (0, ADA, "early", ANSWER),
        (1, ADA, "answered", ANSWER),
        (2, ADA, "unanswered", UNKNOWN),
        (3, BOB, "somebody else's", ANSWER),
    ]
    for minute, person, text, reply in said:
        say(store, thread(), person, text, reply, at=after(minute))
    say(store, thread("other"), ADA, "elsewhere", ANSWER, at=after(4))

    def last(minute: int, person: Person = ADA) -> str | None:
        turn = store.last_answered(thread().id, person.id, after(minute))
        return turn.text if turn else None

    assert [last(0), last(1), last(2)] == ["answered", "answered", None]
    assert last(0, BOB) == "somebody else's"
    assert last(0, NAMELESS) is None


def test_of_turns_at_the_same_time_the_later_one_is_the_last(store: Store) -> None:
    for text in ("a", "b", "c"):
        say(store, thread(), ADA, text, ANSWER)
    turn = store.last_answered(thread().id, ADA.id, NOON)
    assert turn is not None
    assert turn.text == "c"


def test_unanswered_questions_come_newest_first(store: Store) -> None:
    turns: list[tuple[str, Reply]] = [("a", UNKNOWN), ("b", ANSWER), ("c", UNKNOWN)]
    for minute, (text, reply) in enumerate(turns):
        say(store, thread(), ADA, text, reply, at=after(minute))
    assert [turn.text for turn in store.unanswered()] == ["c", "a"]
    assert [turn.text for turn in store.unanswered(limit=1)] == ["c"]
