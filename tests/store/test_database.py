"""What a transaction keeps, and what values become."""

import datetime
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.store.engine import stamp, storable
from bot.store.errors import StoreError
from bot.store.store import Store

from .samples import NOON, claim_and_fail, decide

READ_ONLY = {
    "sqlite": "PRAGMA query_only = ON",
    "postgresql": "SET default_transaction_read_only = on",
}


def test_a_log_that_turns_read_only_later_says_so(store: Store, database: str) -> None:
    store.run(READ_ONLY[database])
    with pytest.raises(StoreError, match=r"is not writable: give (the advisor|its user) the right"):
        store.claim(["a"], NOON)
    assert store.turns("none") == []


def test_a_write_while_another_writes_of_the_same_says_that_it_is_locked(
    pair: tuple[Store, Store],
) -> None:
    first, second = pair
    with first.transaction():
        first.claim(["a"], NOON)
        with pytest.raises(StoreError, match=r"is locked by another (program|transaction)"):
            second.claim(["a"], NOON)
    assert not second.claim(["a"], NOON)
    assert second.claim(["b"], NOON)


def test_a_transaction_that_fails_keeps_nothing(store: Store) -> None:
    with pytest.raises(RuntimeError):
        claim_and_fail(store, "a")
    assert store.claim(["a"], NOON)


def test_an_inner_transaction_joins_the_outer_one(pair: tuple[Store, Store]) -> None:
    first, second = pair
    with first.transaction():
        with first.transaction():
            decide(first)
        assert second.decision(1) is None
    assert second.decision(1) is not None


def test_an_inner_transaction_that_fails_undoes_its_own_part_only(store: Store) -> None:
    with store.transaction():
        store.claim(["outer"], NOON)
        with pytest.raises(RuntimeError):
            claim_and_fail(store, "inner")
    assert not store.claim(["outer"], NOON)
    assert store.claim(["inner"], NOON)


def test_times_are_stored_in_utc_and_sort_as_text() -> None:
    east = datetime.timezone(datetime.timedelta(hours=2))
    assert (
        stamp(datetime.datetime(2026, 1, 1, 1, tzinfo=east)) == "2025-12-31T23:00:00.000000+00:00"
    )
    assert stamp(NOON) < stamp(NOON + datetime.timedelta(microseconds=1))


def test_a_time_without_a_zone_is_an_error(store: Store) -> None:
    with pytest.raises(ValueError, match="expected a time with a zone, not 2026-03-01T12:00:00"):
        store.claim(["a"], NOON.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("value", "stored"),
    [
        (True, 1),
        ("half \ud83d", "half ?"),
        ("née 🐍", "née 🐍"),
        (2**70, 2**63 - 1),
        (0.5, 0.5),
        (None, None),
    ],
)
def test_values_that_no_database_can_take_are_made_to_fit(value: object, stored: object) -> None:
    assert storable(value) == stored


def test_a_number_comes_with_a_row_where_the_table_numbers_its_rows(store: Store) -> None:
    assert store.insert("claims", {"key": "a", "at": ""}) == 0
    assert store.insert("threads", {"id": "web:1", "surface": "web"}) == 0
    assert [decide(store, name) for name in ("one", "two")] == [1, 2]


def test_the_character_0_does_no_harm(store: Store, database: str) -> None:
    store.claim(["a\0b"], NOON)
    assert store.row("SELECT key FROM claims") == {
        "key": {"sqlite": "a\0b", "postgresql": "a?b"}[database]
    }


def test_texts_sort_by_their_bytes(store: Store) -> None:
    for key in ("b", "ä", "A", "a", "B", "-", "_"):
        store.insert("claims", {"key": key, "at": ""})
    found = [row["key"] for row in store.rows("SELECT key FROM claims ORDER BY key")]
    assert found == ["-", "A", "B", "_", "a", "b", "ä"]


def test_a_reader_sees_what_was_committed_while_somebody_writes(
    pair: tuple[Store, Store],
) -> None:
    store = pair[0]
    reader = store.reader()
    with ThreadPoolExecutor(1) as other:
        with store.transaction():
            decide(store)
            assert other.submit(reader.decision, 1).result() is None
        assert other.submit(reader.decision, 1).result() is not None
    reader.close()


def test_a_reader_of_a_file_cannot_write_and_closes_by_itself(tmp_path: Path) -> None:
    with Store.open(tmp_path / "log.sqlite") as store:
        reader = store.reader()
        with pytest.raises(StoreError, match="is not writable"):
            reader.claim(["a"], NOON)
        reader.close()
        assert store.claim(["a"], NOON)
    assert [file.name for file in tmp_path.iterdir()] == ["log.sqlite"]


def test_in_memory_the_reader_is_the_log_itself(in_memory: Store) -> None:
    assert in_memory.reader() is in_memory


def test_a_snapshot_stands_still_while_others_write(pair: tuple[Store, Store]) -> None:
    first, second = pair
    with first.engine.snapshot():
        assert first.decision(1) is None
        decide(second)
        assert first.decision(1) is None
    assert first.decision(1) is not None


def test_a_closed_log_says_so_and_can_be_closed_again(place: Path | str) -> None:
    store = Store.open(place)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed database"):
        store.turns("any")
