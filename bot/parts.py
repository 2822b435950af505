"""What a reply is made of, on every surface: a few kinds of parts.

The renderers (Slack blocks, HTML, plain text) know these, not the replies.
"""

from typing import Literal

from bot.replies import Action
from knowledge.content import Frozen


class Prose(Frozen):
    """Markdown at full size."""

    markdown: str


class Note(Frozen):
    """A line of small print, in Markdown; `title` is shown on hover where a surface can."""

    markdown: str
    title: str | None = None


class Table(Frozen):
    """A table of plain text. The first cell of a row is its heading."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Details(Frozen):
    """Markdown that may be folded away under its summary."""

    summary: str
    markdown: str


class Picture(Frozen):
    """The picture of a recommendation, known by its walkthrough and the revision of that.

    `alt` says the same in words. Where there is text alone, the parts around it are enough.
    """

    walk: str
    revision: int
    alt: str


class Button(Frozen):
    """Something to press."""

    label: str
    action: Action
    style: Literal["plain", "primary", "quiet"] = "plain"


class Buttons(Frozen):
    """Buttons that belong together; `label` says to a screen reader what for."""

    label: str
    buttons: tuple[Button, ...]


Part = Prose | Note | Table | Details | Picture | Buttons


def shortened(text: str, most: int) -> str:
    """A text of at most so many characters, cut where it is longer."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
