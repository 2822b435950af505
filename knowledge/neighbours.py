"""Neighbours: how near the phrasings nearest to a question are, by the meaning of their words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.text import words
from knowledge.vectors import Floats, Vectors

NEAREST = 10
"""How many phrasings are looked at: one alone may be near by chance."""

Weigh = Callable[[Sequence[str]], Mapping[str, float]]
"""How much each stem of a text weighs, by its rarity."""


@dataclass(frozen=True)
class Neighbours:
    """The phrasings as vectors; make them with `gather`."""

    vectors: Vectors
    weigh: Weigh
    phrasings: Floats

    def nearness(self, split: Sequence[str]) -> float:
        """The mean cosine between a text's words and the phrasings nearest to it."""
        cosines = self.phrasings @ self.vectors.of(self.weigh(split))
        return float(np.sort(cosines)[-NEAREST:].mean())


def gather(vectors: Vectors, weigh: Weigh, phrasings: Iterable[str]) -> Neighbours:
    """The neighbours that a set of phrasings makes."""
    rows = [vectors.of(weigh(words(phrasing))) for phrasing in phrasings]
    return Neighbours(vectors, weigh, np.array(rows))
