"""What is counted between an event and its post, and how we stand with Slack."""

import asyncio
import time

import aiohttp
import pytest
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp

from bot.conversation import Conversation
from bot.metrics import CALLS, EVENTS, GIVEN_UP, REPLIES, RETRIES, Family, Metrics
from bot.settings import Settings
from bot.slack import client, socket
from bot.slack.ingress import JSON
from bot.standing import Standing
from bot.store.errors import StoreError
from bot.store.store import Store
from tests.slack.conftest import Serve
from tests.slack.talking import QUESTION, TS, mention, overheard
from tests.slack_support import (
    CHANNEL,
    SECRET,
    Bench,
    FakeSlack,
    eventually,
    message,
    signed,
)


@pytest.fixture
def metrics(conversation: Conversation) -> Metrics:
    return conversation.metrics


async def counted(metrics: Metrics, family: Family, *labels: str) -> int:
    """The count under these labels, as soon as there is one."""
    await eventually(lambda: metrics.counts(family).get(labels))
    return metrics.counts(family)[labels]


def observed(metrics: Metrics, part: str) -> int:
    return sum(metrics.times()[part][0])


async def test_an_event_that_is_answered_leaves_a_number_for_every_part_of_its_way(
    bench: Bench, metrics: Metrics
) -> None:
    assert await bench.event(message(QUESTION), "Ev1") == 200
    await eventually(lambda: observed(metrics, "whole"))
    for part in ("verify", "store", "wait", "answer", "post", "whole"):
        assert observed(metrics, part) == 1, part
    assert metrics.counts(EVENTS) == {("direct", "accepted"): 1}
    ((surface, _),) = metrics.counts(REPLIES)
    assert surface == "slack"
    assert metrics.counts(CALLS)["chat.postMessage", "ok"] == 1
    sums = {part: total for part, (_, total) in metrics.times().items()}
    assert sums["whole"] >= sums["post"] > 0


async def test_what_comes_again_counts_as_a_duplicate(bench: Bench, metrics: Metrics) -> None:
    await bench.event(mention(), "Ev1")
    await bench.event(mention(), "Ev1")
    assert metrics.counts(EVENTS) == {("mention", "accepted"): 1, ("mention", "duplicate"): 1}


async def test_what_is_none_of_our_business_counts_as_ignored(
    bench: Bench, metrics: Metrics
) -> None:
    await bench.event(message("hello", bot_id="B2"))
    await bench.event(overheard("lunch?", TS))
    await bench.event({"type": "team_join", "user": {}})
    await bench.interact({"type": "view_closed", "user": {"id": "U1"}, "team": {"id": "T1"}})
    assert metrics.counts(EVENTS) == {
        ("message", "ignored"): 1,
        ("overheard", "ignored"): 1,
        ("other", "ignored"): 2,
    }


async def test_a_command_and_a_click_count_as_what_they_are(bench: Bench, metrics: Metrics) -> None:
    await bench.command("help")
    await bench.command()
    await bench.click(await bench.posted(2))
    found = metrics.counts(EVENTS)
    assert (found["command", "accepted"], found["click", "accepted"]) == (2, 1)


@pytest.mark.parametrize(
    ("body", "changed", "age", "outcome"),
    [
        (b"{}", {"X-Slack-Signature": "v0=forged"}, 0, "signature"),
        (b"{}", {}, 3_600, "stale"),
        (b"[]", {}, 0, "unreadable"),
    ],
    ids=["forged", "stale", "unreadable"],
)
async def test_what_is_refused_counts_by_its_fault(
    bench: Bench,
    metrics: Metrics,
    body: bytes,
    changed: dict[str, str],
    age: int,
    outcome: str,
) -> None:
    headers = signed(SECRET, body, JSON, at=time.time() - age) | changed
    await bench.request(body, headers)
    assert metrics.counts(EVENTS) == {("request", outcome): 1}


