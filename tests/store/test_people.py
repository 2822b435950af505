"""Who is known by which name."""

import pytest

from bot.store.records import Person
from bot.store.store import Store

from .samples import ADA, thread


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
        found = store.see(Person(id=ADA.id, name=name), thread())
    assert found == Person(id=ADA.id, name=known)


def test_a_person_is_the_same_in_every_thread(store: Store) -> None:
    store.see(ADA, thread("one"))
    assert store.see(Person(id=ADA.id), thread("two")) == ADA
