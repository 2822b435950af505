"""Reading a text: its words with their places, the breaks between them, and the numbers in it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate, chain

from knowledge.text import LONGEST as AT_ONCE
from knowledge.text import fold, stem
from rules.language import language

NONE, LIGHT, COMMA, HARD = range(4)
"""How much two neighbouring words are parted: not, by a colon or the like, a comma, a full stop."""

KEY = 2
"""Letters of a word that its stem has as well."""

LONGEST = 4_000
"""Characters of a text that are read."""

_UNITS = r"(?:k|m|ms|us|μs|s|h|d|w|x|y|gb|mb|wks?|yrs?|mo|min|mins|tables?|days?|weeks?|months?)\b"
_SHORT = r"'(?:ve|re|ll|m|d)\b"
_WORD = re.compile(
    rf"(\d+(?:[.,]\d+)*(?=(?:{_UNITS})?(?![a-z0-9]))|{_SHORT}|[a-z0-9]+(?:(?!{_SHORT})'[a-z]+)?|[μ]\w*|[$€£])"
)
_HARD = re.compile(r"[.](?=\s)|[;\n!?]")
_COMMA = re.compile(r"[,–—]|\s-+\s|->|=>")
_LIGHT = re.compile(r"[:=()\[\]\"“”|]")


@dataclass(frozen=True)
class Number:
    """A number of a text, in figures or words, with the words that it takes: `first` to `end`."""

    value: float
    first: int
    end: int


@dataclass(frozen=True)
class Reading:
    """A text that was read: as it was written and folded, its words, how much each is parted from
    the one before, the stems, and the numbers by the word that begins them.
    """

    written: str
    folded: str
    words: Sequence[str]
    breaks: Sequence[int]
    stems: tuple[str, ...]
    numbers: Mapping[int, Number]
    between: Sequence[str]

    def has(self, stems: tuple[str, ...], first: int, strongest: int) -> bool:
        """Whether these stems stand from the word `first` on, without a stronger break in them."""
        end = first + len(stems)
        return (
            self.stems[first:end] == stems
            and max(self.breaks[first + 1 : end], default=NONE) <= strongest
        )

    def quoted(self, first: int, end: int) -> str:
        """The person's own words from the word `first` up to `end`."""
        return self.written[self.spans[first][0] : self.spans[end - 1][1]]

    @cached_property
    def spans(self) -> Sequence[tuple[int, int]]:
        """Where each word stands in the text: its place, and that of what follows."""
        pieces = chain.from_iterable(zip(self.between, self.words, strict=True))
        places = [0, *accumulate(map(len, pieces))]
        return list(zip(places[1::2], places[2::2], strict=True))


def stem_of(word: str) -> str:
    """The stem of a folded word, or the word as it is where the language says so."""
    full = in_full(word)
    whole = full.endswith("n't") or full in language().whole
    return full if whole else stem(full.removesuffix("'s"))


def read(text: str, stemmed: Callable[[str], str] = stem_of) -> Reading:
    """Reads a text; `stemmed` are its words' stems."""
    text = text[:LONGEST]
    folded = _folded(text)
    pieces: list[str] = _WORD.split(folded)
    between, words = pieces[:-1:2], pieces[1::2]
    breaks = [
        NONE if gap == " " else _break(gap, word) for gap, word in zip(between, words, strict=True)
    ]
    breaks[:1] = [HARD] * len(words[:1])
    stems = [stemmed(word) for word in words]
    for at, word in enumerate(words):
        # "40us" are microseconds, "new 2 us" are none.
        if word == "us" and at and not between[at]:
            stems[at] = stem_of("μs")
    written = text if _is_in_place(text, folded) else folded
    return Reading(
        written, folded, words, breaks, _piecewise(stems), _numbers(words, breaks), between
    )


def _is_in_place(text: str, folded: str) -> bool:
    """Whether each letter of a text is where it was before the text was folded."""
    pairs = zip(text.lower(), folded, strict=False)
    return len(text) == len(folded) and all(
        a == b or not a.isalnum() or fold(a) == b for a, b in pairs
    )


def _piecewise(stems: list[str]) -> tuple[str, ...]:
    """The stems, with what is said twice, as in "shop by shop", as pieces."""
    if "by" in stems or "after" in stems:
        for i in range(1, len(stems) - 1):
            if stems[i] in ("by", "after") and stems[i - 1] == stems[i + 1] not in language().pairs:
                stems[i - 1] = stems[i + 1] = "piec"
    return tuple(stems)


def key_of(phrase: str) -> str:
    """The letters with which the first stem of a phrase begins, without the time to find it."""
    first = _WORD.search(_folded(phrase))
    return in_full(first.group())[:KEY] if first else ""


def stems_of(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase's words, cut as those of a text are."""
    return tuple(map(stem_of, words_of(phrase)))


def words_of(phrase: str) -> list[str]:
    """The words of a phrase, or of many in lines, as they are written, folded."""
    found: list[str] = _WORD.findall(_folded(phrase))
    return found


def _folded(text: str) -> str:
    if len(text) <= AT_ONCE:
        return fold(text)
    return "".join(fold(text[at : at + AT_ONCE]) for at in range(0, len(text), AT_ONCE))


def in_full(word: str) -> str:
    """A word, or what it is short for."""
    return language().short.get(word, word)


def _break(between: str, word: str) -> int:
    """The break before a word. A question is one with a short answer behind it ("docs? none")."""
    if between.strip() == "?" and word in language().answers:
        return LIGHT
    return _strength(between)


@lru_cache(maxsize=256)
def _strength(between: str) -> int:
    for strength, marks in ((HARD, _HARD), (COMMA, _COMMA), (LIGHT, _LIGHT)):
        if marks.search(between):
            return strength
    return NONE


def _numbers(words: Sequence[str], breaks: Sequence[int]) -> dict[int, Number]:
    numbers, times = language().numbers, language().times
    return {
        at: number
        for at, word in enumerate(words)
        if (word[0].isdigit() or word in numbers or word in times)
        and (number := _number(at, words, breaks))
    }


def _number(at: int, words: Sequence[str], breaks: Sequence[int]) -> Number | None:
    """The number that begins at a word: "50k", "20 000", "tens of thousands", "half a"."""
    value = _value(words[at])
    if value is None:
        return None
    end = at + 1
    while end < len(words) and breaks[end] == NONE:
        is_three_figures = len(words[end]) == 3 and words[end].isdecimal()
        if is_three_figures and value >= 1 and words[at][0].isdigit():
            value = value * 1000 + int(words[end])
        elif words[end] in language().times:
            value *= language().times[words[end]]
        elif not (
            (words[at] == "half" and words[end] in ("a", "an"))
            or (words[end] == "of" and words[end - 1] in language().times)
        ):
            break
        end += 1
    return Number(value, at, end)


def _value(word: str) -> float | None:
    if not word[0].isdigit():
        return language().numbers.get(word, language().times.get(word))
    try:
        return float(re.sub(r",(?=\d{3}\b)", "", word).replace(",", "."))
    except ValueError:
        return None
