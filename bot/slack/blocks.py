"""Replies as Block Kit. The one file that knows blocks and their limits."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Any, TypeAlias

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

from bot.parts import Button, Buttons, Details, Note, Part, Picture, Prose, Table
from bot.replies import ACTION
from bot.slack.text import ELLIPSIS, cut, escape, markdown, mrkdwn

Blocks = list[dict[str, Any]]
Numbers: TypeAlias = "count[int]"
Build = Callable[[Part, Numbers, Numbers], Iterator[Block]]
"""What makes blocks of a part, counting the buttons and the tables of the message."""

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
    return text, _checked([_section(text)])


def poll_card(user: str, owner: str | None) -> tuple[str, Blocks]:
    """The post above the thread in which somebody answers alone in a poll."""
    whose = f"the poll of {escape(owner)}" if owner else "a poll"
    text = f"<@{user}> takes part in {whose}. Nobody else sees this thread."
    return text, _checked([_section(text)])


def chosen(blocks: Iterable[Mapping[str, Any]], label: str) -> Blocks:
    """The blocks of a posted message without its buttons, saying what was chosen."""
    kept = [dict(block) for block in blocks if block.get("type") != ActionsBlock.type]
    note = ContextBlock(
        elements=[MarkdownTextObject(text=f"Chosen: *{escape(label)}*", verbatim=True)]
    )
    return [*kept[: MOST_BLOCKS - 1], *_checked([note])]


def home(title: str, parts: Iterable[Part]) -> Blocks:
    """The App Home: what the advisor can do. Markdown blocks are for messages only."""
    header = HeaderBlock(text=PlainTextObject(text=cut(title, LONGEST_HEADER)))
    prose = [part for part in parts if isinstance(part, Prose)]
    return [*_checked([header]), *sections(prose)]


def _fitted(parts: Sequence[Part], build: Build) -> Blocks:
    kept, dropped = list(parts), list[str]()
    while True:
        note = [Note(markdown=LEFT_OUT.format(", ".join(dropped)))] if dropped else []
        numbers, tables = count(), count()
        built = (build(part, numbers, tables) for part in [*kept, *note])
        blocks = _checked(chain.from_iterable(built))
        if len(blocks) <= MOST_BLOCKS and _weight(blocks) <= LONGEST_MESSAGE:
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


def _rich(part: Part, numbers: Numbers, tables: Numbers) -> Iterator[Block]:
    match part:
        case Prose(markdown=text) if text:
            yield _markdown(text)
        case Note(markdown=text) if text:
            shown = cut(mrkdwn(text), LONGEST_SECTION)
            yield ContextBlock(elements=[MarkdownTextObject(text=shown, verbatim=True)])
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


def _plain(part: Part, numbers: Numbers, _: Numbers) -> Iterator[Block]:
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
        yield _section(piece)
        rest = rest[len(piece.removesuffix(ELLIPSIS)) :].strip() if piece != rest else ""


def _actions(part: Buttons, numbers: Numbers) -> Iterator[ActionsBlock]:
    for start in range(0, len(part.buttons), MOST_BUTTONS):
        buttons = part.buttons[start : start + MOST_BUTTONS]
        yield ActionsBlock(elements=[_button(button, next(numbers)) for button in buttons])


def _button(button: Button, number: int) -> ButtonElement:
    return ButtonElement(
        text=PlainTextObject(text=cut(button.label, LONGEST_LABEL)),
        action_id=f"{ACTION_PREFIX}{number}",
        value=ACTION.dump_json(button.action).decode(),
        style="primary" if button.style == "primary" else None,
    )


def _table(table: Table) -> TableBlock:
    rows = [table.header, *table.rows][:MOST_ROWS]
    columns = table.header[:MOST_COLUMNS]
    return TableBlock(
        rows=[
            [RawTextObject(text=cell.strip() or EMPTY_CELL) for cell in row[:MOST_COLUMNS]]
            for row in rows
        ],
        column_settings=[TableBlockColumnSettings(is_wrapped=True) for _ in columns],
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


def _markdown(text: str) -> MarkdownBlock:
    return MarkdownBlock(text=cut(markdown(text), LONGEST_MESSAGE))


def _section(text: str) -> SectionBlock:
    return SectionBlock(text=MarkdownTextObject(text=cut(text, LONGEST_SECTION), verbatim=True))


def _checked(blocks: Iterable[Block]) -> Blocks:
    # To parse them again would check nested elements, too, at twice the price: the tests do that.
    return [block.to_dict() for block in blocks]


def _weight(value: object) -> int:
    """The characters that people see in blocks."""
    if isinstance(value, Mapping):
        text = value.get("text")
        own = len(text) if isinstance(text, str) else 0
        return own + sum(_weight(inner) for inner in value.values())
    if isinstance(value, list):
        return sum(_weight(inner) for inner in value)
    return 0
