"""Replies as plain text: for the terminal, and as the full-text fallback of every Slack message."""

from collections.abc import Iterable, Iterator

from bot.replies import Reply
from bot.wording import Button, Buttons, Details, Note, Part, Picture, Prose, Table, parts


def render(reply: Reply, *, numbered: bool = False) -> str:
    """The reply as Markdown-flavoured text; `numbered` puts numbers before what can be chosen."""
    return text(parts(reply), numbered=numbered)


def text(shown: Iterable[Part], *, numbered: bool = False) -> str:
    """The same of parts that a reply was put into already."""
    counter = iter(range(1, 1000))
    blocks = [_render(part, counter if numbered else None) for part in shown]
    return "\n\n".join(block for block in blocks if block)


def buttons(reply: Reply) -> list[Button]:
    """The buttons of a reply in the order of their numbers."""
    return [b for part in parts(reply) if isinstance(part, Buttons) for b in part.buttons]


def _render(part: Part, counter: Iterator[int] | None) -> str:
    match part:
        case Prose(markdown=markdown) | Note(markdown=markdown):
            return markdown
        case Details(summary=summary, markdown=markdown):
            return f"{summary}\n{markdown}"
        case Table():
            return "\n\n".join([part.caption, *_table(part)])
        case Buttons(buttons=()) | Picture():
            return ""
        case Buttons(label=label):
            marks = (f"[{next(counter)}]" if counter else "-" for _ in part.buttons)
            lines = [f"{m} {b.label}" for m, b in zip(marks, part.buttons, strict=True)]
            return "\n".join([f"{label}:", *lines])


def _table(table: Table) -> Iterator[str]:
    for heading, *cells in table.rows:
        named = zip(table.header[1:], cells, strict=True)
        yield "\n".join([heading, *(f"  {name}: {cell}" for name, cell in named)])
