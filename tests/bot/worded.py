"""What people get of a reply, whatever shows it; for each of the samples."""

import pytest

from bot import plain
from bot.replies import Reply
from tests.bot.samples import REPLIES

every_reply = pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES.keys())


def actions(reply: Reply) -> list[object]:
    return [button.action for button in plain.buttons(reply)]


def words(reply: Reply) -> str:
    return plain.render(reply)
