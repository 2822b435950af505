"""Which effects of the rules rest on an entry that is past its review."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from rules.models import Walkthrough


class Shaky(NamedTuple):
    """An effect, as criterion.option.framework, with the stale entry that it rests on."""

    effect: str
    entry: str
    days: int


def shaky_effects(walkthrough: Walkthrough, overdue: Mapping[str, int]) -> Iterator[Shaky]:
    """The effects whose `see` is among the overdue entries, given with the days gone by."""
    for criterion in walkthrough.criteria:
        for option in criterion.options:
            for framework, effect in option.effects.items():
                if effect.see in overdue:
                    name = f"{criterion.id}.{option.id}.{framework}"
                    yield Shaky(name, effect.see, overdue[effect.see])
