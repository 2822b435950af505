"""Pieces of words by number, found without a name for each."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np

from knowledge.features import AGAIN, Floats, Ints, pieces

LONGEST = 7
"""Bytes of a piece that are looked at; that many make a number."""

KEPT, KEPT_LONGEST = 8_192, 40
"""Of how many words the numbers are kept, and of how long ones: a language has few words that are
said often."""

_NONE = np.empty(0, dtype=np.intp)


class Pieces:
    """Known pieces of words, numbered in the order of `named`; what is not known has higher ones.

    The words are folded as by `words`, so that their letters are a byte each.
    """

    def __init__(self, named: Iterable[str], first: int) -> None:
        """`first` is the number of the first one."""
        codes = np.array([*map(_code, named), np.iinfo(np.int64).max])
        # No piece has the last code: what is beyond all others finds it.
        self._order = np.argsort(codes)
        self._codes = codes[self._order]
        self._first = first
        self._numbers = lru_cache(KEPT)(self._look_up)

    def of(self, words: Sequence[str]) -> tuple[Ints, Floats]:
        """The different pieces of some words, with what each counts."""
        found = [(self._numbers if len(w) <= KEPT_LONGEST else self._look_up)(w) for w in words]
        every = np.concatenate([_NONE, *found])
        every.sort()
        is_new = np.ones(len(every) + 1, dtype=bool)
        np.not_equal(every[1:], every[:-1], out=is_new[1:-1])
        is_first = is_new[:-1]
        return every[is_first], np.where(is_new[1:][is_first], 1.0, AGAIN)

    def _look_up(self, word: str) -> Ints:
        codes = np.array([_code(piece) for piece in pieces(word)], dtype=np.int64)
        at = self._codes.searchsorted(codes)
        unknown = self._first + len(self._codes) - 1
        return np.where(self._codes[at] == codes, self._first + self._order[at], unknown + codes)


def _code(piece: str) -> int:
    return int.from_bytes(piece.encode()[:LONGEST], "little")
