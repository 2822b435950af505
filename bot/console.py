"""Markdown as text for a terminal: wrapped, with bold, italics and links made readable.

It works line by line and leaves code blocks as they are: what is shown in a terminal is mostly
Markdown already, and people copy the code.
"""

import re
import shutil
from collections.abc import Iterator, Sequence

import click

WIDEST = 80
FENCE = re.compile(r"^\s*(```|~~~)")
HEADING = re.compile(r"^#{1,6} +(.*)$")
# What stands before the text of a line, and hangs out when the text is wrapped.
LEAD = re.compile(r"^(\s*(?:[-*] |\d+\. |\[\d+\] |> )?)(.*)$")
CELL_BORDER = re.compile(r"(?<!\\)\|")
TABLE_RULE = re.compile(r"^\|[\s:|-]+\|$")
INLINE = re.compile(
    r"(?P<code>`[^`]+`)"
    r"|\[(?P<title>[^\]]+)\]\((?P<url>[^)\s]+)\)"
    r"|\*\*(?P<bold>[^*]+)\*\*"
    r"|(?<![\w*])\*(?P<italic>[^*\s](?:[^*]*[^*\s])?)\*(?![\w*])"
)
CONTROL = {code: None for code in [*range(32), *range(127, 160)] if chr(code) not in "\n\t"}


def width() -> int:
    """The columns to write in."""
    return min(WIDEST, shutil.get_terminal_size((WIDEST, 24)).columns)


def printable(text: str) -> str:
    """A text without control characters: what a person typed must not steer our terminal."""
    return text.translate(CONTROL)


def one_line(text: str) -> str:
    """A text on a single line, without control characters."""
    return printable(" ".join(text.split()))


def render(markdown: str, columns: int | None = None) -> str:
    """Markdown for a terminal; styles are ANSI codes, which `click.echo` drops where due."""
    return "\n".join(_lines(printable(markdown).splitlines(), columns or width()))


def wrapped(text: str, indent: str = "") -> str:
    """A text as it is, without control characters, its lines indented and wrapped."""
    lines = printable(text).splitlines()
    return "\n".join(part for line in lines for part in _wrapped(indent + line, width()))


def aligned(rows: Sequence[Sequence[str]], gap: str = "  ") -> list[str]:
    """Rows as lines with their columns aligned."""
    widths = [max(_length(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        gap.join(
            cell + " " * (size - _length(cell)) for cell, size in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]


def _lines(lines: Sequence[str], columns: int) -> Iterator[str]:
    in_code = False
    table: list[str] = []
    for line in lines:
        if table and not line.startswith("|"):
            yield from _table(table, columns)
            table = []
        if FENCE.match(line):
            in_code = not in_code
            yield line
        elif in_code:
            yield line
        elif line.startswith("|"):
            table.append(line)
        elif heading := HEADING.match(line):
            yield click.style(_inline(heading[1]), bold=True)
        else:
            yield from _wrapped(_inline(line), columns)
    yield from _table(table, columns)


def _wrapped(line: str, columns: int) -> Iterator[str]:
    found = LEAD.fullmatch(line)
    lead, text = found.groups() if found else ("", line)
    following = lead if lead.strip() == ">" else " " * len(lead)
    room = columns - len(lead)
    words: list[str] = []
    used = 0
    for word in text.split():
        size = _length(word)
        if words and used + len(words) + size > room:
            yield lead + " ".join(words)
            lead, words, used = following, [], 0
        words.append(word)
        used += size
    yield (lead + " ".join(words)).rstrip()


def _table(lines: Sequence[str], columns: int) -> Iterator[str]:
    """A table in aligned columns, or a block for each row where that would be too wide."""
    rows = [_cells(line) for line in lines if not TABLE_RULE.match(line)]
    if not rows:
        return
    size = max(map(len, rows))
    header, *body = [[*row, *[""] * (size - len(row))] for row in rows]
    shown = aligned([[click.style(cell, bold=True) for cell in header], *body])
    if max(map(_length, shown)) <= columns:
        yield from shown
        return
    for row in body:
        yield click.style(row[0], bold=True)
        for name, cell in zip(header[1:], row[1:], strict=True):
            yield from _wrapped(f"  {name}: {cell}", columns)


def _cells(line: str) -> list[str]:
    cells = CELL_BORDER.split(line.strip().removeprefix("|").removesuffix("|"))
    return [_inline(cell.strip().replace("\\|", "|")) for cell in cells]


def _inline(text: str) -> str:
    return INLINE.sub(_styled, text)


def _styled(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "code":
            return _words(found["code"], fg="cyan")
        case "url":
            return f"{found['title']} ({_words(found['url'], underline=True)})"
        case "bold":
            return _words(found["bold"], bold=True)
        case _:
            return _words(found["italic"], italic=True)


def _words(text: str, **style: str | bool) -> str:
    # Each word alone, so that a line can break between them.
    return " ".join(click.style(word, **style) for word in text.split(" "))  # type: ignore[arg-type]  # a table of styles


def _length(text: str) -> int:
    return len(click.unstyle(text))
