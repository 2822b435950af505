"""What the matcher sees of a text: stemmed words, pairs of them, and pieces of words."""

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, pairwise, repeat

import numpy as np
from numpy.typing import NDArray

from knowledge.text import stem

Weights = dict[str, float]
Floats = NDArray[np.float64]

GRAMS = range(3, 6)
"""Lengths, in characters, of the pieces of words."""

SHARES = {"w": 1.0, "p": 0.5, "g": 0.8}
"""How much each kind of feature weighs in a text's vector."""

_SHARES = np.zeros(128)
_SHARES[[ord(kind) for kind in SHARES]] = list(SHARES.values())

STOP = frozenset(stem(word) for word in ["a", "an", "the", "of", "to", "is", "are", "be", "it"])


def extract(words: Sequence[str]) -> Counter[str]:
    """Counts the features of a text's words; each is prefixed by its kind, `w`, `p` or `g`."""
    return Counter(chain(phrases(words), *map(_pieces, words)))


def phrases(words: Sequence[str]) -> list[str]:
    """The features that are whole words and pairs of them."""
    stemmed = [stem(word) for word in words]
    return ["w" + s for s in stemmed] + [f"p{one} {other}" for one, other in pairwise(stemmed)]


def inverse_frequency(counts: Sequence[Counter[str]]) -> Weights:
    """How rare each feature is among texts, from 0.3 for one that all have."""
    frequency = Counter(feature for count in counts for feature in count)
    total = len(counts)
    return {f: float(np.log((1 + total) / (1 + n)) + 0.3) for f, n in frequency.items()}


def weigh(counts: Counter[str], idf: Weights, rarest: float) -> Weights:
    """The known features' weights, each kind normalised to its share.

    Weights are inverse document frequency times a sublinear count. What is not known counts in
    the norm as the rarest feature would, so that a text of mostly unknown words stays faint: the
    same happens to a phrasing that is left out when the confidence is calibrated.
    """
    rarities = np.fromiter(map(idf.get, counts, repeat(rarest)), dtype=np.float64)
    weights = scaled(counts, rarities).tolist()
    return {f: weight for f, weight in zip(counts, weights, strict=True) if f in idf}


def scaled(counts: Counter[str], rarities: Floats) -> Floats:
    """The weights of features, known or not, by how rare each is, as `weigh` has them."""
    often = np.fromiter(counts.values(), dtype=np.intp, count=len(counts))
    kinds = np.fromiter(map(ord, [feature[0] for feature in counts]), dtype=np.intp)
    raw = rarities * np.where(often > 1, 1.5, 1.0)
    norms = np.sqrt(np.bincount(kinds, raw * raw, minlength=len(_SHARES)))
    norms[norms == 0] = 1.0
    weights: Floats = raw * (_SHARES / norms)[kinds]
    return weights


@lru_cache(maxsize=8_192)
def _pieces(word: str) -> tuple[str, ...]:
    if stem(word) in STOP:
        return ()
    padded = f"<{word}>"
    return tuple("g" + padded[i : i + n] for n in GRAMS for i in range(len(padded) - n + 1))
