"""Replies as Block Kit. The one file that knows blocks and their limits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

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

from bot.replies import ACTION
from bot.slack.text import cut, escape, markdown, mrkdwn
from bot.wording import Button, Buttons, Details, Note, Part, Prose, Table

Blocks = list[dict[str, Any]]

ACTION_PREFIX = "advisor-"
MOST_BLOCKS = 50
MOST_BUTTONS = 25
LONGEST_MESSAGE = 12_000
LONGEST_LABEL = 75
LONGEST_SECTION = 3_000
MOST_ROWS, MOST_COLUMNS = 100, 20
EMPTY_CELL = "–"
LEFT_OUT = "Left out here, because Slack takes no message as long as that: {}."


def render(parts: Sequence[Part]) -> Blocks:
    """The blocks of a message, within Slack's limits.

    Details are left out from the last on where the message would be too long; then its longest
    text is cut.
    """
    kept, dropped = list(parts), list[str]()
    while _is_too_long(blocks := _blocks(kept, dropped)):
        details = [part for part in kept if isinstance(part, Details)]
        if details:
            dropped.insert(0, details[-1].summary)
            kept.remove(details[-1])
            continue
        prose = [part for part in kept if isinstance(part, Prose)]
        longest = max(prose, key=lambda part: len(part.markdown), default=None)
        if longest is None or len(longest.markdown) < LONGEST_LABEL:
            return blocks[:MOST_BLOCKS]
        shorter = cut(longest.markdown, len(longest.markdown) * 3 // 4)
        kept[kept.index(longest)] = Prose(markdown=shorter)
    return blocks


def sections(text: str, parts: Iterable[Part]) -> Blocks:
    """A message of the oldest blocks only, for when Slack does not take the others."""
    rest = cut(escape(text), LONGEST_MESSAGE)
    blocks: list[Block] = []
    while rest:
        piece = cut(rest, LONGEST_SECTION)
        blocks.append(_section(piece))
        rest = rest[len(piece.removesuffix("…")) :].strip() if len(piece) < len(rest) else ""
    numbers = count()
    for part in parts:
        if isinstance(part, Buttons):
            blocks += _actions(part, numbers)
    return _checked(blocks[:MOST_BLOCKS])


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


def chosen(blocks: Iterable[Mapping[str, Any]], label: str) -> Blocks:
    """The blocks of a posted message without its buttons, saying what was chosen."""
    kept = [dict(block) for block in blocks if block.get("type") != ActionsBlock.type]
    note = ContextBlock(
        elements=[MarkdownTextObject(text=f"Chosen: *{escape(label)}*", verbatim=True)]
    )
    return [*kept[: MOST_BLOCKS - 1], *_checked([note])]


def home(title: str, parts: Iterable[Part]) -> Blocks:
    """The App Home: what the advisor can do. Markdown blocks are for messages only."""
    blocks: list[Block] = [HeaderBlock(text=PlainTextObject(text=cut(title, 150)))]
    blocks += [_section(mrkdwn(part.markdown)) for part in parts if isinstance(part, Prose)]
    return _checked(blocks)


def _blocks(parts: Iterable[Part], dropped: Sequence[str]) -> Blocks:
    numbers = count()
    tables = count()
    blocks = [block for part in parts for block in _part(part, numbers, tables)]
    if dropped:
        blocks += _part(Note(markdown=LEFT_OUT.format(", ".join(dropped))), numbers, tables)
    return _checked(blocks)


def _part(part: Part, numbers: "count[int]", tables: "count[int]") -> Iterator[Block]:
    match part:
        case Prose(markdown="") | Note(markdown=""):
            return
        case Prose(markdown=text):
            yield MarkdownBlock(text=cut(markdown(text), LONGEST_MESSAGE))
        case Note(markdown=text):
            shown = MarkdownTextObject(text=cut(mrkdwn(text), LONGEST_SECTION), verbatim=True)
            yield ContextBlock(elements=[shown])
        case Details(summary=summary, markdown=text):
            whole = f"**{markdown(summary)}**\n\n{markdown(text)}"
            yield MarkdownBlock(text=cut(whole, LONGEST_MESSAGE))
        case Table():
            yield MarkdownBlock(text=f"**{markdown(part.caption)}**")
            # Slack takes one table a message.
            yield _table(part) if next(tables) == 0 else MarkdownBlock(text=_listed(part))
        case Buttons():
            yield from _actions(part, numbers)


def _actions(part: Buttons, numbers: "count[int]") -> Iterator[ActionsBlock]:
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
    rows = (
        "\n".join(
            [
                f"**{markdown(heading)}**",
                *(
                    f"- {markdown(name)}: {markdown(cell)}"
                    for name, cell in zip(table.header[1:], cells, strict=True)
                ),
            ]
        )
        for heading, *cells in table.rows
    )
    return cut("\n\n".join(rows) or EMPTY_CELL, LONGEST_MESSAGE)


def _section(text: str) -> SectionBlock:
    return SectionBlock(text=MarkdownTextObject(text=cut(text, LONGEST_SECTION), verbatim=True))


def _checked(blocks: Iterable[Block]) -> Blocks:
    # Parsing what was built checks nested elements too, which validate_json() alone does not.
    parsed = Block.parse_all([block.to_dict() for block in blocks])
    return [block.to_dict() for block in parsed]


def _is_too_long(blocks: Blocks) -> bool:
    return len(blocks) > MOST_BLOCKS or _weight(blocks) > LONGEST_MESSAGE


def _weight(value: object) -> int:
    """The characters that people see in blocks."""
    if isinstance(value, Mapping):
        text = value.get("text")
        own = len(text) if isinstance(text, str) else 0
        return own + sum(_weight(inner) for inner in value.values())
    if isinstance(value, list):
        return sum(_weight(inner) for inner in value)
    return 0
