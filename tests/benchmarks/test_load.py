"""The benchmark of the server under load: it counts what happens; how fast is never tested."""

import asyncio
import itertools
import json
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest

from benchmarks.load import __main__ as load
from benchmarks.load.driving import Driven, Driver
from benchmarks.load.events import SECRET, Event, Events
from benchmarks.load.goals import (
    COUNTS,
    CROWD,
    FULL,
    LATENCIES,
    MEMORY,
    PARTS,
    RATES,
    RATIOS,
    REVIEW,
)
from benchmarks.load.hearing import Hearing
from benchmarks.load.logged import full
from benchmarks.load.page import page
from benchmarks.load.questions import distinct, repeated, texts
from benchmarks.load.reckoning import percentile
from bot.slack import ingress
from bot.store.records import Filter
from bot.store.store import Store
from tests.conftest import skip_or_fail
from tests.slack_support import eventually

REMEDY = "run `python -m benchmarks.load --keep`, or `make load` to measure anew"
NOTHING_WRONG = {goal.key: 0 for goal in COUNTS if goal.goal == 0}

HEAD_END = b"\r\n\r\n"
ACKNOWLEDGED = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"


def measured(value: float) -> dict[str, Any]:
    """Figures that are all the same."""

    def all_of(*goals: Any) -> dict[str, Any]:
        return {goal.key: value for some in goals for goal in some}

    when = {"date": "2026-11-22", "loads": "1.0"}
    return {
        "machine": "a machine",
        "settings": {"people": 64, "events": 100, "group": 16},
        "load": {**when, **all_of(RATIOS, RATES, LATENCIES, MEMORY, COUNTS)},
        "parts": dict.fromkeys(PARTS, value),
        "crowd": {**when, "people": 1000, "seconds": 60, **all_of(CROWD)},
        "full": {**when, "logged": 1_000_000, "decisions": 9, **all_of(FULL, REVIEW)},
    }


def test_a_short_load_is_measured_in_full_and_all_is_answered_once(tmp_path: Path) -> None:
    if sys.platform != "linux":
        skip_or_fail("only Linux tells what a process uses")
    file = tmp_path / "figures.json"
    load.main(["--short", "--people", "20", "--json", str(file)])
    found = json.loads(file.read_text(encoding="utf-8"))
    wanted = {goal.key for goal in (*RATIOS, *RATES, *LATENCIES, *MEMORY, *COUNTS)}
    assert wanted <= set(found["load"])
    assert {goal.key for goal in CROWD} <= set(found["crowd"])
    assert list(found["parts"]) == list(PARTS)
    for figures in (found["load"], found["crowd"]):
        assert figures["asked"] > 0
        assert {key: figures[key] for key in NOTHING_WRONG} == NOTHING_WRONG


def test_an_event_is_one_of_slacks_and_like_no_other() -> None:
    events = Events(iter(["is drf too slow"] * 3))
    made = [events.next(person) for person in (1, 1, 2)]
    assert len({event.id for event in made}) == len({event.ts for event in made}) == 3
    for event in made:
        head, _, body = event.request.partition(HEAD_END)
        lines = (line.partition(": ") for line in head.decode().splitlines()[1:])
        headers = {name.lower(): value for name, _, value in lines}
        now = float(headers["x-slack-request-timestamp"])
        assert ingress.verify(SECRET, headers, body, now) is None
        assert int(headers["content-length"]) == len(body)
        assert ingress.read(headers["content-type"], body)["event_id"] == event.id


def test_questions_are_distinct_or_repeat_as_peoples_do() -> None:
    asked = texts()
    assert len(asked) == len(set(asked))
    some = list(itertools.islice(distinct(asked), 20_000))
    assert len(set(some)) > 0.99 * len(some)
    counted = Counter(itertools.islice(repeated(asked), 20_000)).most_common()
    assert set(asked) >= {text for text, _ in counted}
    assert counted[0][1] > 5 * counted[9][1] > 0


