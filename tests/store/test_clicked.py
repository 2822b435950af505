"""Which suggested entry a person opened next, as far as the log can tell."""

import datetime

from bot.replies import Answer, Link, Notice, Reply, Suggest
from bot.store.records import Clicked, Person
from bot.store.store import Store

from .samples import ADA, BOB, after, say, thread

CLICKED = [Clicked(text="fresh pages", person=ADA.id, entry="caching")]


def suggest(*entries: str) -> Suggest:
    return Suggest(candidates=tuple(Link(entry=entry, question="?") for entry in entries))


def opened(entry: str, confidence: float | None = None) -> Answer:
    return Answer(
        entry=entry,
        question="?",
        answer="!",
        confidence=confidence,
        sources=(),
        reviewed=datetime.date(2026, 1, 1),
        stale=False,
        see_also=(),
    )


def log(store: Store, *turns: tuple[str, str, Person, Reply]) -> None:
    """Turns as (thread, text, person, reply), a minute after one another."""
    for minute, (place, text, person, reply) in enumerate(turns):
        say(
            store,
            thread(place),
            person,
            text,
            reply,
            confidence=getattr(reply, "confidence", 0.4),
            at=after(minute),
        )


SUGGESTED = ("one", "fresh pages", ADA, suggest("cors", "caching"))
OPENED = ("one", "How do I cache?", ADA, opened("caching"))


def test_a_suggested_entry_that_was_opened_next_belongs_to_the_question(store: Store) -> None:
    log(store, SUGGESTED, OPENED)
    assert store.clicked() == CLICKED


def test_what_others_say_in_between_makes_no_difference(store: Store) -> None:
    log(
        store,
        SUGGESTED,
        ("one", "me too", BOB, Notice(text="")),
        ("two", "elsewhere", ADA, Notice(text="")),
        OPENED,
    )
    assert store.clicked() == CLICKED


def test_what_the_person_says_in_between_does(store: Store) -> None:
    log(store, SUGGESTED, ("one", "hm", ADA, Notice(text="")), OPENED)
    assert store.clicked() == []


def test_an_entry_that_was_not_suggested_does_not_count(store: Store) -> None:
    log(store, SUGGESTED, ("one", "How do I log?", ADA, opened("logging")))
    assert store.clicked() == []


def test_an_entry_that_was_found_by_another_question_does_not_count(store: Store) -> None:
    log(store, SUGGESTED, ("one", "caching of pages", ADA, opened("caching", confidence=0.9)))
    assert store.clicked() == []


def test_the_click_of_somebody_else_or_in_another_thread_does_not_count(store: Store) -> None:
    log(store, SUGGESTED, ("one", "?", BOB, opened("caching")))
    log(store, ("two", "?", ADA, opened("caching")))
    assert store.clicked() == []


def test_an_answer_without_suggestions_before_it_does_not_count(store: Store) -> None:
    log(store, ("one", "caching", ADA, opened("caching", confidence=0.9)), OPENED)
    assert store.clicked() == []


def test_a_question_that_was_taken_for_another_one_does_not_count(store: Store) -> None:
    reply = suggest("cors", "caching").model_copy(update={"taken_as": "fresh pages in flask?"})
    log(store, ("one", "and flask?", ADA, reply), OPENED)
    assert store.clicked() == []


def test_the_newest_come_first_and_at_most_as_many_as_wanted(store: Store) -> None:
    for place in ("one", "two", "three"):
        log(
            store,
            (place, f"pages of {place}", ADA, suggest("caching")),
            (place, "?", ADA, opened("caching")),
        )
    assert [clicked.text for clicked in store.clicked(limit=2)] == [
        "pages of three",
        "pages of two",
    ]
