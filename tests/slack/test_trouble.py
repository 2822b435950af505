"""Trouble with Slack: what it refuses, delays, does not tell or never takes."""

import logging

import pytest
from aiohttp import web

from bot.conversation import Conversation
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


async def test_what_slack_refuses_for_good_is_given_up_and_logged_with_its_id(
    bench: Bench, fake: FakeSlack, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    fake.fail("chat.postMessage", "is_archived")
    await bench.event(message(QUESTION, ts=TS), "Ev1")
    await eventually(lambda: [r for r in caplog.records if r.levelno >= logging.ERROR])
    assert "event:Ev1 was given up: is_archived" in caplog.text
    await eventually(lambda: store.outbox_depth().dead == 1)
    assert store.outbox_depth().waiting == 0


async def test_a_reply_waits_for_a_token_that_the_operator_has_to_mend(
    bench: Bench, fake: FakeSlack
) -> None:
    fake.fail("chat.postMessage", "token_expired")
    await bench.event(message(QUESTION, ts=TS))
    await bench.posted(1)


async def test_a_post_that_got_no_answer_is_looked_for_before_it_is_made_again(
    bench: Bench, fake: FakeSlack, store: Store
) -> None:
    fake.lose("chat.postMessage")
    await bench.event(message(QUESTION, ts=TS))
    await eventually(lambda: fake.made("conversations.replies"))
    await eventually(lambda: store.outbox_depth().waiting == 0)
    assert len(fake.posts) == 1


@pytest.mark.parametrize("error", ["ratelimited", "token_expired"])
async def test_a_post_that_slack_did_not_make_is_not_looked_for(
    bench: Bench, fake: FakeSlack, error: str
) -> None:
    fake.fail("chat.postMessage", error)
    await bench.event(message(QUESTION, ts=TS))
    await bench.posted(1)
    assert not fake.made("conversations.replies")


async def test_what_is_kept_of_a_failure_shows_no_secret_and_no_word_of_a_person(
    bench: Bench, conversation: Conversation, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError(f"{QUESTION} xoxb-1234-secret")

    monkeypatch.setattr(type(conversation), "say", broken)
    await bench.event(message(QUESTION, ts=TS))
    (trouble,) = await eventually(lambda: store.troubled(10))
    assert trouble.error is not None
    assert trouble.error.startswith("ValueError")
    assert QUESTION not in trouble.error
    assert "secret" not in trouble.error


@pytest.mark.parametrize("answer", ['"x"', "[]", "\udcff"], ids=["a text", "a list", "no UTF-8"])
async def test_an_answer_that_is_not_slacks_costs_no_reply_and_not_the_order(
    bench: Bench, fake: FakeSlack, answer: str
) -> None:
    body = answer.encode(errors="surrogateescape")
    for method in ("chat.postMessage", "users.info"):
        fake.faults[method].append(web.Response(body=body, content_type="application/json"))
    await bench.event(message(QUESTION, ts=TS))
    await bench.event(message("help", ts="1700000009.000100"))
    first, second = await bench.posted(1), await bench.posted(2)
    assert (first.body["thread_ts"], second.body["thread_ts"]) == (TS, "1700000009.000100")
