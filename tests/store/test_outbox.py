"""The outbox: posted in the order of the channel, by one process, and never lost with it."""

import datetime

from bot.store.inbox import Arrival
from bot.store.outbox import Draft, Letter
from bot.store.processes import Process
from bot.store.store import Store
from tests.conftest import NOW

SECOND = datetime.timedelta(seconds=1)


def draft(number: int, lane: str = "C1", sequel: str | None = None) -> Draft:
    return Draft(key=f"k{number}", lane=lane, trace=f"t{number}", body="{}", sequel=sequel)


def ours(store: Store, number: int, lane: str = "C1", owner: str = "us") -> Letter:
    letter = store.add_letter(draft(number, lane), owner, NOW)
    assert letter is not None
    return letter


def due(store: Store, owner: str = "us", at: datetime.datetime = NOW) -> list[str]:
    return [letter.key for letter in store.due_letters(owner, at, 10)]


def test_what_we_write_is_ours_to_post_and_nobody_elses(store: Store) -> None:
    ours(store, 1)
    ours(store, 2)
    assert due(store, "them") == []


def test_what_we_write_waits_where_others_have_the_channel(store: Store) -> None:
    first = ours(store, 1)
    assert store.add_letter(draft(2), "them", NOW) is None
    assert due(store, "them") == []
    store.remove_letters([(first, None)], NOW)
    assert due(store, "them") == ["k2"]


def test_a_letter_that_failed_stays_its_owners_and_is_doubtful_to_the_next(store: Store) -> None:
    letter = ours(store, 1)
    store.note_failure(letter.model_copy(update={"tries": 1, "doubtful": True}), "no answer")
    assert store.owns(letter, "us")
    assert not store.owns(letter, "them")
    store.release_owner("us", NOW)
    assert not store.owns(letter, "us")
    (again,) = store.due_letters("them", NOW, 10)
    assert again.tries == 1


def test_what_an_owner_had_that_nobody_knows_is_free_and_doubtful(store: Store) -> None:
    ours(store, 1)
    ours(store, 2, "C2", owner="them")
    store.beat(Process(owner="us", host="h", pid=1))
    assert store.release_orphans(NOW) == 1
    (letter,) = store.due_letters("us", NOW, 10)
    assert (letter.key, letter.doubtful) == ("k2", True)


def test_no_number_is_given_twice(store: Store) -> None:
    first = ours(store, 1)
    store.remove_letters([(first, None)], NOW)
    assert ours(store, 2).id > first.id
    arrival = Arrival(keys=(), lane="C1", trace="t", body="{}")
    store.add_items([arrival], NOW)
    (item,) = store.waiting(NOW, 1)
    store.remove_item(item)
    store.add_items([arrival], NOW)
    assert store.waiting(NOW, 1)[0].id > item.id


def test_what_an_ended_process_had_is_free_and_doubtful(store: Store) -> None:
    ours(store, 1, owner="them")
    assert store.release_owner("them", NOW) == 1
    (letter,) = store.due_letters("us", NOW, 10)
    assert letter.doubtful


def test_the_sequel_of_what_is_posted_comes_into_the_inbox(store: Store) -> None:
    letter = ours(store, 1)
    store.remove_letters([(letter, '{"next": 1}')], NOW)
    (item,) = store.waiting(NOW, 10)
    assert (item.body, item.trace) == ('{"next": 1}', "t1")
    assert store.outbox_depth().waiting == 0


def test_what_is_posted_and_taken_out_a_second_time_has_one_sequel(store: Store) -> None:
    letter = ours(store, 1)
    for _ in range(2):
        store.remove_letters([(letter, '{"next": 1}')], NOW)
    assert store.inbox_depth().waiting == 1


def test_what_is_replaced_a_second_time_is_there_once(store: Store) -> None:
    letter = ours(store, 1)
    for _ in range(2):
        store.replace_letter(letter, draft(2), NOW)
    assert due(store) == ["k2"]


def test_a_single_letter_of_ours_can_be_freed(store: Store) -> None:
    first, second = ours(store, 1), ours(store, 2, "C2")
    theirs = ours(store, 3, "C3", owner="them")
    assert store.letters_of("us") == {first.id, second.id}
    for letter in (second, theirs):
        store.release_letter(letter.id, "us", NOW)
    assert store.letters_of("us") == {first.id}
    assert store.letters_of("them") == {theirs.id}
    (again,) = store.due_letters("us", NOW, 10)
    assert (again.key, again.doubtful) == ("k2", True)


def test_what_is_given_up_frees_its_channel_and_stays_to_be_seen(store: Store) -> None:
    first, _ = ours(store, 1), store.add_letter(draft(2), "them", NOW)
    store.bury_letter(first, "channel_not_found")
    assert due(store) == ["k2"]
    assert store.outbox_depth().dead == 1
