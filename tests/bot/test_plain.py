"""Replies as plain text."""

import re

import pytest

from bot import plain
from bot.replies import Reply
from bot.wording import Buttons, Details, Note, Prose, Table, parts
from tests.bot.samples import REPLIES

every_reply = pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES.keys())


@every_reply
def test_plain_text_leaves_nothing_out(reply: Reply) -> None:
    text = plain.render(reply)
    for part in parts(reply):
        match part:
            case Prose() | Note() | Details():
                assert part.markdown in text
            case Table():
                assert all(cell in text for row in part.rows for cell in row)
            case Buttons():
                assert all(button.label in text for button in part.buttons)


@every_reply
def test_numbers_count_the_buttons_in_their_order(reply: Reply) -> None:
    lines = re.findall(r"^\[(\d+)\] (.+)$", plain.render(reply, numbered=True), re.MULTILINE)
    labels = [button.label for button in plain.buttons(reply)]
    assert lines == [(str(n), label) for n, label in enumerate(labels, start=1)]


@every_reply
def test_without_numbers_there_are_none(reply: Reply) -> None:
    assert not re.search(r"^\[\d+\]", plain.render(reply), re.MULTILINE)


@every_reply
def test_blocks_are_set_apart_by_one_blank_line(reply: Reply) -> None:
    text = plain.render(reply)
    assert text == text.strip()
    assert "\n\n\n" not in text
