"""Phrases: what may stand in one, and where a text has it.

A phrase is words, each matched by its stem. Beside them may stand

- `{name}`: a word of that class, or a quantity, of `rules/language/`;
- `(a b|c|{name})`: one of these; `word?`, `{name}?` or `(a|b)?`: or nothing;
- `...`: as many words as dots, at most, without a comma between; `,...`: with commas;
- `|`: nothing, but where a part of a sentence begins or ends;
- a comma behind a word: there may be one in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from knowledge.content import unknown
from rules.language import Quantity, language
from rules.parts import Part, choice, edge, gap, ways
from rules.reading import COMMA, LIGHT, Reading

HINT = "~"
"""The mark before a phrase that is but a hint."""

NUMBER = ""
"""What stands for a quantity among the words with which a phrase may begin."""

WAYS = 24
"""In how many ways, at most, a phrase is looked for at one place of a text."""

_PART = re.compile(r",?\.{3,}|\{[^}]*\}\??|\([^)]*\)\??|\S+")
_NESTED = re.compile(r"\([^)]*\(")


class UnknownWordClass(ValueError):
    """A phrase names a class of words or a quantity that the language does not have."""


class FaultyChoice(ValueError):
    """A phrase has something other than words, or a class alone, as one of several."""


@dataclass(frozen=True, eq=False)
class Phrase:
    """A phrase as it is written; `it` are the words that `{it}` stands for. It is taken apart when
    it is first looked for, as of thousands a text needs but a few.
    """

    text: str
    it: tuple[str, ...] = ()

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Its parts; raises what `check` raises."""
        parts, breaks = [], LIGHT
        for written in _written(self.text):
            parts.append(_part(written.removesuffix(","), self.it, breaks))
            breaks = COMMA if "," in written else LIGHT
        return tuple(parts)

    @cached_property
    def needs(self) -> tuple[tuple[Part, int, tuple[int, ...]], ...]:
        """The parts that a text with the phrase has, from its end to its beginning: each with how
        many words it is, at least, behind the one before, and in which steps all further ones up to
        the most that it may be are reached.
        """
        needed, least, most = [], 0, 0
        for part in self.parts:
            if part.takes and not part.optional:
                needed.append((part, least, _steps(most - least)))
                least, most = 1, 0
            most += part.most
        return tuple(reversed(needed))

    def openings(self) -> Iterator[tuple[str, ...]]:
        """The words with which it may begin, as they are written; `NUMBER` for a quantity."""
        for written in _written(self.text):
            if written != "|":
                words, quantities = _choices(written.removesuffix(","), self.it)
                yield (*words, NUMBER) if quantities else words
                if not written.endswith("?"):
                    return

    def found(self, reading: Reading, at: int) -> set[tuple[int, ...]]:
        """The words that it takes, for each way in which a text has it from the word `at` on."""
        return set(islice(ways(self.parts, reading, at, set()), WAYS))


def _steps(places: int) -> tuple[int, ...]:
    """Steps of which some make every number up to one: 1, 2, 4 and so on, with the rest."""
    steps: list[int] = []
    while (reached := sum(steps)) < places:
        steps.append(min(reached + 1, places - reached))
    return tuple(steps)


def check(phrase: str) -> None:
    """Checks a phrase without taking it apart.

    Raises:
        UnknownWordClass: if it names a class that is not there.
        FaultyChoice: if one of several is neither words nor a class alone.
    """
    if "{" in phrase or _NESTED.search(phrase):
        for written in _written(phrase):
            if "{" in written or written.count("(") > 1:
                _choices(written.removesuffix(","), ())


def is_plain(phrase: str) -> bool:
    """Whether a phrase is words only, as a person would type them."""
    return not set(phrase) & set("{}()|~?") and "..." not in phrase


def _written(phrase: str) -> Iterator[str]:
    return (found.group() for found in _PART.finditer(phrase.removeprefix(HINT)))


def _part(written: str, it: tuple[str, ...], breaks: int) -> Part:
    if written == "|":
        return edge()
    if not written.strip(",."):
        return gap(written.count("."), COMMA if written.startswith(",") else LIGHT)
    words, quantities = _choices(written, it)
    return choice(words, quantities, optional=written.endswith("?"), breaks=breaks)


def _choices(written: str, it: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[Quantity, ...]]:
    """The words and the quantities that a part stands for."""
    known, body = language(), written.removesuffix("?")
    words: list[str] = []
    quantities: list[Quantity] = []
    for one in body[1:-1].split("|") if body.startswith("(") else [body]:
        name = one[1:-1] if one.startswith("{") and one.endswith("}") else None
        if name is None:
            if set(one) & set("{}()?"):
                raise FaultyChoice(f"{one!r} in {written!r}: expected words, or a class alone")
            words.append(one)
        elif name in known.quantities:
            quantities.append(known.quantities[name])
        elif name == "it" or name in known.classes:
            words += it if name == "it" else known.classes[name]
        else:
            names = {*known.classes, *known.quantities}
            raise UnknownWordClass(unknown("class of words", name, names))
    return tuple(words), tuple(quantities)
