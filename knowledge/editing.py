"""Adding phrasings to the text of an entry's file, and leaving everything else as it is."""

import json
import re
import tomllib
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.content import FENCE

_START = re.compile(r"^phrasings[ \t]*=[ \t]*\[", re.MULTILINE)
_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?"""' + r"|'''.*?'''" + r'|"(?:\\.|[^"\\\n])*"' + r"|'[^'\n]*'"
    r"|(?P<comment>\#[^\n]*)|(?P<space>\s+)|(?P<comma>,)|(?P<end>\])",
    re.DOTALL,
)


class CannotEdit(Exception):
    """The phrasings of a file are written in a way that this module does not understand."""


class _Place(NamedTuple):
    """Where the last value of a list ends, where its comma does if there is one, and the list."""

    value: int
    comma: int | None
    end: int


def with_phrasings(text: str, added: Sequence[str]) -> str:
    """The text of an entry's file with phrasings added behind those that it has.

    Raises:
        CannotEdit: if the list is not found, or more than the list would change.
    """
    place = _place(text)
    quoted = [json.dumps(phrasing, ensure_ascii=False) for phrasing in added]
    line = text.rfind("\n", 0, place.end) + 1
    behind = place.value if place.comma is None else place.comma
    if behind <= line and not text[line : place.end].strip():
        # The bracket has a line of its own, and so each phrasing gets one.
        first = text.rfind("\n", 0, place.value) + 1
        indent = text[first : len(text) - len(text[first:].lstrip(" \t"))]
        ending = "\r\n" if text[line - 2 : line] == "\r\n" else "\n"
        lines = "".join(f"{indent}{one},{ending}" for one in quoted)
        comma = "," if place.comma is None else ""
        head, rest = text[: place.value] + comma, text[place.value : line]
        changed = head + rest + lines + text[line:]
    elif place.comma is None:
        changed = text[: place.value] + "".join(f", {q}" for q in quoted) + text[place.value :]
    else:
        changed = text[: place.comma] + "".join(f" {q}," for q in quoted) + text[place.comma :]
    _check(text, changed, added)
    return changed


def _place(text: str) -> _Place:
    start = _START.search(text)
    if start is None:
        raise CannotEdit("expected a line that begins with `phrasings = [`")
    at, value, comma = start.end(), start.end(), None
    while token := _TOKEN.match(text, at):
        at = token.end()
        match token.lastgroup:
            case "end":
                return _Place(value, comma, token.start())
            case "comma":
                comma = at
            case None:
                value, comma = at, None
    raise CannotEdit("expected the list of phrasings to hold texts only, and to end with `]`")


def _check(before: str, after: str, added: Sequence[str]) -> None:
    old, new = _front_matter(before), _front_matter(after)
    phrasings = old.get("phrasings")
    if not isinstance(phrasings, list) or new != {**old, "phrasings": [*phrasings, *added]}:
        raise CannotEdit("expected the list of phrasings to be the only one of its kind")


def _front_matter(text: str) -> dict[str, object]:
    try:
        data: dict[str, object] = tomllib.loads(text.replace("\r\n", "\n").split(f"{FENCE}\n")[1])
    except (tomllib.TOMLDecodeError, IndexError) as error:
        raise CannotEdit(f"expected a file that can be read: {error}") from error
    return data
