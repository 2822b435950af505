"""People, walks and decisions to fill a log with."""

import datetime
from collections.abc import Sequence

from bot.replies import Reply
from bot.store.records import Person, Surface, Thread, Walk
from bot.store.store import Store
from knowledge.ids import FrameworkId

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
ADA = Person(id="slack:T1:U1", name="Ada Lovelace")
BOB = Person(id="slack:T1:U2", name="Bob")
NAMELESS = Person(id="web:anon7")


def after(minutes: int) -> datetime.datetime:
    """A time that many minutes after noon."""
    return NOON + datetime.timedelta(minutes=minutes)


def thread(name: str = "one", surface: Surface = "slack") -> Thread:
    """A thread with a name."""
    return Thread(id=f"{surface}:{name}", surface=surface)


def walk(name: str = "w1", *, at: Thread | None = None, person: Person = ADA) -> Walk:
    """An open walk with two answers, the later one first in the alphabet."""
    return Walk(
        id=name,
        thread=(at or thread()).id,
        person=person.id,
        name="choose-a-framework",
        version=3,
        answers={"workload": "crud", "admin": "yes"},
    )


def say(
    store: Store,
    place: Thread,
    person: Person,
    text: str,
    reply: Reply,
    *,
    confidence: float | None = None,
    candidates: Sequence[tuple[str, float]] = (),
    at: datetime.datetime = NOON,
) -> int:
    """Adds a turn of a person in a thread; both may be new."""
    store.see(person, place)
    return store.add_turn(
        place, person, text, reply, confidence=confidence, candidates=candidates, at=at
    )


def claim_and_fail(store: Store, key: str) -> None:
    """A transaction that claims a key and then fails.

    Raises:
        RuntimeError: always.
    """
    with store.transaction():
        store.claim([key], NOON)
        raise RuntimeError("failed on purpose")


def decide(
    store: Store,
    name: str = "one",
    *,
    person: Person = ADA,
    chosen: FrameworkId = "drf",
    recommended: FrameworkId = "drf",
    reason: str = "the team knows it",
    words: str = "Workload: create, read, update, delete. Admin: yes",
    at: datetime.datetime = NOON,
) -> int:
    """Records a decision in the thread `name`, by the walk of the same name; both may be new."""
    place, run = thread(name), walk(name, at=thread(name), person=person)
    store.see(person, place)
    if store.walk(run.id) is None:
        store.add_walk(run, at)
    return store.add_decision(
        walk=run,
        thread=place,
        person=person,
        recommended=recommended,
        chosen=chosen,
        reason=reason,
        ranking=[{"framework": "drf", "score": 7, "excluded": False}],
        words=words,
        at=at,
    )
