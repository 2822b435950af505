"""Scope: does a text speak of what the entries are about, or of something else altogether.

Naive Bayes over stems and pairs of them, between the entries' phrasings and messages that are not
for us; pieces of words say little about what a text speaks of. Its mean for a word, not its sum, is
the evidence: a long question is no more ours for it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from knowledge.features import phrases
from knowledge.text import words

SMOOTHING = 0.1
"""Added to every count, so that a word seen on one side only does not decide alone."""


@dataclass(frozen=True)
class Scope:
    """A fitted scope; make it with `fit`."""

    odds: Mapping[str, float]
    unseen: float

    def mean_odds(self, split: Sequence[str]) -> float:
        """How much the words speak for us, as log odds for each; below 0 they speak against."""
        found = [self.odds.get(f, self.unseen) for f in dict.fromkeys(phrases(split))]
        return sum(found) / max(1, len(split))


def fit(inside: Iterable[str], outside: Iterable[str]) -> Scope:
    """Learns from texts that are for us, and messages that are not."""
    ours, others = list(map(_features, inside)), list(map(_features, outside))
    counts = Counter(f for features in ours for f in features)
    against = Counter(f for features in others for f in features)

    def odds(feature: str) -> float:
        share = (counts[feature] + SMOOTHING) / (len(ours) + 2 * SMOOTHING)
        other = (against[feature] + SMOOTHING) / (len(others) + 2 * SMOOTHING)
        return log(share) - log(other)

    return Scope(odds={f: odds(f) for f in counts | against}, unseen=odds(""))


def _features(text: str) -> set[str]:
    return set(phrases(words(text)))
