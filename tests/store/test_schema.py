"""The migrations, and that every query finds its rows by an index."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.store import postgres_schema
from bot.store.records import Filter
from bot.store.schema import STEPS
from bot.store.sqlite import SQLite
from bot.store.store import Store
from bot.store.tables import TABLES
from knowledge.ids import FrameworkId

from .samples import ADA, NOON, after, decide

# A look-up, and what it may read from end to end: people are few, and matched by part of a name;
# "mine" are the rows that an inner query found, as many as are wanted.
QUERIES: dict[str, tuple[Callable[[Store], object], set[str]]] = {
    "decisions by status": (lambda s: s.decisions(Filter(status="proposed")), set()),
    "decisions by framework": (lambda s: s.decisions(Filter(framework="flask")), set()),
    "decisions by person": (lambda s: s.decisions(Filter(person=ADA.id)), {"people"}),
    "decisions since": (lambda s: s.decisions(Filter(since=NOON.date())), set()),
    "decisions until": (lambda s: s.decisions(Filter(until=NOON.date())), set()),
    "decisions by text": (lambda s: s.decisions(Filter(text="team")), {"decisions_text"}),
    "decision": (lambda s: s.decision(7), set()),
    "listed": (lambda s: s.listed(Filter(status="proposed"), limit=25), set()),
    "numbers": (lambda s: s.numbers(Filter(since=NOON.date())), set()),
    "exported": (lambda s: s.exported([7, 8]), set()),
    "rankings": (lambda s: s.rankings([7, 8]), set()),
    "reviews": (lambda s: s.reviews([7, 8]), set()),
    "criteria": (lambda s: s.criteria([7, 8]), set()),
    "count by status": (lambda s: s.count_decisions(Filter(status="proposed")), set()),
    "count by framework": (lambda s: s.count_decisions(Filter(framework="flask")), set()),
    "count by person": (lambda s: s.count_decisions(Filter(person=ADA.id)), {"people"}),
    "names": (lambda s: s.people_with_decisions(), {"decisions USING COVERING INDEX"}),
    "turns": (lambda s: s.turns("slack:one"), set()),
    "last answered": (lambda s: s.last_answered("slack:one", ADA.id, NOON), set()),
    "threads of a person": (lambda s: s.threads_of(ADA.id), {"mine"}),
    "unanswered": (lambda s: s.unanswered(), {"turns USING INDEX turns_unanswered"}),
    "clicked": (lambda s: s.clicked(), {"asked USING INDEX turns_suggested"}),
    "walk": (lambda s: s.walk("w1"), set()),
    "open walk": (lambda s: s.open_walk("slack:one", ADA.id), set()),
    "steps": (lambda s: s.steps("w1"), set()),
    "poll": (lambda s: s.poll("k7wq3mrt"), set()),
    "polls": (lambda s: s.polls("w1"), set()),
    "casts": (lambda s: s.casts("k7wq3mrt"), set()),
    "cast by a person": (lambda s: s.cast_by("k7wq3mrt", ADA.id), set()),
    "closed poll": (lambda s: s.close_poll("k7wq3mrt", NOON), set()),
    "moved polls": (lambda s: s.move_polls("w1", "w2"), set()),
    "rules": (lambda s: s.rules("0123456789abcdef"), set()),
    "a decision": (lambda s: decide(s, "new"), set()),
    "forgotten claims": (lambda s: s.forget_claims(NOON), set()),
    "reviewer": (lambda s: s.reviewer("token", NOON), set()),
}


@pytest.fixture(scope="module")
def full() -> Iterator[Store]:
    """A log of 1,000 decisions by 20 people."""
    with Store.open(None) as store:
        with store.transaction():
            for number in range(1000):
                person = ADA.model_copy(update={"id": f"slack:T1:U{number % 20}"})
                chosen: FrameworkId = "flask" if number % 3 else "drf"
                decide(store, f"{number}", person=person, chosen=chosen, at=after(number))
        yield store


@pytest.mark.parametrize(("query", "whole"), QUERIES.values(), ids=QUERIES)
def test_every_look_up_finds_its_rows_by_an_index(
    full: Store, query: Callable[[Store], object], whole: set[str]
) -> None:
    seen: list[tuple[str, object]] = []
    assert isinstance(full.engine, SQLite)
    with full.engine.db.tracer(lambda sql, values: seen.append((sql, values))):
        query(full)
    plans = [
        row["detail"]
        for sql, values in seen
        if sql.split()[0] in ("SELECT", "UPDATE", "DELETE", "INSERT")
        for row in full.rows(
            f"EXPLAIN QUERY PLAN {sql}", values if isinstance(values, list) else []
        )
    ]
    assert plans
    scans = [plan.removeprefix("SCAN ") for plan in plans if plan.startswith("SCAN ")]
    # The ids whose reviews are looked up are given as one JSON value.
    expected = {*whole, "json_each"}
    assert [scan for scan in scans if not any(map(scan.startswith, expected))] == []


def test_migrations_are_numbered_in_order_without_gaps() -> None:
    numbers = [step.__name__.split("_")[0] for step in STEPS]
    assert numbers == [f"m{number:03}" for number in range(1, len(STEPS) + 1)]


def test_both_databases_have_the_same_migrations() -> None:
    assert list(postgres_schema.STEPS) == [step.__name__ for step in STEPS]


def columns(store: Store) -> set[tuple[str, str]]:
    """Every column of every table that holds rows of ours; `rowid` is SQLite's own."""
    sql = {
        "SQLite": """
            SELECT tables.name AS t, columns.name AS c
            FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table'
        """,
        "PostgreSQL": """
            SELECT table_name AS t, column_name AS c FROM information_schema.columns
            WHERE table_schema = current_schema()
        """,
    }
    found = {(row["t"], row["c"]) for row in store.rows(sql[store.engine.dialect.name])}
    aside = ("decisions_text", "_sqlite", "sqlite_", "advisor_migrations")
    return {(t, c) for t, c in found if not t.startswith(aside) and c != "rowid"}


def test_both_databases_have_the_same_tables_with_the_same_columns(
    in_memory: Store, in_postgres: Store
) -> None:
    assert columns(in_memory) == columns(in_postgres)


def test_every_table_is_moved(in_memory: Store) -> None:
    assert {table.name for table in TABLES} == {table for table, _ in columns(in_memory)}


def test_migrations_are_applied_once(tmp_path: Path) -> None:
    for _ in range(2):
        with Store.open(tmp_path / "log.sqlite") as store:
            found = store.rows("SELECT name FROM _sqlite_migrations ORDER BY id")
            assert [row["name"] for row in found] == [step.__name__ for step in STEPS]
