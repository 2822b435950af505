"""Recognising names in a question: the five frameworks, and things that are not covered."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.text import words

Named = TypeVar("Named")

SHORTEST, LONG = 6, 10
"""Letters from which on a word counts as a misspelt name, and from which on with two edits."""


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
        self._shortest = shortest
        self._by_words = {tuple(words(alias)): named for alias, named in aliases}
        self._longest = max((len(alias) for alias in self._by_words), default=0)
        self._parts = {part for alias in self._by_words for part in alias if len(part) >= shortest}
        # In a fixed order, so that of two names equally near every process takes the same.
        self._spellings = sorted(self._parts)
        self._known = frozenset(known) - self._parts

    def find(self, text: str) -> Mapping[Named, str]:
        """What the text names, each with the words that name it, in the order of the text."""
        found: dict[Named, str] = {}
        for place in self.places(words(text)):
            found.setdefault(place.named, place.alias)
        return found

    def places(self, split: Sequence[str]) -> Iterator[Place[Named]]:
        """Every place at which words, folded as by `words`, name something, in their order."""
        repaired = [self._repair(word) for word in split]
        at = 0
        while at < len(repaired):
            for length in range(min(self._longest, len(repaired) - at), 0, -1):
                alias = tuple(repaired[at : at + length])
                if alias in self._by_words:
                    yield Place(self._by_words[alias], at, at + length, " ".join(alias))
                    at += length
                    break
            else:
                at += 1

    def _repair(self, word: str) -> str:
        if len(word) < self._shortest or word in self._known or word in self._parts:
            return word
        edits = 2 if len(word) >= LONG else 1
        close = process.extractOne(word, self._spellings, scorer=OSA.distance, score_cutoff=edits)
        return close[0] if close else word
