"""What the matcher sees of a text: stemmed words, pairs of them, and pieces of words."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import sqrt

from knowledge.text import stem

Weights = dict[str, float]

GRAMS = range(3, 6)
"""Lengths, in characters, of the pieces of words."""

SHARES = {"w": 1.0, "p": 0.5, "g": 0.8}
"""How much each kind of feature weighs in a text's vector."""

STOP = frozenset(stem(word) for word in ["a", "an", "the", "of", "to", "is", "are", "be", "it"])


def extract(words: Sequence[str]) -> Counter[str]:
    """Counts the features of a text's words; each is prefixed by its kind, `w`, `p` or `g`."""
    stemmed = [stem(word) for word in words]
    return Counter(_all(words, stemmed))


def weigh(counts: Counter[str], idf: Weights, rarest: float) -> Weights:
    """The known features' weights, each kind normalised to its share.

    Weights are inverse document frequency times a sublinear count. What is not known counts in
    the norm as the rarest feature would, so that a text of mostly unknown words stays faint: the
    same happens to a phrasing that is left out when the confidence is calibrated.
    """
    raw = {f: (1.0 + (n > 1) * 0.5) * idf.get(f, rarest) for f, n in counts.items()}
    norms = dict.fromkeys(SHARES, 0.0)
    for feature, value in raw.items():
        norms[feature[0]] += value * value
    scale = {kind: SHARES[kind] / sqrt(n) if n else 0.0 for kind, n in norms.items()}
    return {f: value * scale[f[0]] for f, value in raw.items() if f in idf}


def _all(words: Sequence[str], stemmed: Sequence[str]) -> Iterator[str]:
    for s in stemmed:
        yield "w" + s
    for first, second in pairwise(stemmed):
        yield f"p{first} {second}"
    for word, s in zip(words, stemmed, strict=True):
        if s in STOP:
            continue
        padded = f"<{word}>"
        for n in GRAMS:
            for i in range(len(padded) - n + 1):
                yield "g" + padded[i : i + n]
