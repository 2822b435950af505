"""Neighbours: how near the phrasings nearest to a question are, by the meaning of their words."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.features import Seen
from knowledge.text import stems
from knowledge.vectors import Floats, Vectors

NEAREST = 10
"""How many phrasings are looked at: one alone may be near by chance."""

MOST = 4_000
"""How many phrasings are kept at most: every question is compared with all of them."""

Weigh = Callable[[Sequence[str]], Mapping[str, float]]
"""How much each stem of a text weighs, by its rarity, given its stems."""


@dataclass(frozen=True)
class Neighbours:
    """The phrasings as vectors, one a column; make them with `gather`."""

    vectors: Vectors
    weigh: Weigh
    phrasings: Floats

    def nearness(self, seen: Seen) -> float:
        """The mean cosine between a text's words and the phrasings nearest to it."""
        # Not `@`: so small a product is done before BLAS has woken its threads.
        cosines = np.einsum("d,dp->p", self.vectors.of(self.weigh(seen.stems)), self.phrasings)
        if len(cosines) > NEAREST:
            cosines.partition(-NEAREST)
            cosines = cosines[-NEAREST:]
        return float(cosines.sum()) / len(cosines)


def gather(vectors: Vectors, weigh: Weigh, phrasings: Iterable[str]) -> Neighbours:
    """The neighbours that a set of phrasings makes; of very many, an even part of them."""
    every = list(phrasings)
    rows = [vectors.of(weigh(stems(text))) for text in every[:: -(-len(every) // MOST) or 1]]
    return Neighbours(vectors, weigh, np.array(rows).T.copy())
