"""Postings: which entries have which features, and how often, counted without an object for any.

A feature is a stem, or a pair of stems that stand side by side. Of 100,000 entries there are
millions of postings, so that everything here stands in arrays of numbers.
"""

from array import array
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.features import Numbers

Ints = NDArray[np.int64]
Places = NDArray[np.int32]
Small = NDArray[np.float32]

Texts = Sequence[Sequence[str]]
"""Texts as their words."""

SATURATION, LENGTH = 1.2, 0.75
"""How soon a word said again adds no more, and how much a long entry's words count less: `k1` and
`b` of BM25, as they usually are."""

SAID = 0.2
"""What a word of the answer counts, where one of a phrasing counts 1."""


class Reader:
    """Reads the texts of one entry after another, as numbers of their words."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._tokens, self._ends, self._labels = array("i"), array("i", [0]), array("i")
        self.entries = 0

    def read(self, texts: Texts) -> None:
        """Reads what the next entry has."""
        for text in texts:
            self._tokens.extend(map(self._numbers.__getitem__, text))
            self._ends.append(len(self._tokens))
            self._labels.append(self.entries)
        self.entries += 1

    def tokens(self) -> Places:
        """The numbers of all words, one text behind the other."""
        return np.array(self._tokens, dtype=np.int32)

    def spread(self) -> tuple[Places, Places]:
        """The text and the entry of each token."""
        rows = np.repeat(np.arange(len(self._labels), dtype=np.int32), np.diff(self._ends))
        return rows, np.array(self._labels, dtype=np.int32)[rows]

    def some(self, most: int) -> list[tuple[Sequence[int], int]]:
        """At most so many texts, from all over, each with its entry."""
        step = -(-len(self._labels) // most) or 1
        return [
            (self._tokens[self._ends[n] : self._ends[n + 1]], self._labels[n])
            for n in range(0, len(self._labels), step)
        ]


class Postings(NamedTuple):
    """How often entries have features: those of feature f are `entries[starts[f]:starts[f + 1]]`,
    in order. `lengths` says how much each entry has of all features.
    """

    starts: Ints
    entries: Places
    often: Small
    lengths: Small

    def saturated(self, often: Small, lengths: Small) -> Small:
        """What so many of a feature in entries so long count, from 0 to below 1."""
        even = 1 - LENGTH + LENGTH * lengths / self.lengths.mean()
        counted: Small = often / (often + SATURATION * even)
        return counted


def count(asked: Reader, said: Reader, stems: Places) -> tuple[Ints, Postings]:
    """Counts the features of phrasings, and of answers, given each word's stem.

    Returns the pairs, as the first stem times the number of stems plus the second, and what is
    counted: the stems' postings first, then the pairs'.
    """
    size, entries = int(stems.max()) + 1, asked.entries
    tokens = stems[asked.tokens()].astype(np.int64)
    rows, labels = asked.spread()
    beside = np.flatnonzero(rows[1:] == rows[:-1])
    both = tokens[beside] * size + tokens[beside + 1]
    pairs = np.unique(both)
    # A number for each feature of each entry, twice: even where it was asked, odd where said.
    keys = np.concatenate(
        [
            (tokens * entries + labels) * 2,
            ((pairs.searchsorted(both) + size) * entries + labels[beside]) * 2,
            (stems[said.tokens()].astype(np.int64) * entries + said.spread()[1]) * 2 + 1,
        ]
    )
    del tokens, rows, labels, beside, both
    keys.sort()
    each = np.where(keys & 1, np.float32(SAID), np.float32(1))
    keys >>= 1
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    often = np.add.reduceat(each, first)
    features, owners = np.divmod(keys[first], entries)
    return pairs, Postings(
        starts=features.searchsorted(np.arange(size + len(pairs) + 1)),
        entries=owners.astype(np.int32),
        often=often,
        lengths=np.bincount(owners, often, entries).astype(np.float32),
    )
