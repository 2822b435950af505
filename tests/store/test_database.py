"""What a transaction keeps, and what values become."""

import datetime

import pytest

from bot.store.database import stamp, storable
from bot.store.errors import StoreError
from bot.store.store import Store

from .samples import NOON, claim_and_fail, decide


def test_a_log_that_turns_read_only_later_says_so(store: Store) -> None:
    store.db.execute("PRAGMA query_only = ON")
    with pytest.raises(StoreError, match="is not writable: give the advisor the right"):
        store.claim(["a"], NOON)
    assert store.turns("none") == []


def test_a_write_while_another_writes_says_that_the_file_is_locked(
    pair: tuple[Store, Store],
) -> None:
    first, second = pair
    with first.transaction():
        first.claim(["a"], NOON)
        with pytest.raises(StoreError, match="is locked by another program"):
            second.claim(["b"], NOON)
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
    [("half \ud83d", "half ?"), ("née 🐍", "née 🐍"), (2**70, 2**63 - 1), (0.5, 0.5), (None, None)],
)
def test_values_that_sqlite_cannot_take_are_made_to_fit(value: object, stored: object) -> None:
    assert storable(value) == stored


def test_a_closed_log_says_so_and_can_be_closed_again() -> None:
    store = Store.open(None)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="closed database"):
        store.turns("any")
