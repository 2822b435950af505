"""Polls, the walks that are parts of them, and a log from before there were any."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database, Migrations

from bot.store.errors import StoreError
from bot.store.records import Person, Walk
from bot.store.schema import STEPS
from bot.store.store import Store

from .samples import ADA, BOB, NAMELESS, NOON, after, decide, thread, walk

CODE = "k7wq3mrt"


@pytest.fixture
def asked(store: Store) -> Store:
    """A log with one open walk, of Ada's, and a poll of it."""
    store.see(ADA, thread())
    store.add_walk(walk(), NOON)
    store.add_poll(CODE, "w1", NOON)
    return store


def take_part(store: Store, person: Person, name: str) -> Walk:
    """An open walk of somebody in the poll, in a thread of their own."""
    place = thread(name)
    store.see(person, place)
    part = walk(name, at=place, person=person).model_copy(update={"poll": CODE})
    store.add_walk(part, NOON)
    return part


def hand_in(store: Store, part: Walk, revision: int = 1) -> None:
    done = part.model_copy(update={"status": "handed-in", "revision": revision})
    assert store.change_walk(done, expected_revision=revision - 1, action="hand-in", at=NOON)


def test_a_poll_comes_back_with_its_owner_and_thread(asked: Store) -> None:
    poll = asked.poll(CODE)
    assert poll is not None
    assert (poll.walk, poll.thread, poll.owner, poll.at) == ("w1", thread().id, ADA, NOON)
    assert (poll.closed, poll.went_on) == (None, False)
    assert asked.polls("w1") == [poll]
    assert asked.poll("another") is None
    assert asked.polls("w2") == []


def test_a_poll_of_an_unknown_walk_and_a_code_twice_are_refused(asked: Store) -> None:
    for code, of in (("another", "w2"), (CODE, "w1")):
        with pytest.raises(StoreError, match="refuses the row"):
            asked.add_poll(code, of, NOON)


def test_a_poll_is_closed_once(asked: Store) -> None:
    assert asked.close_poll(CODE, after(1))
    assert not asked.close_poll(CODE, after(2))
    poll = asked.poll(CODE)
    assert poll is not None
    assert poll.closed == after(1)


@pytest.mark.parametrize("action", ["agree", "majority"])
def test_a_poll_that_was_gone_on_with_is_known_by_the_step(asked: Store, action: str) -> None:
    on = walk().model_copy(update={"revision": 1})
    asked.change_walk(on, expected_revision=0, action=action, option=CODE, at=NOON)
    poll = asked.poll(CODE)
    assert poll is not None
    assert poll.went_on


def test_a_part_in_a_poll_comes_back_as_it_was_stored(asked: Store) -> None:
    part = take_part(asked, BOB, "bob")
    assert asked.walk("bob") == part
    assert asked.cast_by(CODE, BOB.id) == part
    assert asked.cast_by(CODE, ADA.id) is None


def test_what_was_handed_in_comes_first_in_that_order(asked: Store) -> None:
    cleo = Person(id="slack:T1:U3", name="Cleo")
    parts = [take_part(asked, p, p.id[-2:]) for p in (BOB, NAMELESS, cleo)]
    hand_in(asked, parts[2])
    hand_in(asked, parts[0])
    assert [cast.name for cast in asked.casts(CODE)] == ["Cleo", "Bob", None]
    again = parts[2].model_copy(update={"revision": 2})
    asked.change_walk(again, expected_revision=1, action="reopen", at=NOON)
    hand_in(asked, again, 3)
    assert [cast.name for cast in asked.casts(CODE)] == ["Bob", "Cleo", None]


def test_parts_that_were_given_up_do_not_count(asked: Store) -> None:
    part = take_part(asked, BOB, "bob")
    gone = part.model_copy(update={"status": "restarted", "revision": 1})
    asked.change_walk(gone, expected_revision=0, action="move", at=NOON)
    assert asked.casts(CODE) == []
    assert asked.cast_by(CODE, BOB.id) is None


def test_open_polls_move_to_another_walk_and_closed_ones_stay(asked: Store) -> None:
    asked.close_poll(CODE, NOON)
    asked.add_poll("another", "w1", NOON)
    asked.add_walk(walk("w2"), NOON)
    asked.move_polls("w1", "w2")
    assert [poll.code for poll in asked.polls("w1")] == [CODE]
    assert [poll.code for poll in asked.polls("w2")] == ["another"]


def test_a_part_in_a_closed_poll_stands_behind_a_walk_of_ones_own(asked: Store) -> None:
    part = walk("part").model_copy(update={"poll": CODE})
    asked.add_walk(part, after(5))
    assert asked.open_walk(thread().id, ADA.id) == part
    asked.close_poll(CODE, after(6))
    assert asked.open_walk(thread().id, ADA.id) == walk()


def test_a_log_from_before_there_were_polls_is_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    older = Migrations("advisor")
    for step in STEPS[:6]:
        older()(step)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        older.apply(Database(connection))
        connection.executescript("""
            INSERT INTO people VALUES ('slack:T1:U1', 'Ada', 'ada');
            INSERT INTO threads VALUES ('slack:one', 'slack');
            INSERT INTO walks (id, thread, person, name, version, answers, revision, keep_going,
                status, started, changed)
            VALUES ('old', 'slack:one', 'slack:T1:U1', 'choose', 1, '{"admin": "yes"}', 1, 0,
                'open', '2026-01-01', '2026-01-01');
        """)
    with Store.open(path) as store:
        old = store.walk("old")
        assert old is not None
        assert (old.poll, old.answers) == (None, {"admin": "yes"})
        assert store.open_walk("slack:one", ADA.id) == old
        store.add_poll(CODE, "old", NOON)
        assert store.casts(CODE) == []
        assert decide(store, "new") == 1
