"""A log that is full: real conversations, each had by many people over two years."""

import datetime
import itertools
import random
from pathlib import Path

from benchmarks.load.questions import SEED
from benchmarks.load.talks import Talk, talks
from bot.app import utc_now
from bot.store.database import Row, stamp
from bot.store.records import Person, Thread
from bot.store.schema import STEPS
from bot.store.store import Store

PEOPLE = 5_000
MOST_TURNS = 4
"""Questions that are asked in a thread at most."""

DECIDING = 20
"""One thread in so many leads to a decision."""

SPAN = datetime.timedelta(days=730)
CHUNK = 5_000


TABLES = ("threads", "turns", "walks", "steps", "decisions")
Rows = dict[str, list[Row]]
"""Rows to insert, by table, in an order in which each finds what it refers to."""


def full(folder: Path, count: int) -> Path:
    """A log of so many interactions, made where the folder has none yet."""
    path = folder / f"log-{count}-{len(STEPS)}.db"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(".tmp")
        beside.unlink(missing_ok=True)
        with Store.open(beside) as store:
            # It may be made again: what is half made is never used.
            store.run("PRAGMA synchronous = OFF")
            fill(store, count)
            store.run("PRAGMA wal_checkpoint(TRUNCATE)")
        beside.rename(path)
    return path


def fill(store: Store, count: int) -> None:
    """Fills an empty log with so many interactions."""
    chance, known = random.Random(SEED), talks(store)
    asked = [turn for talk in known if not talk.walks for turn in talk.turns]
    decided = [talk for talk in known if talk.walks]
    with store.transaction():
        for number in range(PEOPLE):
            person = Person(id=_person(number), name=f"Person {number}")
            store.see(person, Thread(id=f"slack:T1:D{number}:0", surface="slack"))
    left = count - sum(len(talk.turns) for talk in known)
    begun, numbers = utc_now() - SPAN, itertools.count(1)
    pause = SPAN / max(1, left)
    while left > 0:
        rows: Rows = {table: [] for table in TABLES}
        while left > 0 and len(rows["turns"]) < CHUNK:
            if chance.randrange(DECIDING) == 0:
                talk = chance.choice(decided)
            else:
                some = chance.choices(asked, k=min(left, chance.randint(1, MOST_TURNS)))
                talk = Talk(some, (), (), ())
            _copy(rows, talk, next(numbers), chance.randrange(PEOPLE), begun)
            begun += pause * len(talk.turns)
            left -= len(talk.turns)
        _insert(store, rows)


def _copy(rows: Rows, talk: Talk, number: int, person: int, begun: datetime.datetime) -> None:
    """Has a conversation once more: in another thread, by another person, at another time."""
    thread, walk = f"slack:T1:D{person}:copy.{number}", f"copy-{number}"
    whose = {"thread": thread, "person": _person(person)}
    rows["threads"].append({"id": thread, "surface": "slack"})
    times = (stamp(begun + datetime.timedelta(seconds=n)) for n in itertools.count())
    rows["turns"] += ({**_new(row), **whose, "at": next(times)} for row in talk.turns)
    ended = next(times)
    of_walk = {**whose, "id": walk, "started": ended, "changed": ended}
    rows["walks"] += ({**row, **of_walk} for row in talk.walks)
    rows["steps"] += ({**_new(row), "walk": walk, "at": ended} for row in talk.steps)
    decided = {**whose, "walk": walk, "at": ended}
    rows["decisions"] += ({**_new(row), **decided} for row in talk.decisions)


def _insert(store: Store, rows: Rows) -> None:
    with store.transaction():
        for table, some in rows.items():
            if some:
                store.engine.fill(table, tuple(some[0]), [tuple(row.values()) for row in some])


def _new(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "id"}


def _person(number: int) -> str:
    return f"slack:T1:U{number:05}"
