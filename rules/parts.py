"""The parts that a phrase is made of, and which words of a text each of them takes."""

import re
from collections.abc import Callable, Iterable, Iterator, KeysView, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from rules.language import Quantity
from rules.reading import COMMA, HARD, KEY, LIGHT, NONE, Reading, key_of, stems_of

_APART = re.compile(r"\W+")

LONGEST_NUMBER, LONGEST_UNIT = 6, 4
"""Words of a number ("tens of thousands") and of a unit, at most."""

Ends = Callable[[Reading, int], Iterator[int]]
"""Where what begins at a word of a text may end."""


class Words:
    """Runs of words by the stem of the first. To stem words takes longer than all else: a word
    waits until a text has one that begins with the same letters. `longest` is how many words the
    longest of them has, at most.
    """

    def __init__(self, words: tuple[str, ...]) -> None:
        self._waiting: dict[str, list[str]] = {}
        self._runs: dict[str, dict[tuple[str, ...], None]] = {}
        for word in words:
            self._waiting.setdefault(key_of(word), []).append(word)
        self.longest = max((len(_APART.split(word)) for word in words), default=0)

    def runs(self, stem: str) -> Iterable[tuple[str, ...]]:
        """The runs of stems that begin with a stem."""
        self._meet(stem[:KEY])
        return self._runs.get(stem, ())

    def starts(self, keys: Set[str]) -> KeysView[str]:
        """The stems with which runs begin, at least those with the keys of a text."""
        for key in self._waiting.keys() & keys:
            self._meet(key)
        return self._runs.keys()

    def _meet(self, key: str) -> None:
        for word in self._waiting.get(key, ()):
            if stems := stems_of(word):
                self._runs.setdefault(stems[0], {})[stems] = None
        self._waiting.pop(key, None)


NO_WORDS = Words(())


@dataclass(frozen=True, eq=False)
class Part:
    """Words, or a place between them.

    `ends` is where it may end; `most` is how many words it is at most. If it `takes` words of its
    own, it begins with one of `words`, or with a number if `numbers`. It may be missing if
    `optional`, and stands behind no stronger break than `breaks`.
    """

    ends: Ends
    most: int = 0
    takes: bool = False
    words: Words = NO_WORDS
    numbers: bool = False
    optional: bool = False
    breaks: int = HARD


def edge() -> Part:
    """Where a part of a sentence begins or ends."""

    def ends(reading: Reading, at: int) -> Iterator[int]:
        if at == len(reading.words) or reading.words[at].parted >= LIGHT:
            yield at

    return Part(ends)


def gap(words: int, strongest: int) -> Part:
    """So many words at most, whatever they are, without a stronger break among them."""

    def ends(reading: Reading, at: int) -> Iterator[int]:
        yield at
        for end in range(at + 1, min(at + words, len(reading.words)) + 1):
            if reading.words[end - 1].parted > strongest:
                return
            yield end

    return Part(ends, most=words)


def choice(
    words: tuple[str, ...], quantities: Sequence[Quantity], *, optional: bool, breaks: int
) -> Part:
    """One of some words, each of which may be several, or one of some quantities."""
    known = _words(words)
    most = known.longest
    choices: list[Ends] = [_run(known), *map(_amount, quantities)]
    for quantity in quantities:
        most = max(most, LONGEST_NUMBER + quantity.between + LONGEST_UNIT)
        breaks = COMMA

    def ends(reading: Reading, at: int) -> Iterator[int]:
        for one in choices:
            yield from one(reading, at)

    return Part(ends, most, True, known, bool(quantities), optional, breaks)


def ways(
    parts: tuple[Part, ...],
    reading: Reading,
    at: int,
    barren: set[tuple[int, int]],
    taken: tuple[int, ...] = (),
) -> Iterator[tuple[int, ...]]:
    """The words that some parts take from the word `at` on, for each way in which they can.

    `barren` is from where they have led nowhere: how many parts were left, at which word; so that
    no text makes it try all combinations.
    """
    if not parts:
        yield taken
        return
    if (len(parts), at) in barren:
        return
    part, none = parts[0], True
    breaks = part.breaks if taken else HARD
    here = not part.takes or (at < len(reading.words) and reading.words[at].parted <= breaks)
    for end in chain(part.ends(reading, at) if here else (), (at,) if part.optional else ()):
        words = (*taken, *range(at, end)) if part.takes else taken
        for way in ways(parts[1:], reading, end, barren, words):
            none = False
            yield way
    if none and taken:
        barren.add((len(parts), at))


@lru_cache(maxsize=16_384)
def _words(words: tuple[str, ...]) -> Words:
    return Words(words)


def _run(words: Words) -> Ends:
    def ends(reading: Reading, at: int) -> Iterator[int]:
        for run in words.runs(reading.stems[at]):
            end = at + len(run)
            if reading.stems[at:end] == run and reading.parted(at, end) <= LIGHT:
                yield end

    return ends


def _amount(quantity: Quantity) -> Ends:
    units = {stems_of(unit): by for unit, by in quantity.units.items()}

    def meant(amount: float) -> bool:
        return quantity.at_least <= amount <= quantity.at_most

    def ends(reading: Reading, at: int) -> Iterator[int]:
        number = reading.numbers.get(at)
        if number is None:
            return
        if not units and meant(number.value):
            yield number.end
        for begin in range(number.end, number.end + quantity.between + 1):
            for unit, by in units.items():
                end = begin + len(unit)
                if (
                    reading.stems[begin:end] == unit
                    and meant(number.value * by)
                    and reading.parted(number.end - 1, end) <= NONE
                ):
                    yield end

    return ends
