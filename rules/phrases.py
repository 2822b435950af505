"""Phrases: what may stand in one, and where a text has it.

A phrase is words, each matched by its stem. Beside them may stand

- `{name}`: a word of that class, or a quantity, of `rules/language/`;
- `(a b|c|{name})`: one of these; `word?`, `{name}?` or `(a|b)?`: or nothing;
- `...`: as many words as dots, at most, without a comma between; `,...`: with commas;
- `|`: nothing, but where a part of a sentence begins or ends;
- a comma behind a word: there may be one in the text.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from knowledge.content import unknown
from rules.language import language
from rules.parts import Part, Words, choice, edge, gap
from rules.reading import COMMA, LIGHT

HINT = "~"
"""The mark before a phrase that is but a hint."""

_PART = re.compile(r",?\.{3,}|\{[^}]*\}\??|\([^)]*\)\??|\S+")
_MARKS = re.compile(r"[{}()?]")
_NESTED = re.compile(r"\([^)]*\(")


class UnknownWordClass(ValueError):
    """A phrase names a class of words or a quantity that the language does not have."""


class FaultyChoice(ValueError):
    """A phrase has something other than words, or a class alone, as one of several."""


class Phrase(NamedTuple):
    """A phrase as it is written; `it` are the words that `{it}` stands for."""

    text: str
    it: tuple[str, ...] = ()


def taken_apart(phrases: Iterable[Phrase]) -> Iterator[tuple[Part, ...]]:
    """The parts of each phrase. Those with the same words share them: so a text is searched for
    these once.

    Raises:
        UnknownWordClass: if a phrase names a class that is not there.
        FaultyChoice: if one of several is neither words nor a class alone.
    """
    known: dict[tuple[str, tuple[str, ...], int], Part] = {}
    shared: dict[tuple[tuple[str, ...], tuple[str, ...]], Words] = {}
    for phrase in phrases:
        parts, breaks = [], LIGHT
        for written in _written(phrase.text):
            key = written, phrase.it if "{it}" in written else (), breaks
            if key not in known:
                known[key] = _part(*key, shared)
            parts.append(known[key])
            breaks = COMMA if "," in written else LIGHT
        yield tuple(parts)


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


def _written(phrase: str) -> list[str]:
    written: list[str] = _PART.findall(phrase.removeprefix(HINT))
    return written


def _part(
    written: str,
    it: tuple[str, ...],
    breaks: int,
    shared: dict[tuple[tuple[str, ...], tuple[str, ...]], Words],
) -> Part:
    written = written.removesuffix(",")
    if written == "|":
        return edge()
    if not written.strip(",."):
        return gap(written.count("."), COMMA if written.startswith(",") else LIGHT)
    choices = _choices(written, it)
    words = shared.setdefault(choices, Words(*choices))
    return choice(words, optional=written.endswith("?"), breaks=breaks)


def _choices(written: str, it: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words and the names of the quantities that a part stands for."""
    known, body = language(), written.removesuffix("?")
    words: list[str] = []
    quantities: list[str] = []
    for one in body[1:-1].split("|") if body.startswith("(") else [body]:
        name = one[1:-1] if one.startswith("{") and one.endswith("}") else None
        if name is None:
            if _MARKS.search(one):
                raise FaultyChoice(f"{one!r} in {written!r}: expected words, or a class alone")
            words.append(one)
        elif name in known.quantities:
            quantities.append(name)
        elif name == "it" or name in known.classes:
            words += it if name == "it" else known.classes[name]
        else:
            names = {*known.classes, *known.quantities}
            raise UnknownWordClass(unknown("class of words", name, names))
    return tuple(words), tuple(quantities)
