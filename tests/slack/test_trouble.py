"""Trouble with Slack: what it refuses, delays, does not tell or never takes."""

import logging

import pytest

from bot.store.store import Store
from tests.slack.talking import QUESTION, TS, settled
from tests.slack_support import DIRECT, Bench, FakeSlack, eventually, message


async def test_a_name_that_slack_does_not_tell_costs_no_reply(
    bench: Bench, fake: FakeSlack, store: Store
) -> None:
    fake.fail("users.info", "missing_scope")
    await bench.event(message(QUESTION, ts=TS))
    await bench.posted(1)
    assert store.turns(f"slack:T1:{DIRECT}:{TS}")[0].person.name is None


async def test_a_name_is_asked_for_once(bench: Bench, fake: FakeSlack) -> None:
    await bench.event(message(QUESTION))
    await bench.posted(1)
    await settled(bench)
    assert len(fake.made("users.info")) == 1


@pytest.mark.parametrize("error", ["invalid_blocks", "msg_blocks_too_long"])
async def test_an_answer_that_slack_does_not_take_is_posted_in_plainer_blocks(
    bench: Bench, fake: FakeSlack, error: str
) -> None:
    fake.fail("chat.postMessage", error)
    await bench.event(message(QUESTION))
    post = await bench.posted(1)
    assert {block["type"] for block in post.body["blocks"]} == {"section", "actions"}
    assert len(fake.made("chat.postMessage")) == 2


async def test_an_answer_whose_blocks_slack_never_takes_is_posted_as_text(
    bench: Bench, fake: FakeSlack
) -> None:
    fake.fail("chat.postMessage", "invalid_blocks", times=2)
    await bench.event(message(QUESTION))
    assert "blocks" not in (await bench.posted(1)).body


@pytest.mark.parametrize(
    ("status", "headers"),
    [(429, {"Retry-After": "0"}), (500, {})],
    ids=["slack says wait", "slack breaks down"],
)
async def test_a_reply_is_tried_again_when_slack_asks_to_wait_or_breaks_down(
    bench: Bench, fake: FakeSlack, status: int, headers: dict[str, str]
) -> None:
    fake.break_down("chat.postMessage", status, headers)
    await bench.event(message(QUESTION))
    await bench.posted(1)


async def test_what_was_taken_and_not_answered_is_logged_with_its_id(
    bench: Bench, fake: FakeSlack, caplog: pytest.LogCaptureFixture
) -> None:
    fake.fail("chat.postMessage", "token_expired")
    await bench.event(message(QUESTION, ts=TS))
    await eventually(lambda: [r for r in caplog.records if r.levelno >= logging.ERROR])
    assert f"message:T1:{DIRECT}:{TS} was taken, but not answered" in caplog.text
