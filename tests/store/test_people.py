"""Who is known by which name."""

import pytest

from bot.store.records import Person
from bot.store.store import Store

from .samples import ADA, BOB, thread


@pytest.mark.parametrize(
    ("names", "known"),
    [
        ([None], None),
        (["Ada"], "Ada"),
        (["Ada", None], "Ada"),
        (["Ada", ""], "Ada"),
        ([None, "Ada"], "Ada"),
        (["Ada", "Countess"], "Countess"),
        (["Ada", "Countess", None], "Countess"),
    ],
)
def test_a_known_name_is_kept_until_another_comes(
    store: Store, names: list[str | None], known: str | None
) -> None:
    for name in names:
        found = store.see(Person(id=ADA.id, name=name), thread()).person
    assert found == Person(id=ADA.id, name=known)


def test_a_person_is_the_same_in_every_thread(store: Store) -> None:
    store.see(ADA, thread("one"))
    assert store.see(Person(id=ADA.id), thread("two")).person == ADA


def test_a_thread_is_new_to_whoever_is_the_first_in_it(store: Store) -> None:
    seen = [store.see(person, thread()) for person in (ADA, ADA, BOB)]
    assert [one.is_new_thread for one in seen] == [True, False, False]
    assert store.see(ADA, thread("two")).is_new_thread
