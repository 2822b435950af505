"""An inverted index: the scorer for more entries than a regression can take.

The words and the pairs of words of an entry weigh by BM25 (Robertson and Zaragoza, "The
Probabilistic Relevance Framework", 2009). Of a word that many entries have, only those where it
weighs most come near at all (champion lists); those that come nearest are scored in full, and
compared with the question phrasing by phrasing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from rapidfuzz import fuzz, process

from knowledge.calibration import Floats
from knowledge.features import Seen, Weights
from knowledge.postings import Ints, Places, Small

NEAR, COMPARED = 100, 20
"""How many entries are scored in full, and how many compared phrasing by phrasing."""

PAIR = 0.5
"""What a pair of words weighs, where a word as rare weighs 1."""

DULL = 0.1
"""The part of the rarest feature's weight below which one brings no entry near."""

LIKENESS = 0.5
"""What a phrasing that is the question itself adds, where having all its words adds 1."""

SCALE = 6.0
"""Brings the scores to the size of a regression's."""


class Features(NamedTuple):
    """The known features of a text, and what its words would weigh if an entry had them all."""

    at: list[int]
    most: float


@dataclass(frozen=True)
class Index:
    """The features of the entries; make it with `indexing.fit`.

    A feature's entries are `entries[starts[f]:starts[f + 1]]`, in order; `champions` has places in
    `entries` where those are too many. The features are stems first, then pairs, whose two stems
    make a number in `pairs`.
    """

    place: Mapping[str, int]
    pairs: Ints
    idf: Small
    rarities: Weights
    rarest: float
    starts: Ints
    entries: Places
    weights: Small
    champions: Mapping[int, Ints]
    phrasings: Sequence[str]

    def best(
        self, seen: Seen, k: int, bias: Floats | float
    ) -> tuple[list[int], list[float]] | None:
        """The places of the `k` best entries for a text and their scores, best first.

        `bias` is added to the scores, and brings no entry near that has nothing of the text. None
        means that nothing in the text is known.
        """
        features = self.features(seen.stems)
        if not features.at:
            return None
        scale = SCALE / features.most
        near, sums, rest = self._near(features.at, max(k, NEAR), scale, bias)
        scores = (sums + self._sums(rest, near)) * scale + _of(bias, near)
        best = np.argsort(-scores, kind="stable")[: max(k, COMPARED)]
        near, scores = near[best], scores[best] + self.likeness(seen.words, near[best])
        best = np.argsort(-scores, kind="stable")[:k]
        return near[best].tolist(), scores[best].tolist()

    def share(self, rarities: Weights, place: int) -> float:
        """The share of a text's stems, by rarity, that an entry has."""
        total = sum(rarities.values())
        known = [(self.place[s], weight) for s, weight in rarities.items() if s in self.place]
        return sum(w for f, w in known if self.posting(f, place) >= 0) / total if total else 0.0

    def posting(self, feature: int, place: int) -> int:
        """Where in `entries` a feature has an entry; -1 if the entry does not have it."""
        start, stop = int(self.starts[feature]), int(self.starts[feature + 1])
        at = start + int(self.entries[start:stop].searchsorted(place))
        return at if at < stop and self.entries[at] == place else -1

    def numbers(self, stemmed: Sequence[str]) -> list[int]:
        """The known features of a text by its stems, each as often as it has it, stems first."""
        stems = [self.place.get(stem, -1) for stem in stemmed]
        known = [s for s in stems if s >= 0]
        size = len(self.place)
        pairs = [a * size + b for a, b in pairwise(stems) if a >= 0 and b >= 0]
        if pairs and len(self.pairs):
            wanted = np.array(pairs, dtype=np.int64)
            found = self.pairs.searchsorted(wanted)
            known += (found[self.pairs.take(found, mode="clip") == wanted] + size).tolist()
        return known

    def features(self, stemmed: Sequence[str]) -> Features:
        """The known features of a text, given its stems."""
        numbers = self.numbers(stemmed)
        at = list(dict.fromkeys(numbers))
        stems = [f for f in numbers if f < len(self.place)]
        most = float(self.idf[list(set(stems))].sum()) + self.rarest * (len(stemmed) - len(stems))
        return Features(at, most * (1 + PAIR))

    def likeness(self, split: Sequence[str], near: Places) -> Floats:
        """What the likeness to phrasings of some entries adds to their scores."""
        likeness = alike(split, [self.phrasings[place] for place in near.tolist()])
        return SCALE * LIKENESS * likeness**2

    def _near(
        self, features: Sequence[int], k: int, scale: float, bias: Floats | float
    ) -> tuple[Places, Floats, list[int]]:
        """The `k` entries in whose lists the features weigh most, or others where those are fewer;
        the sums of their weights but for some features; and those features.
        """
        anyone = np.arange(min(k, len(self.phrasings)), dtype=np.int32)
        none = np.zeros(len(anyone), dtype=np.float32)
        whole, best, rest = [(anyone, none)], [], []
        dull = DULL * self.idf[features].max()
        for feature in features:
            found: Ints | slice = slice(self.starts[feature], self.starts[feature + 1])
            if feature not in self.champions:
                whole.append((self.entries[found], self.weights[found]))
                continue
            rest.append(feature)
            if self.idf[feature] >= dull:
                found = self.champions[feature]
                best.append((self.entries[found], self.weights[found]))
        entries, weights = map(np.concatenate, zip(*whole, *best, strict=True))
        exact = weights.copy()
        exact[sum(len(part) for part, _ in whole) :] = 0
        order = entries.argsort()
        entries = entries[order]
        first = np.flatnonzero(np.concatenate([[True], entries[1:] != entries[:-1]]))
        entries = entries[first]
        scores = np.add.reduceat(weights[order], first) * scale + _of(bias, entries)
        top = np.argpartition(-scores, k)[:k] if len(entries) > k else slice(None)
        return entries[top], np.add.reduceat(exact[order], first)[top].astype(np.float64), rest

    def _sums(self, features: Sequence[int], near: Places) -> Floats:
        """The sums of what the features weigh in some entries."""
        total = np.zeros(len(near))
        for feature in features:
            start, stop = self.starts[feature], self.starts[feature + 1]
            entries = self.entries[start:stop]
            at = np.minimum(entries.searchsorted(near), len(entries) - 1)
            total += np.where(entries[at] == near, self.weights[start:stop][at], 0.0)
        return total


def _of(bias: Floats | float, places: Places) -> Floats | float:
    return bias[places] if isinstance(bias, np.ndarray) else bias


def alike(split: Sequence[str], phrasings: Sequence[str]) -> Floats:
    """How like the nearest of each entry's phrasings a text is, from 0 to 1, as `line` has them."""
    lines = [text.split("\n") for text in phrasings]
    flat = [line for entry in lines for line in entry]
    starts = np.cumsum([0, *map(len, lines[:-1])])
    compared = process.cdist([line(split)], flat, scorer=fuzz.ratio, dtype=np.float32)[0]
    return np.maximum.reduceat(compared, starts).astype(np.float64) / 100


def line(split: Sequence[str]) -> str:
    """A text as it is compared: its words in order of the alphabet, so that theirs is no matter."""
    return " ".join(sorted(split))
