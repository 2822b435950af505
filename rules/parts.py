"""The parts that a phrase is made of, and which words of a text each of them takes."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain

from rules.reading import COMMA, HARD, LIGHT, Reading, stems_of


class Words:
    """What a part takes: one of some `texts`, each of which may be several words, or one of some
    quantities of the language, by name.
    """

    def __init__(self, texts: tuple[str, ...], quantities: tuple[str, ...] = ()) -> None:
        self.texts, self.quantities = texts, quantities

    def rank(self, reading: Reading, first: int, end: int) -> int:
        """Which of the texts the words of a reading are, from `first` up to `end`."""
        return self._ranks[reading.stems[first:end]]

    @cached_property
    def _ranks(self) -> Mapping[tuple[str, ...], int]:
        return {stems_of(self.texts[i]): i for i in reversed(range(len(self.texts)))}

    def ends(self, text: "Heard", at: int) -> Sequence[int]:
        """Where it may end, from a word of a text on."""
        return text.ends[self].get(at, ()) if self in text.ends else ()


NO_WORDS = Words(())

Ends = dict[Words, dict[int, list[int]]]
"""Where words end, by the word of a text that they begin with."""


@dataclass(frozen=True)
class Heard:
    """A text that was read, and where it has the words of some parts."""

    reading: Reading
    ends: Ends


@dataclass(frozen=True, eq=False, slots=True)
class Part:
    """Words, or a place between them.

    `ends` is where what begins at a word of a text may end. If it `takes` words of its own, these
    are one of `words`; else it is up to `gap` words, whatever they are. It may be missing if
    `optional`, and stands behind no stronger break than `breaks`.
    """

    ends: Callable[[Heard, int], Iterable[int]]
    gap: int = 0
    takes: bool = False
    words: Words = NO_WORDS
    optional: bool = False
    breaks: int = HARD


@cache
def edge() -> Part:
    """Where a part of a sentence begins or ends."""

    def ends(text: Heard, at: int) -> Iterator[int]:
        if at == len(text.reading.words) or text.reading.breaks[at] >= LIGHT:
            yield at

    return Part(ends)


@cache
def gap(words: int, strongest: int) -> Part:
    """So many words at most, whatever they are, without a stronger break among them."""

    def ends(text: Heard, at: int) -> Iterator[int]:
        yield at
        for end in range(at + 1, min(at + words, len(text.reading.words)) + 1):
            if text.reading.breaks[end - 1] > strongest:
                return
            yield end

    return Part(ends, gap=words)


def choice(words: Words, *, optional: bool, breaks: int) -> Part:
    """One of some words or quantities."""
    breaks = COMMA if words.quantities else breaks
    return Part(words.ends, takes=True, words=words, optional=optional, breaks=breaks)


def ways(
    parts: tuple[Part, ...],
    text: Heard,
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
    reading = text.reading
    here = not part.takes or (at < len(reading.words) and reading.breaks[at] <= breaks)
    for end in chain(part.ends(text, at) if here else (), (at,) if part.optional else ()):
        words = (*taken, *range(at, end)) if part.takes else taken
        for way in ways(parts[1:], text, end, barren, words):
            none = False
            yield way
    if none and taken:
        barren.add((len(parts), at))