class Serving(asyncio.Protocol):
    """A connection to a server that acknowledges all, and answers as often as it is told."""

    def __init__(self, slack: Hearing, often: Iterator[int], opened: set[object]) -> None:
        self.slack, self.often, self.opened = slack, often, opened
        self.transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.WriteTransport", transport)
        self.opened.add(self)

    def data_received(self, data: bytes) -> None:
        assert self.transport is not None
        self.transport.write(ACKNOWLEDGED)
        event = json.loads(data.partition(HEAD_END)[2])["event"]
        for _ in range(next(self.often)):
            self.slack.call("chat.postMessage", {**event, "thread_ts": event["ts"]})

    def connection_lost(self, error: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        self.opened.discard(self)


@asynccontextmanager
async def serving(slack: Hearing, *answers: int) -> AsyncIterator[int]:
    """A server that answers one question after the other so many times."""
    often, opened = itertools.cycle(answers), set[object]()
    server = await asyncio.get_running_loop().create_server(
        lambda: Serving(slack, often, opened), "127.0.0.1", 0
    )
    async with server:
        yield server.sockets[0].getsockname()[1]
        await eventually(lambda: not opened)


async def asked_of(slack: Hearing, port: int, most: int) -> Driven:
    """What comes of so many questions of five people."""
    events = Events(distinct(texts()))
    return await Driver(port, events.next, slack, patience=0.3).talk(5, 30.0, most)


async def test_people_ask_again_once_they_are_answered() -> None:
    slack = Hearing(random.Random(0))
    async with serving(slack, 1) as port:
        driven = await asked_of(slack, port, 100)
    assert len(driven.sent) == len(slack.posts) == 100
    assert [one.answers for one in driven.sent] == [1] * 100
    assert all(one.at <= one.answered <= driven.over for one in driven.sent)


async def test_answers_that_are_lost_or_come_twice_are_counted() -> None:
    slack = Hearing(random.Random(0))
    async with serving(slack, 1, 2, 0) as port:
        events = Events(distinct(texts()))
        driven = await Driver(port, events.next, slack, patience=0.3).pour(1_000, 30, 0.03)
    counted = Counter(one.answers for one in driven.sent)
    assert counted == {0: 10, 1: 10, 2: 10}
    assert {one.status for one in driven.sent} == {200}


async def test_an_answer_to_nothing_that_was_asked_is_counted() -> None:
    slack = Hearing(random.Random(0))
    events = Events(distinct(texts()))

    def compose(person: int) -> Event:
        slack.call("chat.postMessage", {"channel": "C1", "thread_ts": "1.0"})
        return events.next(person)

    async with serving(slack, 1) as port:
        driven = await Driver(port, compose, slack).talk(2, 30.0, 10)
    assert (driven.strangers, len(driven.sent)) == (10, 10)


def test_a_full_log_has_so_many_interactions_and_decisions_that_can_be_reviewed(
    tmp_path: Path,
) -> None:
    path = full(tmp_path, 3_000)
    with Store.open(path) as store:
        assert store.rows("SELECT count(*) AS n FROM turns") == [{"n": 3_000}]
        assert not store.rows("PRAGMA foreign_key_check")
        total = store.count_decisions(Filter())
        assert total > 40
        assert len(store.decisions(Filter(), limit=total)) == total
        assert store.unanswered()
    before = path.stat().st_mtime_ns
    assert full(tmp_path, 3_000).stat().st_mtime_ns == before


@pytest.mark.parametrize(
    ("given", "percent", "found"),
    [([], 50, 0), ([3], 99, 3), ([4, 1, 3, 2], 50, 2), (list(range(1, 101)), 95, 95)],
)
def test_a_percentile_is_a_value_that_was_measured(
    given: list[float], percent: int, found: float
) -> None:
    assert percentile(given, percent) == found


def test_every_figure_is_on_the_page_beside_its_goal() -> None:
    text = page(measured(0.5))
    for goal in (*RATIOS, *RATES, *LATENCIES, *MEMORY, *COUNTS, *CROWD, *FULL, *REVIEW):
        assert f"| {goal.what} |" in text
    for part in PARTS.values():
        assert f"| {part} |" in text
    for wanted in ("0.5", "0.15", "at most 200 ms", "at most 100 ms", "at most 1.1"):
        assert f"| {wanted} |" in text


def test_the_page_shows_the_figures_that_are_kept() -> None:
    kept = json.loads(load.MEASURED.read_text(encoding="utf-8"))
    assert load.PAGE.read_text(encoding="utf-8") == page(kept), REMEDY
