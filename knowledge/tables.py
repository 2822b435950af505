"""Comparison tables, made from the profiles."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.base import KnowledgeBase
from knowledge.ids import FrameworkId

USUAL = 11
"""How many attributes are compared when none are named: the first ones, the article's."""


@dataclass(frozen=True)
class Table:
    """A header of names and, for each attribute, its label and a cell for each framework."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def rows(knowledge: KnowledgeBase, attributes: Sequence[str] = ()) -> Sequence[str]:
    """The attributes of a table: those asked for, or else the usual ones."""
    return attributes or list(knowledge.attributes)[:USUAL]


def compare(
    knowledge: KnowledgeBase,
    frameworks: Sequence[FrameworkId],
    attributes: Sequence[str] = (),
) -> Table:
    """The profiles of some frameworks side by side, on some attributes or the usual ones.

    Raises:
        KeyError: if there is no attribute of that id.
    """
    shown = rows(knowledge, attributes)
    profiles = [knowledge.profiles[framework] for framework in frameworks]
    return Table(
        header=tuple(profile.name for profile in profiles),
        rows=tuple(
            (knowledge.attributes[row].label, *(profile.facts[row].value for profile in profiles))
            for row in shown
        ),
    )
