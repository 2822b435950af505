"""Looking phrases up in a text, without trying each of thousands at each of its words."""

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from rules.parts import Words
from rules.phrases import NUMBER, Phrase
from rules.reading import KEY, Reading, key_of, stems_of

Item = TypeVar("Item")
Entry = tuple[Phrase, Item]


class Lookup(Generic[Item]):
    """Things that belong to phrases, by the words with which the phrases may begin.

    Of thousands of phrases a text needs but a few, and to stem their words takes longer than all
    else: they stand by the first letters of their first words until a text has such a word.
    """

    def __init__(self, phrases: Iterable[tuple[Phrase, Item]]) -> None:
        opened: dict[tuple[str, ...], list[Entry[Item]]] = {}
        for phrase, item in phrases:
            for opening in phrase.openings():
                opened.setdefault(opening, []).append((phrase, item))
        self._by_key: dict[str, dict[str, list[Entry[Item]]]] = {}
        for opening, entries in opened.items():
            for word in opening:
                self._by_key.setdefault(key_of(word), {}).setdefault(word, []).extend(entries)
        self._by_stem: dict[str, dict[str, dict[Phrase, Item]]] = {}

    def find(self, reading: Reading) -> Iterator[tuple[Item, tuple[int, ...]]]:
        """What belongs to the phrases that a text has, each with the words that make it."""
        places = _Places(reading)
        candidates: dict[Phrase, Item] = {}
        for stem in places.of:
            candidates |= self._beginning(stem)
        for phrase, item in candidates.items():
            for at in _each(places.beginnings(phrase)):
                for words in phrase.found(reading, at):
                    yield item, words

    def _beginning(self, stem: str) -> dict[Phrase, Item]:
        key = stem[:KEY]
        if key not in self._by_stem:
            ready: dict[str, dict[Phrase, Item]] = {}
            for word, entries in self._by_key.get(key, {}).items():
                for first in stems_of(word)[:1] or (NUMBER,):
                    ready.setdefault(first, {}).update(entries)
            self._by_stem[key] = ready
        return self._by_stem[key].get(stem, {})


class _Places:
    """Where a text has which stems, and where it has numbers: a bit for each of its words."""

    def __init__(self, reading: Reading) -> None:
        self.of: dict[str, int] = {NUMBER: sum(1 << at for at in reading.numbers)}
        for at, stem in enumerate(reading.stems):
            self.of[stem] = self.of.get(stem, 0) | 1 << at
        self._keys = {stem[:KEY] for stem in self.of}
        self._of_words: dict[Words, int] = {}

    def beginnings(self, phrase: Phrase) -> int:
        """Where a phrase may begin, for all that it needs follows, each within its reach."""
        places = -1
        for part, least, spread in phrase.needs:
            known = self._of_words.get(part.words)
            begins = self._met(part.words) if known is None else known
            places &= begins | self.of[NUMBER] if part.numbers else begins
            if not places:
                return 0
            places >>= least
            for step in spread:
                places |= places >> step
        return places

    def _met(self, words: Words) -> int:
        places = 0
        for stem in words.starts(self._keys) & self.of.keys():
            places |= self.of[stem]
        self._of_words[words] = places
        return places


def _each(places: int) -> Iterator[int]:
    while places:
        at = places.bit_length() - 1
        places ^= 1 << at
        yield at
