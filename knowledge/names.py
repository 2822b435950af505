"""Recognising names in a question: the five frameworks, and things that are not covered."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.text import words

Named = TypeVar("Named")

SHORTEST, LONG = 6, 10
"""Letters from which on a word counts as a misspelt name, and from which on with two edits."""

MOST_EDITS = 2

KEPT = 4_096
"""Of how many unknown words it is kept what they are taken for: people repeat these, too."""


class Place(NamedTuple, Generic[Named]):
    """Where a split text names something: from the word `start` to before the word `end`."""

    named: Named
    start: int
    end: int
    alias: str


class Names(Generic[Named]):
    """Finds aliases, of one word or several, in a text; the longest at a place wins."""

    def __init__(
        self,
        aliases: Iterable[tuple[str, Named]],
        known: Collection[str] = (),
        *,
        shortest: int = SHORTEST,
    ) -> None:
        """`known` are words that are never taken for a misspelt name, as are those with fewer
        letters than `shortest`: among five letters most words are near some name.
        """
        self._by_words = {tuple(words(alias)): named for alias, named in aliases}
        lengths: dict[str, set[int]] = defaultdict(set)
        for alias in filter(None, self._by_words):
            lengths[alias[0]].add(len(alias))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}
        self._parts = {part for alias in self._by_words for part in alias if len(part) >= shortest}
        # In a fixed order, so that of two names equally near every process takes the same.
        self._spellings = sorted(self._parts)
        self._sizes = range(shortest, max(map(len, self._parts), default=0) + MOST_EDITS + 1)
        self._known = frozenset(known)
        self._nearest = lru_cache(KEPT)(self._compare)

    def find(self, text: str) -> Mapping[Named, str]:
        """What the text names, each with the words that name it, in the order of the text."""
        found: dict[Named, str] = {}
        for place in self.places(words(text)):
            found.setdefault(place.named, place.alias)
        return found

    def places(self, split: Sequence[str]) -> Iterator[Place[Named]]:
        """Every place at which words, folded as by `words`, name something, in their order."""
        repaired = self._repaired(split)
        if self._lengths.keys().isdisjoint(repaired):
            return
        at = 0
        while at < len(repaired):
            for length in self._lengths.get(repaired[at], ()):
                alias = tuple(repaired[at : at + length])
                if alias in self._by_words:
                    yield Place(self._by_words[alias], at, at + len(alias), " ".join(alias))
                    at += len(alias)
                    break
            else:
                at += 1

    def _repaired(self, split: Sequence[str]) -> list[str]:
        known, parts, sizes = self._known, self._parts, self._sizes
        return [
            word
            if word in known or len(word) not in sizes or word in parts
            else self._nearest(word)
            for word in split
        ]

    def _compare(self, word: str) -> str:
        """The nearest part of a name, or the word itself if none is near."""
        edits = MOST_EDITS if len(word) >= LONG else 1
        close = process.extractOne(word, self._spellings, scorer=OSA.distance, score_cutoff=edits)
        return close[0] if close else word
