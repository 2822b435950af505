"""Spelling: the nearest known word of an unknown one, found without looking at all of them.

Two words that are a few edits apart share a string that is left of each when a few letters are
deleted (W. Garbe, "1000x faster spelling correction algorithm", 2012, known as SymSpell). What is
left of the known words' beginnings is kept in sorted arrays; the few words that share one with
an unknown word are compared with it.
"""

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST, LONG = 3, 8
"""Letters from which on a word is repaired at all, and from which on by two edits."""

MOST_EDITS = 2

PREFIX = 7
"""How many letters of a word are looked at. Eight bytes, one always empty, are a key's number."""

KEPT = 4_096
"""Of how many unknown words the repair is kept: people repeat these, too."""

_LEFT = np.array(
    [
        [i for i in range(PREFIX) if i not in gone] + [PREFIX] * (len(gone) + 1)
        for n in range(MOST_EDITS + 1)
        for gone in combinations(range(PREFIX), n)
    ]
)
"""The letters that each way of deleting some leaves, the fewest deleted first."""

_WAYS = (1, 1 + PREFIX, len(_LEFT))
"""How many ways there are to delete up to so many letters."""


class Spelling:
    """Finds the nearest of the known words, which come the commonest first."""

    def __init__(self, known: Sequence[str]) -> None:
        self.known = frozenset(known)
        self._words = list(known)
        self._lengths = np.array([len(word) for word in known], dtype=np.int32)
        self._longest = max(map(len, known), default=0)
        keys = _keys(known, MOST_EDITS)
        # Words so short are never two edits from one that is long enough for two.
        wanted = np.ones(keys.shape, dtype=bool)
        wanted[self._lengths < LONG - MOST_EDITS, _WAYS[1] :] = False
        places = np.repeat(np.arange(len(keys), dtype=np.int32), keys.shape[1])[wanted.ravel()]
        flat = keys[wanted]
        order = np.argsort(flat, kind="stable")
        flat, places = flat[order], places[order]
        starts = np.flatnonzero(np.diff(flat, prepend=~flat[:1]))
        # No word has the last key: what is beyond all others finds it, and nothing there.
        self._keys = np.append(flat[starts], np.iinfo(np.uint64).max)
        self._starts = np.append(starts, [len(flat), len(flat)]).astype(np.int32)
        self._places = places
        self._nearest = lru_cache(KEPT)(self._compare)

    def repair(self, word: str) -> str:
        """The known word nearest to an unknown one, by optimal string alignment: within one edit,
        from `LONG` letters on two; of words equally near, the commonest. A word that is too
        short, has other signs than letters, or is near to none stays as it is.
        """
        if word in self.known or len(word) < SHORTEST or not word.isalpha():
            return word
        is_longer = len(word) > self._longest + MOST_EDITS
        return word if is_longer else self._nearest(word)

    def _compare(self, word: str) -> str:
        edits = MOST_EDITS if len(word) >= LONG else 1
        near = self._candidates(word, edits)
        # Of words equally near, extractOne takes the earlier one.
        found = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=edits)
        return found[0] if found else word

    def _candidates(self, word: str, edits: int) -> list[str]:
        keys = _keys([word], edits)[0]
        at = self._keys.searchsorted(keys)
        at = at[self._keys[at] == keys]
        runs = zip(self._starts[at].tolist(), self._starts[at + 1].tolist(), strict=True)
        found = [self._places[start:stop] for start, stop in runs]
        if not found:
            return []
        places = np.sort(np.concatenate(found))
        alike = np.abs(self._lengths[places] - len(word)) <= edits
        # A word that shares several strings comes several times.
        return [self._words[i] for i in dict.fromkeys(places[alike].tolist())]


def _keys(words: Sequence[str], edits: int) -> NDArray[np.uint64]:
    """What is left of each word's beginning, as a number for each way of deleting up to `edits`
    letters, words by ways.
    """
    beginnings = b"".join(word.encode()[:PREFIX].ljust(PREFIX + 1, b"\0") for word in words)
    letters = np.frombuffer(beginnings, dtype=np.uint8).reshape(-1, PREFIX + 1)
    left = letters.take(_LEFT[: _WAYS[edits]], axis=1)
    return left.view(np.uint64)[..., 0]
