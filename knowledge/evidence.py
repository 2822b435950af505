"""Evidence: how rare a text's words are, and how many of them an entry has."""

from collections.abc import Callable, Iterable, Mapping, Set

from knowledge.calibration import Floats
from knowledge.features import STOP, Weights

LeftOut = Callable[[], tuple[Floats, Floats]]
"""Gives the evidence for what is found when phrasings are left out, and whether each is right."""


def rarity(stems: Iterable[str], idf: Mapping[str, float], rarest: float) -> Weights:
    """How rare each stem of a text is, by their inverse document frequencies; those that say
    nothing are left out.
    """
    return {s: idf.get(s, rarest) for s in stems if s not in STOP}


def share(rarities: Weights, among: Set[str]) -> float:
    """The share of a text's stems, by rarity, that are among others."""
    total = sum(rarities.values())
    return sum(weight for s, weight in rarities.items() if s in among) / total if total else 0.0
