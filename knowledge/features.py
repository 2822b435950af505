"""What the matcher sees of a text: stemmed words, pairs of them, and pieces of words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.text import stem

Weights = dict[str, float]
Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

GRAMS = range(3, 6)
"""Lengths, in characters, of the pieces of words."""

SHARES = {"w": 1.0, "p": 0.5, "g": 0.8}
"""How much each kind of feature weighs in a text's vector."""

AGAIN = 1.5
"""What a feature counts that a text has several times, where one counts 1 that it has once."""

UNKNOWN = 2**31
"""The number of what has none."""

STOP = frozenset(stem(word) for word in ["a", "an", "the", "of", "to", "is", "are", "be", "it"])


class Numbers(dict[str, int]):
    """A number for each name, in the order in which they are met."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]


class Phrases(NamedTuple):
    """The numbers of the different stems of a text, so many as `stems` says, then those of the
    pairs of them, with what each counts. What is not known has a higher number than all others.
    """

    numbers: Ints
    counted: Floats
    stems: int


@dataclass(frozen=True)
class Seen:
    """A text's words, with what is seen of them, which is worked out once.

    `place` has the numbers of stems and pairs.
    """

    words: Sequence[str]
    place: Mapping[str, int]

    @cached_property
    def stems(self) -> list[str]:
        """The stem of each word."""
        return [stem(word) for word in self.words]

    @cached_property
    def phrases(self) -> Phrases:
        """The stems and the pairs, each once."""
        every, place = phrases(self.stems), self.place
        often = dict.fromkeys(every, 1.0)
        numbers = np.array([place.get(name, UNKNOWN) for name in often], dtype=np.intp)
        if len(often) == len(every):
            return Phrases(numbers, np.ones(len(every)), len(self.stems))
        often |= {name: AGAIN for name, n in Counter(every).items() if n > 1}
        return Phrases(numbers, np.array([*often.values()]), len(set(self.stems)))


class Rows(NamedTuple):
    """Texts as weighted features, one behind the other: the text, the feature and the weight."""

    texts: Ints
    features: Ints
    weights: Floats


def phrases(stems: Sequence[str]) -> list[str]:
    """The features that are whole words, `w` before each, and pairs of them, `p` before each."""
    return ["w" + s for s in stems] + [f"p{one} {other}" for one, other in pairwise(stems)]


def pieces(word: str) -> list[str]:
    """The features that are pieces of a word, `g` before each; of one that says nothing, none."""
    if stem(word) in STOP:
        return []
    padded = f"<{word}>"
    return ["g" + padded[i : i + n] for n in GRAMS for i in range(len(padded) - n + 1)]


def count(texts: Iterable[Sequence[str]], place: Numbers) -> list[Counter[int]]:
    """How often each text, given as its words, has each feature; new ones get a number."""
    known: dict[str, list[int]] = {}
    found = []
    for text in texts:
        numbers = [place[name] for name in phrases([stem(word) for word in text])]
        for word in text:
            if word not in known:
                known[word] = [place[piece] for piece in pieces(word)]
        found.append(Counter(chain(numbers, *map(known.__getitem__, text))))
    return found


def inverse_frequency(counts: Sequence[Counter[int]], size: int) -> Floats:
    """How rare each of so many features is among texts, from 0.3 for one that all have. What none
    has is as rare as the rarest; at the end is what is not known.
    """
    users = np.bincount(_all(counts), minlength=size + 1)
    idf = np.log((1 + len(counts)) / (1 + users)) + 0.3
    idf[users == 0] = idf[users > 0].max(initial=0.0)
    return idf


def weigh(counts: Sequence[Counter[int]], idf: Floats, place: Iterable[str]) -> Rows:
    """Texts as their features, each kind of these normalised to its share.

    Weights are inverse document frequency times a sublinear count.
    """
    kinds = np.array([list(SHARES).index(name[0]) for name in place], dtype=np.intp)
    features = _all(counts)
    texts = np.repeat(np.arange(len(counts)), [len(count) for count in counts])
    often = np.fromiter(chain.from_iterable(c.values() for c in counts), np.intp, len(features))
    raw = idf[features] * np.where(often > 1, AGAIN, 1.0)
    groups = texts * len(SHARES) + kinds[features]
    norms = np.sqrt(np.bincount(groups, raw * raw, len(counts) * len(SHARES)))
    norms[norms == 0] = 1.0
    shares = np.tile(list(SHARES.values()), len(counts)) / norms
    return Rows(texts, features, raw * shares[groups])


def shared(*raw: Floats) -> Floats:
    """The weights of a text's stems, pairs and pieces, as `weigh` has them of features that are
    known.

    What is not known counts in the norm as the rarest feature would, so that a text of mostly
    unknown words stays faint: the same happens to a phrasing that is left out when the confidence
    is calibrated.
    """
    kinds = zip(SHARES.values(), raw, strict=False)
    return np.concatenate(
        [part * (share / (part.dot(part) ** 0.5 or 1.0)) for share, part in kinds]
    )


def _all(counts: Iterable[Counter[int]]) -> Ints:
    return np.fromiter(chain.from_iterable(counts), np.intp)
