"""An event is taken once, under whatever key it comes again."""

import pytest

from bot.store.store import Store

from .samples import NOON, after, claim_and_fail

# The keys of each delivery, and whether it is the first of its event.
DELIVERIES: dict[str, list[tuple[list[str], bool]]] = {
    "a new event": [(["a"], True)],
    "another event": [(["a"], True), (["b"], True)],
    "a retry": [(["a"], True), (["a"], False)],
    "the same message under another event id": [(["a", "m"], True), (["b", "m"], False)],
    "a retry of that": [(["a", "m"], True), (["b", "m"], False), (["b"], False)],
    "a key given twice": [(["a", "a"], True), (["a"], False)],
}


@pytest.mark.parametrize("deliveries", DELIVERIES.values(), ids=DELIVERIES)
def test_an_event_is_claimed_once(store: Store, deliveries: list[tuple[list[str], bool]]) -> None:
    for keys, first in deliveries:
        assert store.claim(keys, NOON) is first


def test_of_two_processes_one_claims_an_event(pair: tuple[Store, Store]) -> None:
    assert [store.claim(["a", "m"], NOON) for store in pair] == [True, False]


def test_a_claim_is_undone_with_the_transaction_around_it(store: Store) -> None:
    with pytest.raises(RuntimeError):
        claim_and_fail(store, "a")
    assert store.claim(["a"], NOON)


def test_old_claims_are_forgotten_and_counted(store: Store) -> None:
    store.claim(["a", "b"], after(0))
    store.claim(["c"], after(1))
    assert store.forget_claims(after(1)) == 2
    assert store.forget_claims(after(1)) == 0
    assert [store.claim([key], after(2)) for key in "abc"] == [True, True, False]


def test_an_event_without_a_key_is_an_error(store: Store) -> None:
    with pytest.raises(ValueError, match="at least one key"):
        store.claim([], NOON)
