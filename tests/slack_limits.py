"""What Slack would not take of the blocks of a message."""

from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block


def fault_of(blocks: Any) -> str | None:
    """What Slack would not take about blocks."""
    try:
        parsed = [Block.parse(block) for block in blocks]
        if any(block is None for block in parsed):
            return "an unknown block"
        for block in parsed:
            assert block is not None
            block.to_dict()
    except (SlackObjectFormationError, TypeError) as error:
        return str(error)
    ids = [e["action_id"] for b in blocks if b["type"] == "actions" for e in b["elements"]]
    if len(set(ids)) < len(ids):
        return "an action_id stands twice"
    tables = [block for block in blocks if block["type"] == "table"]
    if len(blocks) > 50 or len(tables) > 1 or written(blocks) > 12_000:
        return "too much"
    return None


def written(value: Any) -> int:
    """The characters of all texts in blocks."""
    if isinstance(value, dict):
        own = value.get("text")
        return (len(own) if isinstance(own, str) else 0) + sum(map(written, value.values()))
    return sum(map(written, value)) if isinstance(value, list) else 0
