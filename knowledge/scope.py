"""Scope: does a text speak of what the entries are about, or of something else altogether.

Naive Bayes over stems and pairs of them, between the entries' phrasings and messages that are not
for us. Its mean for a word, not its sum, is the evidence: a long question is no more ours for it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from knowledge.contrast import Contrast
from knowledge.features import Floats, Seen

SMOOTHING = 0.1
"""Added to every count, so that a word seen on one side only does not decide alone."""


@dataclass(frozen=True)
class Scope:
    """The odds of each stem and pair by its number, those of an unseen one last; see `fit`."""

    odds: Floats

    def mean_odds(self, seen: Seen) -> float:
        """How much the words speak for us, as log odds for each; below 0 they speak against."""
        odds = self.odds.take(seen.phrases.numbers, mode="clip")
        return float(odds.sum()) / max(1, len(seen.words))


def fit(contrast: Contrast) -> Scope:
    """Learns from texts that are for us, and messages that are not."""

    def shares(texts: Sequence[Counter[int]]) -> Floats:
        """The logarithm of the share of the texts that has each feature."""
        every = np.fromiter(chain.from_iterable(texts), np.intp)
        users = np.bincount(every, minlength=len(contrast.place) + 1)
        found: Floats = np.log((users + SMOOTHING) / (len(texts) + 2 * SMOOTHING))
        return found

    return Scope(shares(contrast.inside) - shares(contrast.outside))
