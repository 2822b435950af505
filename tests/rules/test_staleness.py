"""An effect is as good as the entry that it rests on."""

from rules.models import Walkthrough
from rules.staleness import Shaky, shaky_effects


def test_effects_that_rest_on_an_overdue_entry_are_named(walkthrough: Walkthrough) -> None:
    found = list(shaky_effects(walkthrough, {"admin-interface": 12}))
    assert Shaky("admin.yes.drf", "admin-interface", 12) in found
    assert {(shaky.entry, shaky.days) for shaky in found} == {("admin-interface", 12)}


def test_nothing_is_shaky_while_no_entry_is_overdue(walkthrough: Walkthrough) -> None:
    assert list(shaky_effects(walkthrough, {})) == []
