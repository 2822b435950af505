"""The tabs of the advisor's home."""

import json
import logging

import pytest

from tests.slack.talking import settled
from tests.slack_support import ALICE, DIRECT, Bench, FakeSlack, eventually


async def test_the_messages_tab_suggests_what_to_ask(bench: Bench, fake: FakeSlack) -> None:
    opened = {"type": "app_home_opened", "tab": "messages", "channel": DIRECT, "user": ALICE}
    await bench.event(opened)
    (call,) = await eventually(lambda: fake.made("assistant.threads.setSuggestedPrompts"))
    assert "thread_ts" not in call.body
    assert call.body["channel_id"] == DIRECT
    assert 1 <= len(call.body["prompts"]) <= 4


async def test_the_home_tab_says_what_the_advisor_does(bench: Bench, fake: FakeSlack) -> None:
    opened = {"type": "app_home_opened", "tab": "home", "channel": DIRECT, "user": ALICE}
    await bench.event(opened)
    (call,) = await eventually(lambda: fake.made("views.publish"))
    view = call.body["view"]
    shown = json.loads(view) if isinstance(view, str) else view
    assert (call.body["user_id"], shown["type"]) == (ALICE, "home")
    assert "Framework Advisor" in json.dumps(shown)


@pytest.mark.parametrize("tab", ["home", "messages"])
async def test_a_tab_that_cannot_be_filled_is_no_error(
    bench: Bench, fake: FakeSlack, tab: str, caplog: pytest.LogCaptureFixture
) -> None:
    for method in ("views.publish", "assistant.threads.setSuggestedPrompts"):
        fake.fail(method, "missing_scope")
    opened = {"type": "app_home_opened", "tab": tab, "channel": DIRECT, "user": ALICE}
    assert await bench.event(opened) == 200
    await settled(bench)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
