"""Looking phrases up in a text, without trying each of thousands at each of its words."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Generic, TypeVar

from rules.parts import NO_WORDS, Heard, Part, Words, ways
from rules.phrases import Phrase, taken_apart
from rules.reading import Reading
from rules.vocabulary import Vocabulary

Item = TypeVar("Item")
_Places = tuple[int, int, int]
"""With which words of a text something begins, a bit for each; how many words it is, at least and
at most.
"""
_Entry = tuple[tuple[Words, ...], tuple[Part, ...], Item]

WAYS = 24
"""In how many ways, at most, a phrase is looked for at one place of a text."""


class Lookup(Generic[Item]):
    """Things that belong to phrases, by the rarest of the words that a text with the phrase has.

    Raises:
        UnknownWordClass: if a phrase names a class of words that is not there.
        FaultyChoice: if one of several in a phrase is neither words nor a class alone.
    """

    def __init__(self, phrases: Iterable[tuple[Phrase, Item]]) -> None:
        pairs = list(phrases)
        apart = list(taken_apart(phrase for phrase, _ in pairs))
        every = dict.fromkeys(part.words for parts in apart for part in parts if part.takes)
        # What many parts take stands in many texts, too.
        uses = Counter(text for words in every for text in (*words.texts, *words.quantities))
        used = {NO_WORDS: 0}
        used |= {w: max(uses[text] for text in (*w.texts, *w.quantities)) for w in every}
        ordered: dict[Words, dict[Words, list[_Entry[Item]]]] = {}
        for parts, (_, item) in zip(apart, pairs, strict=True):
            # A phrase that needs nothing would be everywhere: it is nowhere.
            needed = {part.words for part in parts if part.takes and not part.optional}
            rarest, *needs = sorted(needed or {NO_WORDS}, key=used.__getitem__)
            second = needs[0] if needs else rarest
            entry = (tuple(needs[1:]), parts, item)
            ordered.setdefault(rarest, {}).setdefault(second, []).append(entry)
        self._by_rarest = {
            rarest: tuple((second, tuple(entries)) for second, entries in seconds.items())
            for rarest, seconds in ordered.items()
        }
        self._vocabulary = Vocabulary(every, self._by_rarest.keys())

    def find(self, reading: Reading) -> Iterator[tuple[Item, tuple[int, ...]]]:
        """What belongs to the phrases that a text has, each with the words that make it."""
        met = self._vocabulary.met(reading)
        words_met = met.words
        entries = [
            (parts, item)
            for rarest in met.keys
            for second, entries in self._by_rarest[rarest]
            if second in words_met
            for needs, parts, item in entries
            if not needs or words_met.issuperset(needs)
        ]
        if not entries:
            return
        text = Heard(reading, met.ends({part.words for parts, _ in entries for part in parts}))
        places = {words: _places(ends) for words, ends in text.ends.items()}
        for parts, item in entries:
            for at in _each(_beginnings(parts, places)):
                for words in set(islice(ways(parts, text, at, set()), WAYS)):
                    yield item, words


def _beginnings(parts: tuple[Part, ...], places: Mapping[Words, _Places]) -> int:
    """Where a phrase may begin, for each of its parts may stand behind the one before."""
    begins = -1
    for part in reversed(parts):
        if part.gap:
            begins = _spread(begins, part.gap)
        elif part.takes and part.words in places:
            starts, shortest, longest = places[part.words]
            taken = _spread(begins >> shortest, longest - shortest) & starts
            begins = begins | taken if part.optional else taken
            if not begins:
                return 0
    return begins


def _places(ends: Mapping[int, Sequence[int]]) -> _Places:
    starts = 0
    for at in ends:
        starts |= 1 << at
    lengths = {end - at for at, several in ends.items() for end in several}
    return starts, min(lengths), max(lengths)


def _spread(places: int, reach: int) -> int:
    """Places with those so many words before them, in steps that double."""
    step = 1
    while reach > 0:
        places |= places >> min(step, reach)
        reach -= step
        step *= 2
    return places


def _each(places: int) -> Iterator[int]:
    while places:
        at = places.bit_length() - 1
        places ^= 1 << at
        yield at
