"""Strangers: how like a text is to messages that are not for us, by their words and pairs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.features import Weights, inverse_frequency, phrases, weigh
from knowledge.text import words

NEAREST = 3
"""How many messages are looked at: one alone may be near by chance."""


@dataclass(frozen=True)
class Strangers:
    """The messages by their features; make them with `gather`."""

    idf: Weights
    rarest: float
    holders: Mapping[str, tuple[NDArray[np.intp], NDArray[np.float64]]]
    size: int

    def likeness(self, split: Sequence[str]) -> float:
        """How near the nearest messages are, from 0 to about 1."""
        row = weigh(Counter(phrases(split)), self.idf, self.rarest)
        shared = [(weight, *self.holders[f]) for f, weight in row.items() if f in self.holders]
        if not shared:
            return 0.0
        messages = np.concatenate([messages for _, messages, _ in shared])
        weights = np.concatenate([weight * theirs for weight, _, theirs in shared])
        near = np.bincount(messages, weights, self.size)
        return float(np.partition(near, -NEAREST)[-NEAREST:].mean())


def gather(inside: Iterable[str], outside: Iterable[str]) -> Strangers:
    """The messages outside, their features weighed by how rare they are there and inside."""
    counts = [Counter(phrases(words(text))) for text in outside]
    idf = inverse_frequency([*counts, *(Counter(phrases(words(text))) for text in inside)])
    rarest = max(idf.values(), default=0.0)
    found: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for at, count in enumerate(counts):
        for feature, weight in weigh(count, idf, rarest).items():
            found[feature].append((at, weight))
    holders = {
        feature: (np.array([at for at, _ in held]), np.array([weight for _, weight in held]))
        for feature, held in found.items()
    }
    # At least as many as are looked at, where an operator has few messages.
    return Strangers(idf, rarest, holders, max(len(counts), NEAREST))
