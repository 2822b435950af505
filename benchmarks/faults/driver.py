"""The driver: sends as Slack does, signed, again where it was not acknowledged, and keeps count."""

import asyncio
import itertools
import json
import random
import time
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlencode

import aiohttp

from benchmarks.faults.events import KINDS, Kind, People, Sent, envelope_type
from benchmarks.faults.server import until
from benchmarks.faults.slack import Body
from benchmarks.faults.web_api import WebApi
from bot.slack.ingress import FORM, JSON, PATH, sign

SECRET = "a-signing-secret"  # noqa: S105 - of a workspace that is none
ACKNOWLEDGED_WITHIN = 3.0
FOREVER = 1e9
AGAIN: Sequence[float] = (0.2, 1.0, 3.0)
"""Seconds until Slack sends an event again; it really waits for nothing, a minute, five minutes."""


class Deliver(Protocol):
    """Delivers a payload once; whether it was acknowledged."""

    async def __call__(self, payload: Body, attempt: int) -> bool:
        """Delivers it, as so manieth attempt from 0."""
        ...


@dataclass
class ByHttp:
    """Delivers by signed requests, to the servers in turn."""

    session: aiohttp.ClientSession
    urls: Callable[[], Sequence[str]]
    statuses: dict[int, int] = field(default_factory=dict)
    _turn: "itertools.count[int]" = field(default_factory=itertools.count)

    async def __call__(self, payload: Body, attempt: int) -> bool:
        """Posts a payload."""
        urls = self.urls()
        url = urls[next(self._turn) % len(urls)] + PATH
        kind, body = _encoded(payload)
        again = {"X-Slack-Retry-Num": str(attempt)} if attempt else {}
        headers = _signed(body, kind) | again
        try:
            async with self.session.post(url, data=body, headers=headers) as response:
                await response.read()
                self.statuses[response.status] = self.statuses.get(response.status, 0) + 1
                return response.status == 200
        except (aiohttp.ClientError, TimeoutError):
            return False


@dataclass
class BySocket:
    """Delivers down the newest socket of Socket Mode."""

    api: WebApi
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    async def __call__(self, payload: Body, attempt: int) -> bool:
        """Pushes a payload, and waits until its envelope comes back."""
        number = f"envelope-{next(self._numbers)}"
        envelope = {"envelope_id": number, "type": envelope_type(payload), "payload": payload}
        try:
            await self.api.push({**envelope, "retry_attempt": attempt})
        except (aiohttp.ClientError, ConnectionError):
            return False
        return await until(lambda: number in self.api.acknowledged, ACKNOWLEDGED_WITHIN)


@dataclass
class Driver:
    """Sends, and keeps what was sent. `again` is when an event is delivered again."""

    deliver: Deliver
    people: People
    rng: random.Random
    again: Sequence[float] = AGAIN
    copies: int = 0
    """How often at most an event arrives once more, at any time, though it was acknowledged."""

    sent: list[Sent] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _load: asyncio.Task[None] | None = None

    def begin(self, rate: float, seconds: float = FOREVER) -> asyncio.Task[None]:
        """Sends in the background, until it is over, or the task is cancelled."""
        self._load = asyncio.create_task(self.load(rate, seconds))
        return self._load

    async def load(self, rate: float, seconds: float, kinds: tuple[Kind, ...] = KINDS) -> None:
        """Sends so much a second on average, by chance and now and then much at once."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            burst = self.rng.choice((1, 1, 1, 1, 12))
            for _ in range(burst):
                self.send(self.people.next(kinds))
            await asyncio.sleep(self.rng.expovariate(rate / burst))

    def burst(self, number: int) -> None:
        """Sends so much at the same time."""
        for _ in range(number):
            self.send(self.people.next())

    def send(self, one: Sent) -> None:
        """Sends one thing, in the background."""
        one.at = time.monotonic()
        self.sent.append(one)
        for number, payload in enumerate(one.payloads):
            self._start(self._deliver(one, payload, counts=number == 0))
            if one.kind in ("direct", "thread", "mention"):
                for _ in range(self.rng.randint(0, self.copies)):
                    self._start(self._copy(one, payload, counts=number == 0))

    async def finish(self) -> None:
        """Waits until nothing is under way."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    async def stop(self) -> None:
        """Gives up what is under way."""
        if self._load is not None:
            self._load.cancel()
        for task in self._tasks:
            task.cancel()
        await self.finish()

    async def _deliver(self, one: Sent, payload: Body, *, counts: bool) -> None:
        # Slack sends no command and no click again.
        again = () if one.kind in ("command", "click") else self.again
        for attempt, pause in enumerate((0.0, *again)):
            await asyncio.sleep(pause)
            if await self.deliver(payload, attempt):
                self._acknowledged(one, counts)
                return

    async def _copy(self, one: Sent, payload: Body, *, counts: bool) -> None:
        # Half of them at the very same time; a mention also under another id of the event.
        await asyncio.sleep(self.rng.choice((0.0, self.rng.uniform(0, 3))))
        number = self.rng.choice(("", "-again"))
        copied = {**payload, "event_id": f"{payload['event_id']}{number}"}
        if await self.deliver(copied, 1):
            self._acknowledged(one, counts)

    def _acknowledged(self, one: Sent, counts: bool) -> None:
        if counts and one.acknowledged is None:
            one.acknowledged = time.monotonic()

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _encoded(payload: Body) -> tuple[str, bytes]:
    if envelope_type(payload) == "events_api":
        return JSON, json.dumps(payload).encode()
    if envelope_type(payload) == "slash_commands":
        return FORM, urlencode(payload).encode()
    return FORM, urlencode({"payload": json.dumps(payload)}).encode()


def _signed(body: bytes, kind: str) -> dict[str, str]:
    timestamp = str(int(time.time()))
    return {
        "Content-Type": kind,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": sign(SECRET, timestamp, body),
    }
