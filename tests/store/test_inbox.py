"""The inbox: accepted once, answered in order, kept until it is answered."""

import datetime

import pytest

from bot.store.inbox import Arrival
from bot.store.store import Store
from tests.conftest import NOW

SECOND = datetime.timedelta(seconds=1)


def arrival(number: int, lane: str = "C1", *more: str) -> Arrival:
    return Arrival(keys=(f"event:{number}", *more), lane=lane, trace=f"t{number}", body="{}")


def test_what_arrives_is_new_once_by_each_of_its_keys(store: Store) -> None:
    first = arrival(1, "C1", "message:1")
    same_message = arrival(2, "C1", "message:1")
    assert store.accept([first], NOW) == [True]
    assert store.accept([first, same_message, arrival(3)], NOW) == [False, False, True]
    assert [item.trace for item in store.waiting(NOW, 10)] == ["t1"]


def test_two_of_a_kind_in_one_batch_count_once(store: Store) -> None:
    assert store.accept([arrival(1), arrival(1)], NOW) == [True, False]
    assert store.inbox_depth().waiting == 1


def test_one_of_each_lane_waits_at_a_time_the_oldest_first(store: Store) -> None:
    store.accept([arrival(1, "A"), arrival(2, "A"), arrival(3, "B")], NOW)
    first, other = store.waiting(NOW, 10)
    assert (first.trace, other.trace) == ("t1", "t3")
    store.remove_item(first)
    assert [item.trace for item in store.waiting(NOW, 10)] == ["t2", "t3"]


def test_what_is_put_off_holds_its_lane_and_no_other(store: Store) -> None:
    store.accept([arrival(1, "A"), arrival(2, "A"), arrival(3, "B")], NOW)
    first, _ = store.waiting(NOW, 10)
    store.postpone_item(first, NOW + SECOND, "broken")
    assert [item.trace for item in store.waiting(NOW, 10)] == ["t3"]
    again, _ = store.waiting(NOW + SECOND, 10)
    assert (again.trace, again.tries) == ("t1", 1)


def test_what_is_given_up_frees_its_lane_and_stays_to_be_seen(store: Store) -> None:
    store.accept([arrival(1, "A"), arrival(2, "A")], NOW)
    (first,) = store.waiting(NOW, 10)
    store.bury_item(first, "broken")
    assert [item.trace for item in store.waiting(NOW, 10)] == ["t2"]
    assert (store.inbox_depth().waiting, store.inbox_depth().dead) == (1, 1)


def test_a_clock_that_is_set_back_holds_nothing_up(store: Store) -> None:
    store.accept([arrival(1)], NOW)
    assert store.waiting(NOW - datetime.timedelta(minutes=10), 10)


def test_an_item_is_mine_until_it_is_removed(store: Store) -> None:
    store.accept([arrival(1)], NOW)
    (item,) = store.waiting(NOW, 10)
    with store.transaction():
        assert store.is_mine(item)
        store.remove_item(item)
        assert not store.is_mine(item)


def test_an_item_that_somebody_else_has_tried_since_is_not_mine(store: Store) -> None:
    store.accept([arrival(1)], NOW)
    (item,) = store.waiting(NOW, 10)
    store.postpone_item(item, NOW + SECOND, "broken")
    with store.transaction():
        assert not store.is_mine(item)
        assert store.is_mine(item.model_copy(update={"tries": 1}))


def test_the_depth_tells_since_when_something_waits(store: Store) -> None:
    assert store.inbox_depth().oldest is None
    store.accept([arrival(1, "A")], NOW)
    store.accept([arrival(2, "B")], NOW + SECOND)
    assert store.inbox_depth().oldest == NOW


def test_a_batch_that_fails_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(ValueError, match="zone"):
        store.accept([arrival(1)], datetime.datetime(2026, 11, 22))  # noqa: DTZ001 - meant so
    assert store.inbox_depth().waiting == 0
    assert store.accept([arrival(1)], NOW) == [True]
