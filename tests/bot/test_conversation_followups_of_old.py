"""What was said before there were follow-ups, or in another age, and is followed up now."""

import pytest

from bot.conversation import Conversation
from bot.replies import REPLY
from bot.store.store import Store
from tests.bot.talking import (
    ANN,
    THREAD,
    Line,
    talk,
)
from tests.conftest import NOW

OLD_TABLE = '{"kind": "comparison", "frameworks": ["Flask", "Sanic"], "rows": [["", "a", "b"]]}'
FIRST: Line = ("how fast is FastAPI?", "answer")


def test_a_reply_of_old_that_cannot_be_read_any_more_is_no_context(
    conversation: Conversation, store: Store
) -> None:
    talk(conversation, [FIRST])
    store.run("UPDATE turns SET reply = ?", ('{"kind": "answer", "of": "another age"}',))
    alone = conversation.advisor.answer("and flask?", NOW.date())[0]
    assert conversation.say(THREAD, ANN, "and flask?") == alone


@pytest.mark.parametrize(
    "stored",
    [
        OLD_TABLE,
        '{"kind": "suggest", "candidates": []}',
        '{"kind": "none", "not_covered": null, "noted": true, "candidates": [], "resume": null}',
        '{"kind": "answer", "entry": "x", "question": "X?", "answer": "Y.", "confidence": 0.9, '
        '"sources": [], "reviewed": "2026-01-01", "stale": false, "see_also": []}',
    ],
)
def test_replies_from_before_there_were_follow_ups_still_load(stored: str) -> None:
    assert getattr(REPLY.validate_json(stored), "taken_as", "missing") is None


def test_a_table_from_before_there_were_follow_ups_is_a_context(
    conversation: Conversation, store: Store
) -> None:
    talk(conversation, [("compare flask and sanic: websockets", "comparison")])
    store.run(
        "UPDATE turns SET text = 'Side by side', reply = ?",
        (OLD_TABLE,),
    )
    talk(
        conversation,
        [
            ("sources", "elaboration", lambda r: r.sources == ()),
            ("and falcon?", "answer", lambda r: set(r.frameworks) == {"flask", "falcon"}),
        ],
    )
