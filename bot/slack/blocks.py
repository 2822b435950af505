"""Replies as Block Kit. The one file that knows blocks and their limits."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain, count
from typing import Any, NamedTuple, TypeAlias

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    MarkdownBlock,
    MarkdownTextObject,
    PlainTextObject,
    RawTextObject,
    SectionBlock,
    TableBlock,
    TableBlockColumnSettings,
)

from bot.parts import Buttons, Details, Note, Part, Picture, Prose, Table
from bot.replies import ACTION
from bot.slack.text import ELLIPSIS, cut, escape, markdown, mrkdwn

Blocks = list[dict[str, Any]]
"""The blocks of a message. Messages share them: they are not to be changed."""


class Shown(NamedTuple):
    """A block, and the number of characters that people see in it."""

    block: dict[str, Any]
    weight: int


Numbers: TypeAlias = "count[int]"
Build = Callable[[Part, Numbers, Numbers], Iterator[Shown]]
"""What makes blocks of a part, counting the buttons and the tables of the message."""

KEPT = 512
"""Blocks of a kind that are kept: those of an entry are the same for everybody, and to make them
costs more than all else about a message. Of 94 entries and 160 facts they take 1 MB.
"""

KEPT_TABLES = 64
"""Tables that are kept, of some 10 kB each."""

ACTION_PREFIX = "advisor-"
MOST_BLOCKS = 50
MOST_BUTTONS = 25
LONGEST_MESSAGE = 12_000
LONGEST_LABEL = 75
LONGEST_SECTION = 3_000
LONGEST_HEADER = 150
MOST_ROWS, MOST_COLUMNS = 100, 20
EMPTY_CELL = "–"
LEFT_OUT = "Left out here, because Slack takes no message as long as that: {}."


def render(parts: Sequence[Part]) -> Blocks:
    """The blocks of a message, within Slack's limits.

    Details are left out from the last on where the message would be too long; then its longest
    text is cut.
    """
    return _fitted(parts, _rich)


def sections(parts: Sequence[Part]) -> Blocks:
    """The same in the oldest blocks only, for where Slack does not take the others."""
    return _fitted(parts, _plain)


def root_card(user: str, question: str | None, note: str = "") -> tuple[str, Blocks]:
    """The post above a thread that a command opened, as text and as blocks.

    `note` is in Slack's markup.
    """
    if question is None:
        text = f"<@{user}> is choosing a framework"
    else:
        quoted = "\n".join(f"> {line}" for line in escape(question).splitlines())
        text = f"<@{user}> asks:\n{cut(quoted, LONGEST_SECTION - 200)}"
    text = f"{note}\n{text}".strip()
    return text, [_section(text).to_dict()]


def poll_card(user: str, owner: str | None) -> tuple[str, Blocks]:
    """The post above the thread in which somebody answers alone in a poll."""
    whose = f"the poll of {escape(owner)}" if owner else "a poll"
    text = f"<@{user}> takes part in {whose}. Nobody else sees this thread."
    return text, [_section(text).to_dict()]


def chosen(blocks: Iterable[Mapping[str, Any]], label: str) -> Blocks:
    """The blocks of a posted message without its buttons, saying what was chosen."""
    kept = [dict(block) for block in blocks if block.get("type") != ActionsBlock.type]
    note = ContextBlock(
        elements=[MarkdownTextObject(text=f"Chosen: *{escape(label)}*", verbatim=True)]
    )
    return [*kept[: MOST_BLOCKS - 1], note.to_dict()]


def home(title: str, parts: Iterable[Part]) -> Blocks:
    """The App Home: what the advisor can do. Markdown blocks are for messages only."""
    header = HeaderBlock(text=PlainTextObject(text=cut(title, LONGEST_HEADER)))
    prose = [part for part in parts if isinstance(part, Prose)]
    return [header.to_dict(), *sections(prose)]


def _fitted(parts: Sequence[Part], build: Build) -> Blocks:
    kept, dropped = list(parts), list[str]()
    while True:
        note = [Note(markdown=LEFT_OUT.format(", ".join(dropped)))] if dropped else []
        numbers, tables = count(), count()
        built = (build(part, numbers, tables) for part in [*kept, *note])
        shown = list(chain.from_iterable(built))
        blocks = [one.block for one in shown]
        if len(shown) <= MOST_BLOCKS and sum(one.weight for one in shown) <= LONGEST_MESSAGE:
            return blocks
        details = [part for part in kept if isinstance(part, Details)]
        prose = [part for part in kept if isinstance(part, Prose)]
        longest = max(prose, key=lambda part: len(part.markdown), default=None)
        if details:
            dropped.insert(0, details[-1].summary)
            kept.remove(details[-1])
        elif longest is not None and len(longest.markdown) > LONGEST_LABEL:
            shorter = cut(longest.markdown, len(longest.markdown) * 3 // 4)
            kept[kept.index(longest)] = Prose(markdown=shorter)
        else:
            return blocks[:MOST_BLOCKS]


def _rich(part: Part, numbers: Numbers, tables: Numbers) -> Iterator[Shown]:
    match part:
        case Prose(markdown=text) if text:
            yield _markdown(text)
        case Note(markdown=text) if text:
            yield _small(text)
        case Details():
            yield _markdown(f"**{part.summary}**\n\n{part.markdown}")
        case Table() if next(tables) == 0:
            yield _markdown(f"**{part.caption}**")
            yield _table(part)
        case Table():
            # Slack takes one table a message.
            yield _markdown(_listed(part))
        case Buttons():
            yield from _actions(part, numbers)


def _plain(part: Part, numbers: Numbers, _: Numbers) -> Iterator[Shown]:
    match part:
        case Buttons():
            yield from _actions(part, numbers)
            return
        case Picture():
            return  # It is uploaded by itself.
        case Prose(markdown=text) | Note(markdown=text):
            pass
        case Details():
            text = f"**{part.summary}**\n\n{part.markdown}"
        case Table():
            text = _listed(part)
    rest = mrkdwn(text)
    while rest:
        piece = cut(rest, LONGEST_SECTION)
        yield _shown(_section(piece))
        rest = rest[len(piece.removesuffix(ELLIPSIS)) :].strip() if piece != rest else ""


def _actions(part: Buttons, numbers: Numbers) -> Iterator[Shown]:
    for start in range(0, len(part.buttons), MOST_BUTTONS):
        buttons = part.buttons[start : start + MOST_BUTTONS]
        labels = [
            _labelled(button.label, is_primary=button.style == "primary") for button in buttons
        ]
        elements = [
            {
                **label.block,
                "action_id": f"{ACTION_PREFIX}{next(numbers)}",
                "value": ACTION.dump_json(button.action).decode(),
            }
            for button, label in zip(buttons, labels, strict=True)
        ]
        row = {"elements": elements, **_no_buttons().block}
        yield Shown(row, sum(label.weight for label in labels))


@lru_cache(maxsize=KEPT)
def _labelled(label: str, *, is_primary: bool) -> Shown:
    """A button as far as everybody's is the same: its number and its action are to be filled in."""
    return _shown(
        ButtonElement(
            text=PlainTextObject(text=cut(label, LONGEST_LABEL)),
            action_id=ACTION_PREFIX,
            value="-",
            style="primary" if is_primary else None,
        )
    )


