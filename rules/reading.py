"""Reading a text: its words with their places, the breaks between them, and the numbers in it."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

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
    rf"\d+(?:[.,]\d+)*(?=(?:{_UNITS})?(?![a-z0-9]))|{_SHORT}|[a-z0-9]+(?:(?!{_SHORT})'[a-z]+)?|[μ]\w*|[$€£]"
)
_HARD = re.compile(r"[.](?=\s)|[;\n!?]")
_COMMA = re.compile(r"[,–—]|\s-+\s|->|=>")
_LIGHT = re.compile(r"[:=()\[\]\"“”|]")


@dataclass(frozen=True)
class Word:
    """A word of a text: its place, and how much it is parted from the one before."""

    start: int
    end: int
    parted: int


@dataclass(frozen=True)
class Number:
    """A number of a text, in figures or words, with the words that it takes: `first` to `end`."""

    value: float
    first: int
    end: int


@dataclass(frozen=True)
class Reading:
    """A text that was read: folded, its words, and its numbers by the word that begins them."""

    folded: str
    words: tuple[Word, ...]
    stems: tuple[str, ...]
    numbers: Mapping[int, Number]

    def parted(self, first: int, end: int) -> int:
        """The strongest break between the words from `first` up to, but without, `end`."""
        return max((self.words[i].parted for i in range(first + 1, end)), default=NONE)

    def quoted(self, first: int, end: int) -> str:
        """The person's own words, folded, from the word `first` up to `end`."""
        return self.folded[self.words[first].start : self.words[end - 1].end]


def read(text: str, corrected: Callable[[str], str] = str) -> Reading:
    """Reads a text, with its words as they are when `corrected`."""
    folded = _folded(text[:LONGEST])
    found = list(_WORD.finditer(folded))
    words: list[Word] = []
    stems: list[str] = []
    for match in found:
        between = folded[words[-1].end : match.start()] if words else "\n"
        # "40us" are microseconds, "new 2 us" are none.
        unit = match.group() == "us" and not between
        stems.append(_stem("μs" if unit else corrected(match.group())))
        words.append(Word(match.start(), match.end(), _break(between, match.group())))
    plain = [match.group() for match in found]
    numbers = {n.first: n for i in range(len(words)) if (n := _number(i, words, plain))}
    return Reading(folded, tuple(words), _piecewise(stems), numbers)


def _piecewise(stems: list[str]) -> tuple[str, ...]:
    """The stems, with what is said twice, as in "shop by shop", as pieces."""
    for i in range(len(stems) - 2):
        twice = stems[i] == stems[i + 2] and stems[i + 1] in ("by", "after")
        if twice and stems[i] not in language().pairs:
            stems[i] = stems[i + 2] = "piec"
    return tuple(stems)


@lru_cache(maxsize=65_536)
def key_of(phrase: str) -> str:
    """The letters with which the first stem of a phrase begins, without the time to find it."""
    return in_full(next(iter(words_of(phrase)), ""))[:KEY]


@lru_cache(maxsize=65_536)
def stems_of(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase's words, cut as those of a text are."""
    return tuple(_stem(word) for word in words_of(phrase))


def words_of(phrase: str) -> list[str]:
    """The words of a phrase, or of many in lines, as they are written, folded."""
    found: list[str] = _WORD.findall(_folded(phrase))
    return found


def _folded(text: str) -> str:
    return "".join(fold(text[at : at + AT_ONCE]) for at in range(0, len(text), AT_ONCE))


def in_full(word: str) -> str:
    """A word, or what it is short for."""
    return language().short.get(word, word)


def _stem(word: str) -> str:
    full = in_full(word)
    whole = full.endswith("n't") or full in language().whole
    return full if whole else stem(full.removesuffix("'s"))


def _break(between: str, word: str) -> int:
    """The break before a word. A question is one with a short answer behind it ("docs? none")."""
    if between.strip() == "?" and word in language().answers:
        return LIGHT
    for strength, marks in ((HARD, _HARD), (COMMA, _COMMA), (LIGHT, _LIGHT)):
        if marks.search(between):
            return strength
    return NONE


def _number(at: int, words: Sequence[Word], plain: Sequence[str]) -> Number | None:
    """The number that begins at a word: "50k", "20 000", "tens of thousands", "half a"."""
    value = _value(plain[at])
    if value is None:
        return None
    end = at + 1
    while end < len(words) and words[end].parted == NONE:
        if plain[at][0].isdigit() and value >= 1 and re.fullmatch(r"\d{3}", plain[end]):
            value = value * 1000 + int(plain[end])
        elif plain[end] in language().times:
            value *= language().times[plain[end]]
        elif not (
            (plain[at] == "half" and plain[end] in ("a", "an"))
            or (plain[end] == "of" and plain[end - 1] in language().times)
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
