"""Reading a text: its words with their places, the breaks between them, and the numbers in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.text import fold, stem
from rules.language import language

NONE, LIGHT, COMMA, HARD = range(4)
"""How much two neighbouring words are parted: not, by a colon or the like, a comma, a full stop."""

SHORTEST, LONG, SIMILAR = 5, 8, 0.8
"""Letters from which on a word may be misspelt, and from which on by a wrong letter; how similar
the two must be.
"""

_UNITS = r"(?:k|m|ms|us|μs|s|h|d|w|x|y|gb|mb|wks?|yrs?|mo|min|mins|tables?|days?|weeks?|months?)\b"
_WORD = re.compile(
    rf"\d+(?:[.,]\d+)*(?=(?:{_UNITS})?(?![a-z0-9]))|[a-z0-9]+(?:'[a-z]+)?|[μ]\w*|[$€£]"
)
_HARD = re.compile(r"[.](?=\s)|[;\n!?]")
_COMMA = re.compile(r"[,–—]|\s-+\s|->|=>")
_LIGHT = re.compile(r"[:=()\[\]\"“”|]")


@dataclass(frozen=True)
class Word:
    """A word of a text: its stem, its place, and how much it is parted from the one before."""

    stem: str
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


def read(text: str, vocabulary: tuple[str, ...] = ()) -> Reading:
    """Reads a text; words that are nearly one of the vocabulary are taken for that one."""
    folded = fold(text)
    found = list(_WORD.finditer(folded))
    words: list[Word] = []
    for match in found:
        between = folded[words[-1].end : match.start()] if words else "\n"
        word = _stem(_repair(match.group(), vocabulary))
        words.append(Word(word, match.start(), match.end(), _break(between)))
    plain = [match.group() for match in found]
    numbers = {n.first: n for i in range(len(words)) if (n := _number(i, words, plain))}
    return Reading(folded, tuple(words), tuple(word.stem for word in words), numbers)


@lru_cache(maxsize=65_536)
def stems_of(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase's words, cut as those of a text are."""
    return tuple(_stem(word) for word in words_of(phrase))


def words_of(phrase: str) -> list[str]:
    """The words of a phrase as they are written, folded."""
    return [match.group() for match in _WORD.finditer(fold(phrase))]


def _stem(word: str) -> str:
    """The stem of a word, with what is written for short in full."""
    full = language().short.get(word, word)
    return full if full.endswith("n't") else stem(full.removesuffix("'s"))


def _break(between: str) -> int:
    for strength, marks in ((HARD, _HARD), (COMMA, _COMMA), (LIGHT, _LIGHT)):
        if marks.search(between):
            return strength
    return NONE


@lru_cache(maxsize=4096)
def _repair(word: str, vocabulary: tuple[str, ...]) -> str:
    """The word of the vocabulary that a word is nearly; the word itself if there is none."""
    if len(word) < SHORTEST or not word.isalpha() or word in language().known:
        return word
    near = [other for other in vocabulary if other[0] == word[0]]
    if word in near or stem(word) in map(stem, near):
        return word
    if len(word) < LONG:
        # A short word with another letter in it is rather another word.
        near = [other for other in near if len(other) != len(word) or sorted(other) == sorted(word)]
    found = process.extractOne(word, near, scorer=OSA.normalized_similarity, score_cutoff=SIMILAR)
    return found[0] if found else word


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