@cache
def _no_buttons() -> Shown:
    """A row of buttons without any."""
    return _shown(ActionsBlock(elements=[]))


@lru_cache(maxsize=KEPT)
def _markdown(text: str) -> Shown:
    return _shown(MarkdownBlock(text=cut(markdown(text), LONGEST_MESSAGE)))


@lru_cache(maxsize=KEPT)
def _small(text: str) -> Shown:
    shown = cut(mrkdwn(text), LONGEST_SECTION)
    return _shown(ContextBlock(elements=[MarkdownTextObject(text=shown, verbatim=True)]))


@lru_cache(maxsize=KEPT_TABLES)
def _table(table: Table) -> Shown:
    rows = [table.header, *table.rows][:MOST_ROWS]
    columns = table.header[:MOST_COLUMNS]
    return _shown(
        TableBlock(
            rows=[
                [RawTextObject(text=cell.strip() or EMPTY_CELL) for cell in row[:MOST_COLUMNS]]
                for row in rows
            ],
            column_settings=[TableBlockColumnSettings(is_wrapped=True) for _ in columns],
        )
    )


def _listed(table: Table) -> str:
    """A table as Markdown without a table."""
    rows = (
        "\n".join(
            [
                f"**{heading}**",
                *(f"- {n}: {c}" for n, c in zip(table.header[1:], cells, strict=True)),
            ]
        )
        for heading, *cells in table.rows
    )
    return "\n\n".join([f"**{table.caption}**", *rows])


def _section(text: str) -> SectionBlock:
    return SectionBlock(text=MarkdownTextObject(text=cut(text, LONGEST_SECTION), verbatim=True))


def _shown(block: Block | ButtonElement) -> Shown:
    # To parse it again would check nested elements, too, at twice the price: the tests do that.
    made = block.to_dict()
    return Shown(made, _weight(made))


def _weight(value: object) -> int:
    """The characters that people see in blocks."""
    if isinstance(value, Mapping):
        text = value.get("text")
        own = len(text) if isinstance(text, str) else 0
        return own + sum(_weight(inner) for inner in value.values())
    if isinstance(value, list):
        return sum(_weight(inner) for inner in value)
    return 0
