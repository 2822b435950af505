"""One id from event to reply, in every line of the log about it; and no word that people wrote."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr

from bot import logs
from bot.conversation import Conversation
from bot.settings import Settings
from bot.store.errors import StoreError
from bot.store.store import Store
from tests.slack.conftest import Serve
from tests.slack_support import CHANNEL, Bench, FakeSlack, envelope, eventually, message

QUESTION = "drf vs fastapi for our zebras"
FIRST, SECOND = "1700000001.000100", "1700000002.000100"
ABOUT_EVENTS = {f"bot.slack.{n}" for n in ("app", "courier", "desk", "names", "sending", "work")}
WAY = {"taken", "answered", "posted"}

Line = dict[str, Any]


class Log:
    """The log as it is written, from all of the product."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.show(texts=False)

    def show(self, *, texts: bool) -> None:
        """Shows what people wrote from now on, or does not."""
        self.handler.setFormatter(logs.formatter("json", texts=texts))

    def lines(self) -> list[Line]:
        """What was written about events."""
        found = [json.loads(line) for line in self.stream.getvalue().splitlines()]
        return [line for line in found if line["logger"] in ABOUT_EVENTS]

    def traced(self, trace: str) -> set[str]:
        """What was said under a trace."""
        return {line["event"] for line in self.lines() if line.get("trace") == trace}


@pytest.fixture
def log() -> Iterator[Log]:
    found, root = Log(), logging.getLogger()
    level = root.level
    root.addHandler(found.handler)
    root.setLevel(logging.DEBUG)
    yield found
    root.setLevel(level)
    root.removeHandler(found.handler)


def about(lines: list[Line]) -> list[Line]:
    """The lines that are not about the start of the server."""
    return [line for line in lines if "Slack knows us" not in line["event"]]


async def test_every_line_about_an_event_carries_its_id(
    log: Log, bench: Bench, fake: FakeSlack
) -> None:
    fake.fail("users.info", "missing_scope")
    fake.break_down("chat.postMessage", 429, {"Retry-After": "0"})
    fake.fail("chat.postMessage", "invalid_blocks")
    await bench.event(message(QUESTION), "Ev1")
    await eventually(lambda: log.traced("event:Ev1") >= WAY)
    lines = about(log.lines())
    assert {line.get("trace") for line in lines} == {"event:Ev1"}
    # The name, the wait that Slack asked for, and the blocks that it did not take.
    assert len(lines) == len(WAY) + 3


async def test_events_of_one_batch_keep_their_own_ids(log: Log, bench: Bench) -> None:
    await bench.event(message(QUESTION, ts=FIRST), "Ev1")
    await bench.event(message(QUESTION, ts=SECOND, channel=CHANNEL), "Ev2")
    for trace in ("event:Ev1", "event:Ev2"):
        await eventually(lambda trace=trace: log.traced(trace) >= WAY)
    for step in WAY:
        told = sorted(line["trace"] for line in log.lines() if line["event"] == step)
        assert told == ["event:Ev1", "event:Ev2"]


async def test_a_command_keeps_its_id_into_the_thread_that_it_opens(log: Log, bench: Bench) -> None:
    await bench.command("drf vs fastapi")
    await bench.posted(2)
    await eventually(lambda: len([n for n in log.lines() if n["event"] == "posted"]) == 2)
    traces = {line.get("trace") for line in about(log.lines())}
    (trace,) = traces
    assert str(trace).startswith("trigger:")


async def test_a_click_has_an_id_too(log: Log, bench: Bench) -> None:
    await bench.event(message("start"), "Ev1")
    await bench.click(await bench.posted(1))
    await bench.posted(2)
    traces = {line.get("trace") for line in about(log.lines())}
    assert len(traces) == 2
    assert "event:Ev1" in traces
    assert all(str(trace).startswith(("event:", "trigger:")) for trace in traces)


async def test_an_event_by_socket_has_its_id(
    log: Log, settings: Settings, serve: Serve, fake: FakeSlack
) -> None:
    by_socket = settings.model_copy(update={"slack_app_token": SecretStr("xapp-1")})
    async with serve(by_socket):
        await fake.deliver("events_api", envelope(message(QUESTION), "Ev1"))
        await eventually(lambda: log.traced("event:Ev1") >= WAY)


async def test_what_could_not_be_stored_is_said_under_its_id(
    log: Log, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_: object) -> list[bool]:
        raise StoreError("the log is locked")

    monkeypatch.setattr(Store, "accept", locked)
    assert await bench.event(message(QUESTION), "Ev1") == 503
    assert log.traced("event:Ev1") == {"an event could not be stored: the log is locked"}


async def test_what_fails_on_the_thread_of_the_store_is_said_under_its_id_without_the_question(
    log: Log, bench: Bench, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object, __: object, ___: object, text: str) -> None:
        raise ValueError(f"cannot answer {text!r}")

    with monkeypatch.context() as patch:
        patch.setattr(Conversation, "say", broken)
        await bench.event(message(QUESTION), "Ev1")
        await eventually(lambda: store.troubled(1))
    (failed,) = [line for line in log.lines() if "exception" in line]
    assert failed["trace"] == "event:Ev1"
    assert "ValueError" in failed["exception"]
    assert "zebras" not in log.stream.getvalue()


async def test_what_people_wrote_is_in_the_log_only_where_it_is_asked_for(
    log: Log, bench: Bench
) -> None:
    await bench.event(message(QUESTION, ts=FIRST), "Ev1")
    await eventually(lambda: log.traced("event:Ev1") >= WAY)
    assert "zebras" not in log.stream.getvalue()
    log.show(texts=True)
    await bench.event(message(QUESTION, ts=SECOND), "Ev2")
    await eventually(lambda: log.traced("event:Ev2") >= WAY)
    assert "zebras" in log.stream.getvalue()


async def test_no_token_is_in_the_log(log: Log, bench: Bench, fake: FakeSlack) -> None:
    fake.break_down("users.info", 500)
    await bench.event(message("is xoxb-99-Leaked safe?"), "Ev1")
    await eventually(lambda: log.traced("event:Ev1") >= WAY)
    log.show(texts=True)
    await bench.event(message("is xoxb-99-Leaked safe?", ts=SECOND), "Ev2")
    await eventually(lambda: log.traced("event:Ev2") >= WAY)
    assert "Leaked" not in log.stream.getvalue()
    assert "xoxb-***" in log.stream.getvalue()
