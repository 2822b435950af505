"""A log moves to another database with all its rows, or not at all."""

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.replies import Notice
from bot.store import moving
from bot.store.engine import Engine, Row
from bot.store.inbox import Arrival
from bot.store.index import index_all
from bot.store.moving import Different, NotEmpty, move
from bot.store.outbox import Draft
from bot.store.processes import Process
from bot.store.records import Filter, Person
from bot.store.store import Store
from bot.store.tables import TABLES
from rules.versions import fingerprint
from tests.rules.content import small

from .postgres import with_schema
from .samples import ADA, BOB, NOON, after, decide, say, thread, walk

HOUR = datetime.timedelta(hours=1)


def fill(store: Store) -> None:
    """At least two rows in every table, with text, numbers and nothing of every kind."""
    decide(store, "one", reason="naïve 🐍 'quoted' \\ %s ? \n\t")
    decide(store, "two", person=BOB, chosen="sanic", at=after(1))
    decide(store, "two", person=BOB, at=after(2))
    store.add_review(1, reviewer="Lee", verdict="changes-requested", comment="Why?", at=NOON)
    store.add_review(1, reviewer="Lee", verdict="approved", comment="", at=after(1))
    for number in range(5):
        reply = Notice(text="é")
        say(store, thread(), ADA, f"{number}", reply, confidence=number / 3, at=after(number))
    for version in (1, 2):
        rules = small().model_copy(update={"version": version, "id": f"rules-{version}"})
        store.keep_rules(fingerprint(rules), rules, NOON)
    under = walk("w9").model_copy(update={"rules": fingerprint(small()), "keep_going": True})
    store.keep_rules(fingerprint(small()), small(), NOON)
    store.add_walk(under, after(9))
    store.add_walk(walk("w10"), after(9))
    changed = under.model_copy(update={"revision": 1, "answers": {"auth": "none"}})
    for revision in (1, 2):
        moved_on = changed.model_copy(update={"revision": revision})
        store.change_walk(moved_on, expected_revision=revision - 1, action="choose", at=NOON)
    store.claim(["a", "B", "ä"], NOON)
    # Polls refer to walks, and walks to polls.
    for code in ("p2", "p1"):
        store.add_poll(code, "w9", NOON)
    store.add_walk(walk("w8").model_copy(update={"poll": "p2"}), NOON)
    for number in range(2):
        store.add_items([Arrival((), f"C{number}", f"trace-{number}", '{"é": 1}')], NOON)
        draft = Draft(key=f"k{number}", lane="C1", trace="t", body="{}", sequel="{}")
        store.add_letter(draft, "us", after(number))
        store.beat(Process(owner=f"host:{number}", host="host", pid=number, beat=number))
    for name in ("Lee", "Kim"):
        store.redeem(store.add_invitation(NOON, valid=HOUR), name, NOON, valid=HOUR)


@pytest.fixture
def filled(store: Store) -> Store:
    """A log with rows in every table."""
    fill(store)
    return store


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """An empty log to move to, in either database."""
    where: Path | str = tmp_path / "moved.sqlite"
    if request.param == "postgresql":
        where = with_schema(request.getfixturevalue("postgres"))
    with Store.open(where) as opened:
        yield opened


def rows(store: Store) -> dict[str, int]:
    found = {}
    for table in TABLES:
        row = store.row(f"SELECT count(*) AS number FROM {table.name}")
        found[table.name] = row["number"] if row else 0
    return found


def test_every_table_is_filled_for_these_tests(filled: Store) -> None:
    assert min(rows(filled).values()) >= 2


def test_a_log_moves_with_everything(
    filled: Store, empty: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "BATCH", 2)
    found = move(filled.engine, empty.engine)
    assert {moved.table: moved.rows for moved in found} == rows(filled) == rows(empty)
    assert all(moved.same for moved in found)
    assert len({moved.digest for moved in found}) == len(TABLES)
    assert empty.decisions(Filter()) == filled.decisions(Filter())
    assert empty.turns(thread().id) == filled.turns(thread().id)
    assert empty.open_walk(thread().id, ADA.id) == filled.open_walk(thread().id, ADA.id)
    assert empty.all_rules().keys() == filled.all_rules().keys()
    assert not empty.claim(["B"], NOON)


def test_a_log_that_moved_goes_on_where_it_was(filled: Store, empty: Store) -> None:
    move(filled.engine, empty.engine)
    assert decide(empty, "three") == decide(filled, "three") == 4
    for store in (filled, empty):
        assert say(store, thread(), ADA, "next", Notice(text="")) == 6
        store.add_walk(walk("w11"), after(9))
        newest = store.open_walk(thread().id, ADA.id)
        assert newest is not None
        assert newest.id == "w11"


def test_a_log_that_moved_can_be_searched(filled: Store, empty: Store) -> None:
    move(filled.engine, empty.engine)
    assert [found.id for found in empty.decisions(Filter(text="naive"))] == [1]
    empty.see(Person(id=ADA.id, name="Countess"), thread())
    assert [found.id for found in empty.decisions(Filter(text="countess"))] == [1]


def test_a_database_with_rows_is_not_moved_to(filled: Store, empty: Store) -> None:
    empty.claim(["mine"], NOON)
    with pytest.raises(NotEmpty, match="rows in claims"):
        move(filled.engine, empty.engine)
    assert rows(empty)["people"] == 0
    assert rows(empty)["claims"] == 1


def test_where_something_arrives_otherwise_nothing_is_kept(
    filled: Store, empty: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(engine: Engine) -> None:
        index_all(engine)
        engine.run("UPDATE turns SET confidence = 0.5 WHERE id = 3")
        engine.run("DELETE FROM sessions WHERE name = 'Kim'")

    monkeypatch.setattr("bot.store.moving.index_all", spoil)
    with pytest.raises(Different) as caught:
        move(filled.engine, empty.engine)
    differing = {moved.table for moved in caught.value.args[0] if not moved.same}
    assert differing == {"turns", "sessions"}
    assert set(rows(empty).values()) == {0}
    assert decide(empty) == 1


def test_a_log_moves_as_it_was_at_the_beginning(
    pair: tuple[Store, Store], empty: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    source, other = pair
    decide(source)
    batches = source.engine.batches

    def interrupted(sql: str, size: int) -> Iterator[list[Row]]:
        decide(other, "meanwhile")
        monkeypatch.undo()
        return batches(sql, size)

    monkeypatch.setattr(source.engine, "batches", interrupted)
    move(source.engine, empty.engine)
    assert len(empty.decisions(Filter())) == 1
    assert len(source.decisions(Filter())) == 2


def test_the_character_0_does_not_keep_a_log_from_moving(
    in_memory: Store, in_postgres: Store
) -> None:
    in_memory.claim(["a\0b"], NOON)
    assert all(moved.same for moved in move(in_memory.engine, in_postgres.engine))
    assert not in_postgres.claim(["a?b"], NOON)