async def test_what_could_not_be_stored_counts_as_failed(
    bench: Bench, metrics: Metrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> list[bool]:
        raise StoreError("the log is locked")

    monkeypatch.setattr(Store, "accept", locked)
    await bench.event(message(QUESTION))
    assert metrics.counts(EVENTS) == {("direct", "failed"): 1}


async def test_what_slack_limits_refuses_or_loses_counts_by_its_result(
    bench: Bench, fake: FakeSlack, metrics: Metrics
) -> None:
    fake.break_down("chat.postMessage", 429, {"Retry-After": "0"})
    await bench.event(message(QUESTION, ts="1700000001.000100"))
    await bench.posted(1)
    fake.break_down("chat.postMessage", 500)
    await bench.event(message(QUESTION, ts="1700000002.000100"))
    await bench.posted(2)
    fake.fail("chat.postMessage", "is_archived")
    await bench.event(message(QUESTION, ts="1700000003.000100"))
    assert await counted(metrics, GIVEN_UP, "outbox") == 1
    fake.lose("chat.postMessage")
    await bench.event(message(QUESTION, ts="1700000004.000100"))
    await counted(metrics, CALLS, "chat.postMessage", "unreachable")
    calls = metrics.counts(CALLS)
    for result in ("rate_limited", "failed", "refused"):
        assert calls["chat.postMessage", result] == 1, result
    retries = metrics.counts(RETRIES)
    assert retries["post", "rate_limited"] == 1
    assert retries["post", "failed"] >= 1


async def test_what_the_patient_client_tries_again_counts_too(
    bench: Bench, fake: FakeSlack, metrics: Metrics
) -> None:
    fake.break_down("users.info", 429, {"Retry-After": "0"})
    await bench.event(message(QUESTION))
    await bench.posted(1)
    assert metrics.counts(RETRIES) == {("call", "rate_limited"): 1}
    assert metrics.counts(CALLS)["users.info", "ok"] == 1


async def test_a_question_that_cannot_be_answered_counts_as_tried_again(
    bench: Bench, metrics: Metrics, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(Conversation, "say", broken)
    await bench.event(message(QUESTION))
    assert await counted(metrics, RETRIES, "answer", "failed") >= 1


async def test_the_standing_is_unknown_until_slack_took_the_token(
    settings: Settings, serve: Serve, standings: list[Standing], fake: FakeSlack
) -> None:
    fake.fail("auth.test", "internal_error", times=50)
    async with serve(settings):
        await eventually(lambda: fake.made("auth.test"))
        found = await standings[0].slack()
        assert found == {"state": "degraded", "bot_token": "not checked yet"}
        assert standings[0].working()
    fake.faults.clear()
    async with serve(settings):

        async def is_good() -> bool:
            return await standings[1].slack() == {"state": "ok", "bot_token": "good"}

        await eventually(is_good)


async def test_a_token_that_slack_refuses_is_told_with_slacks_word(
    settings: Settings, serve: Serve, standings: list[Standing], fake: FakeSlack
) -> None:
    fake.fail("auth.test", "invalid_auth")
    async with serve(settings):
        await eventually(lambda: standings[0].tokens["bot_token"] == "refused (invalid_auth)")


async def test_a_token_that_is_revoked_later_is_told_until_it_is_taken_again(
    bench: Bench, standings: list[Standing], fake: FakeSlack
) -> None:
    fake.fail("chat.postMessage", "token_revoked")
    await bench.event(message(QUESTION))
    await eventually(lambda: standings[0].tokens["bot_token"] == "refused (token_revoked)")
    await bench.posted(1)
    await eventually(lambda: standings[0].tokens["bot_token"] == "good")


async def test_a_channel_that_takes_no_post_says_nothing_of_the_token(
    bench: Bench, standings: list[Standing], fake: FakeSlack, metrics: Metrics
) -> None:
    fake.fail("chat.postMessage", "is_archived")
    await bench.event(mention(channel=CHANNEL))
    await counted(metrics, GIVEN_UP, "outbox")
    assert standings[0].tokens["bot_token"] == "good"


async def test_a_socket_is_told_to_be_connected_and_its_token_to_be_good(
    settings: Settings, serve: Serve, standings: list[Standing]
) -> None:
    by_socket = settings.model_copy(update={"slack_app_token": SecretStr("xapp-1")})
    expected = {"bot_token": "good", "app_token": "good", "socket": "connected"}
    async with serve(by_socket):
        (standing,) = standings

        async def is_ok() -> bool:
            return await standing.slack() == {"state": "ok", **expected}

        await eventually(is_ok)


async def test_a_socket_without_a_token_that_is_taken_is_not_connected(
    settings: Settings, serve: Serve, standings: list[Standing], fake: FakeSlack
) -> None:
    fake.fail("apps.connections.open", "not_allowed_token_type")
    by_socket = settings.model_copy(update={"slack_app_token": SecretStr("xapp-1")})
    async with serve(by_socket):
        (standing,) = standings
        await eventually(lambda: "refused" in standing.tokens["app_token"])
        found = await standing.slack()
    assert (found["state"], found["socket"]) == ("degraded", "not connected")
    assert found["app_token"] == "refused (not_allowed_token_type)"


async def test_a_socket_over_which_nothing_comes_any_more_is_silent(
    settings: Settings,
) -> None:
    metrics, standing = Metrics(), Standing("socket")
    async with aiohttp.ClientSession() as session:
        opened = client.open_client(settings, session, metrics=metrics, standing=standing)
        bolt = AsyncApp(token="xoxb-1", signing_secret=SECRET)
        handler = socket.open_handler(bolt, opened, "xapp-1")
        assert await socket.state(handler) == "not connected"
        await socket.connect(handler, opened)
        assert await socket.state(handler) == "connected"
        handler.client.last_ping_pong_time = time.time() - 1_000
        assert await socket.state(handler) == "silent"
        await handler.close_async()  # type: ignore[no-untyped-call]  # untyped in slack_bolt
        assert await socket.state(handler) == "not connected"


async def test_a_worker_that_ended_is_not_working(
    settings: Settings,
    serve: Serve,
    standings: list[Standing],
) -> None:
    async with serve(settings):
        (standing,) = standings
        await eventually(standing.working)
        (work,) = [task for task in asyncio.all_tasks() if task.get_name() == "slack-work"]
        work.cancel()
        await eventually(lambda: not standing.working())
