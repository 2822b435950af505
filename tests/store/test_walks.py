"""A walk is changed by one click at a time."""

import pytest

from bot.store.errors import StoreError
from bot.store.records import Walk
from bot.store.store import Store

from .samples import ADA, BOB, NOON, after, thread, walk


@pytest.fixture
def begun(store: Store) -> Store:
    """A log with one open walk."""
    store.see(ADA, thread())
    store.add_walk(walk(), NOON)
    return store


def changed(old: Walk, **changes: object) -> Walk:
    """The walk after a change, one revision on."""
    return Walk.model_validate({**dict(old), "revision": old.revision + 1, **changes})


def test_a_walk_comes_back_as_it_was_stored_with_its_answers_in_order(begun: Store) -> None:
    assert begun.walk("w1") == walk()
    assert list((begun.walk("w1") or walk()).answers) == ["workload", "admin"]
    assert begun.walk("w2") is None


def test_every_field_that_changes_is_stored(begun: Store) -> None:
    new = changed(
        walk(),
        answers={"admin": "no"},
        version=4,
        focus="workload",
        keep_going=True,
        pending="reason",
        chosen="flask",
        reason="we know it",
        status="recorded",
    )
    assert begun.change_walk(new, expected_revision=0, action="record", at=NOON)
    assert begun.walk("w1") == new


def test_the_open_walk_of_a_person_in_a_thread_is_the_newest_open_one(begun: Store) -> None:
    assert begun.open_walk(thread().id, ADA.id) == walk()
    begun.add_walk(walk("w2"), after(1))
    begun.add_walk(walk("w3"), after(1))
    assert begun.open_walk(thread().id, ADA.id) == walk("w3")
    over = changed(walk("w3"), status="restarted")
    assert begun.change_walk(over, expected_revision=0, action="restart", at=after(2))
    assert begun.open_walk(thread().id, ADA.id) == walk("w2")
    assert begun.open_walk("elsewhere", ADA.id) is None
    assert begun.open_walk(thread().id, BOB.id) is None


def test_a_double_click_changes_once(begun: Store) -> None:
    new = changed(walk(), answers={"workload": "crud"})
    clicks = [
        begun.change_walk(new, expected_revision=0, action="back", at=after(click))
        for click in range(2)
    ]
    assert clicks == [True, False]
    assert len(begun.steps("w1")) == 1


def test_of_two_processes_one_changes_the_walk(pair: tuple[Store, Store]) -> None:
    first, second = pair
    first.see(ADA, thread())
    first.add_walk(walk(), NOON)
    mine, other = (changed(walk(), answers={"admin": answer}) for answer in ("no", "yes"))
    assert first.change_walk(mine, expected_revision=0, action="choose", at=NOON)
    assert not second.change_walk(other, expected_revision=0, action="choose", at=NOON)
    assert second.walk("w1") == mine


def test_steps_come_oldest_first_with_what_was_chosen(begun: Store) -> None:
    one = changed(walk(), answers={"auth": "none"})
    two = changed(one, answers={})
    begun.change_walk(
        one, expected_revision=0, action="choose", criterion="auth", option="none", at=after(1)
    )
    begun.change_walk(two, expected_revision=1, action="back", at=after(2))
    found = [(s.revision, s.action, s.criterion, s.option, s.at) for s in begun.steps("w1")]
    assert found == [
        (1, "choose", "auth", "none", after(1)),
        (2, "back", None, None, after(2)),
    ]


def test_a_walk_that_is_not_stored_is_not_changed(store: Store) -> None:
    assert not store.change_walk(changed(walk()), expected_revision=0, action="back", at=NOON)


def test_a_change_must_raise_the_revision(begun: Store) -> None:
    with pytest.raises(ValueError, match="expected a revision of walk w1 above 0, not 0"):
        begun.change_walk(walk(), expected_revision=0, action="back", at=NOON)


def test_a_walk_of_an_unknown_thread_or_stored_twice_is_refused(begun: Store) -> None:
    for refused in (walk("w2", at=thread("unseen")), walk()):
        with pytest.raises(StoreError, match=r"refuses the row: make sure .* stored before"):
            begun.add_walk(refused, NOON)
