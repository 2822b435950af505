"""Spelling: which word of a vocabulary a misspelt one was meant to be."""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.text import stem
from rules.reading import stem_of, words_of

SHORTEST, LONG, SIMILAR = 5, 8, 0.8
"""Letters from which on a word may be misspelt, and from which on by a wrong letter; how similar
the two must be.
"""

ALIKE = 3
"""Letters that all words of one stem begin with."""


class Speller:
    """Corrects words to those of some texts; `known` are words that are no misspelling of one."""

    def __init__(self, texts: Iterable[str], known: Iterable[str]) -> None:
        words = dict.fromkeys(words_of("\n".join(dict.fromkeys(texts))))
        grouped = itertools.groupby(sorted(words, key=_initial), _initial)
        self._known = frozenset(known)
        self._by_initial = {initial: list(group) for initial, group in grouped}
        self.stem = lru_cache(maxsize=4096)(self._stem)

    def _stem(self, word: str) -> str:
        """The stem of a word as it is when corrected."""
        return stem_of(self.corrected(word))

    def corrected(self, word: str) -> str:
        """The word that a word is nearly; the word itself if there is none."""
        if len(word) < SHORTEST or not word.isalpha() or word in self._known:
            return word
        near = self._by_initial.get(_initial(word), [])
        if word in near or any(stem(word) == stem(other) for other in _alike(word, near)):
            return word
        found = process.extractOne(
            word,
            list(_confusable(word, near)),
            scorer=OSA.normalized_similarity,
            score_cutoff=SIMILAR,
        )
        return found[0] if found else word


def _initial(word: str) -> str:
    return word[0]


def _alike(word: str, near: Sequence[str]) -> Iterator[str]:
    return (other for other in near if other[:ALIKE] == word[:ALIKE])


def _confusable(word: str, near: Sequence[str]) -> Iterator[str]:
    """The words that may have been meant: people rarely mistype the first or the last letter, and a
    short word with another letter in it is rather another word.
    """
    letters = sorted(word)
    for other in near:
        likely = other[-1] == word[-1] and (len(word) >= LONG or len(other) != len(word))
        if likely or (len(other) == len(word) and sorted(other) == letters):
            yield other
