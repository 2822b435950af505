"""Phrases: what may stand in one, and where a text has it.

A phrase is words, each matched by its stem. Beside them may stand

- `(a|b)`: one of these; `word?`: or nothing;
- `{name}`: a word of that class, or a quantity, of `rules/language/`; `{name}?`: or nothing;
- `...`: as many words as dots, at most, without a comma between; `,...`: with commas;
- `|`: nothing, but where a part of a sentence begins or ends;
- a comma behind a word: there may be one in the text.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from knowledge.content import unknown
from rules.language import Quantity, language
from rules.reading import COMMA, LIGHT, NONE, Reading, stems_of

_PART = re.compile(r",?\.{3,}|\{[^}]*\}\??|\([^)]*\)\??|\S+")


class UnknownWordClass(ValueError):
    """A phrase names a class of words or a quantity that the language does not have."""


Runs = Mapping[str, tuple[tuple[str, ...], ...]]
"""Runs of words by the first of each."""


@dataclass(frozen=True)
class Choice:
    """One of several runs of words, or nothing where it is `optional`. `after` is the strongest
    break that may be before it.
    """

    runs: Runs
    optional: bool = False
    after: int = LIGHT


@dataclass(frozen=True)
class Amount:
    """A number with one of the units, within a range."""

    units: Mapping[tuple[str, ...], float]
    quantity: Quantity


@dataclass(frozen=True)
class Gap:
    """So many words at most, whatever they are."""

    words: int
    commas: bool


@dataclass(frozen=True)
class Edge:
    """The beginning or the end of a part of a sentence."""


Part = Choice | Amount | Gap | Edge
Phrase = tuple[Part, ...]
Item = TypeVar("Item")

NUMBER = ""
"""What stands for any number where phrases are kept by the stem with which they begin."""


def compiled(phrase: str, it: tuple[str, ...] = ()) -> Phrase:
    """A phrase, ready to be matched; `it` are the words that `{it}` stands for.

    Raises:
        UnknownWordClass: if it names a class that is not there.
    """
    parts: list[Part] = []
    after = LIGHT
    for part in _PART.findall(phrase):
        bare = part.removesuffix(",")
        parts.append(_part(bare, it, after))
        after = COMMA if part != bare else LIGHT
    return tuple(parts)


def found(phrase: Phrase, reading: Reading, at: int) -> Iterator[tuple[int, ...]]:
    """The words that the phrase takes, for each way in which it begins at the word `at`."""
    yield from _found(phrase, reading, at, ())


def is_plain(phrase: str) -> bool:
    """Whether a phrase is words only, as a person would type them."""
    return not set(phrase) & set("{}()|~?") and "..." not in phrase


def by_start(phrases: Iterable[tuple[Phrase, Item]]) -> Mapping[str, tuple[Item, ...]]:
    """What belongs to phrases, by the stems with which each may begin, or `NUMBER`."""
    found: dict[str, list[Item]] = {}
    for phrase, item in phrases:
        for start in _starts(phrase):
            found.setdefault(start, []).append(item)
    return {start: tuple(items) for start, items in found.items()}


def beginning(index: Mapping[str, tuple[Item, ...]], reading: Reading, at: int) -> tuple[Item, ...]:
    """What belongs to the phrases that may begin at the word `at`."""
    numbered = index.get(NUMBER, ()) if at in reading.numbers else ()
    return index.get(reading.stems[at], ()) + numbered


def _starts(phrase: Phrase) -> frozenset[str]:
    if not phrase:
        return frozenset()
    first, rest = phrase[0], phrase[1:]
    if isinstance(first, Edge):
        return _starts(rest)
    if not isinstance(first, Choice):
        return frozenset([NUMBER])
    return frozenset(first.runs) | (_starts(rest) if first.optional else frozenset())


def _found(
    phrase: Phrase, reading: Reading, at: int, taken: tuple[int, ...]
) -> Iterator[tuple[int, ...]]:
    if not phrase:
        yield taken
        return
    for end, takes in _ends(phrase[0], reading, at, first=not taken):
        yield from _found(phrase[1:], reading, end, taken + tuple(range(at, end)) * takes)


def _part(part: str, it: tuple[str, ...], after: int) -> Part:
    if part == "|":
        return Edge()
    if part.strip(",.") == "":
        return Gap(part.count("."), part.startswith(","))
    optional = part.endswith("?")
    body = part.removesuffix("?")
    name = body.strip("{}") if body.startswith("{") else ""
    if quantity := language().quantities.get(name):
        return Amount({stems_of(unit): by for unit, by in quantity.units.items()}, quantity)
    if name:
        words = it if name == "it" else _words(name)
    else:
        words = tuple(body.strip("()").split("|")) if body.startswith("(") else (body,)
    return Choice(_runs(words), optional, after)


def _words(name: str) -> tuple[str, ...]:
    known = language()
    if name not in known.classes:
        names = {*known.classes, *known.quantities}
        raise UnknownWordClass(unknown("class of words", name, names))
    return known.classes[name]


@lru_cache(maxsize=16_384)
def _runs(words: tuple[str, ...]) -> Runs:
    runs: dict[str, dict[tuple[str, ...], None]] = {}
    for word in words:
        if stems := stems_of(word):
            runs.setdefault(stems[0], {})[stems] = None
    return {first: tuple(found) for first, found in runs.items()}


def _ends(part: Part, reading: Reading, at: int, *, first: bool) -> Iterator[tuple[int, bool]]:
    """Where a part that begins at a word may end, and whether it takes the words up to there."""
    words = reading.words
    if isinstance(part, Edge):
        if at == 0 or at == len(words) or words[at].parted >= LIGHT:
            yield at, False
    elif isinstance(part, Gap):
        yield at, False
        for end in range(at + 1, min(at + part.words, len(words)) + 1):
            if words[end - 1].parted > (COMMA if part.commas else LIGHT):
                return
            yield end, False
    elif isinstance(part, Amount):
        for end in _amounts(part, reading, at, first=first):
            yield end, True
    else:
        if part.optional:
            yield at, True
        if at == len(words) or (words[at].parted > part.after and not first):
            return
        for run in part.runs.get(words[at].stem, ()):
            end = at + len(run)
            if reading.stems[at:end] == run and reading.parted(at, end) <= LIGHT:
                yield end, True


def _amounts(part: Amount, reading: Reading, at: int, *, first: bool) -> Iterator[int]:
    number = reading.numbers.get(at)
    if number is None or (not first and reading.words[at].parted > COMMA):
        return
    least, most = part.quantity.at_least, part.quantity.at_most
    if not part.units and least <= number.value <= most:
        yield number.end
    for unit, by in part.units.items():
        for begin in range(number.end, number.end + part.quantity.between + 1):
            end = begin + len(unit)
            if reading.stems[begin:end] != unit or reading.parted(number.end - 1, end) > NONE:
                continue
            if least <= number.value * by <= most:
                yield end
            break
