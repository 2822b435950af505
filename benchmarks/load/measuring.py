"""One run: bare Sanic, the acknowledging and the whole server, one after the other on one core."""

import asyncio
import itertools
import os
from collections.abc import Awaitable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import servers
from benchmarks.load.driving import Driven, Driver
from benchmarks.load.events import Events
from benchmarks.load.hearing import Hearing
from benchmarks.load.questions import distinct, repeated, texts
from benchmarks.load.servers import Server

PEOPLE = 64
"""How many ask at the same time."""

WARM = 500
"""Questions before anything is measured: by then names are known and caches filled."""

READY_MADE = 2_000
"""Requests for bare Sanic, which are sent again and again: it does not look at them."""

REST = 2.0


@dataclass(frozen=True)
class Run:
    """What was driven, the seconds of its processor that the server used, and the load of the
    machine when it began.
    """

    driven: Driven
    spent: float
    load: float

    @property
    def micros(self) -> float:
        """Microseconds of the server's processor for each request."""
        return self.spent / len(self.driven.sent) * 1e6

    @property
    def busy(self) -> float:
        """The part of the time that the driver was busy, on a core of its own."""
        return self.driven.spent / (self.driven.over - self.driven.begun)


async def observed(server: Server, driving: Awaitable[Driven]) -> Run:
    """A run, with what the server used for it."""
    load, before = os.getloadavg()[0], server.spent()
    driven = await driving
    return Run(driven, server.spent() - before, load)


async def bare(folder: Path, seconds: float, warm: int = WARM) -> Run:
    """Bare Sanic, as fast as it can."""
    events = Events(distinct(texts()))
    ready = itertools.cycle([events.next(n % PEOPLE) for n in range(READY_MADE)])
    async with servers.bare(folder) as server:
        await Driver(server.port, lambda _: next(ready)).talk(PEOPLE, 60.0, warm)
        return await observed(
            server, Driver(server.port, lambda _: next(ready)).talk(PEOPLE, seconds)
        )


async def acknowledged(folder: Path, slack: Hearing, seconds: float, warm: int = WARM) -> Run:
    """The server that answers nothing, as fast as it can."""
    events, log = Events(distinct(texts())), folder / "paused.db"
    address, command = f"{slack.url}api/", servers.PAUSED
    async with servers.advisor(folder, address, log, command=command) as server:
        await Driver(server.port, events.next).talk(PEOPLE, 60.0, warm)
        return await observed(server, Driver(server.port, events.next).talk(PEOPLE, seconds))


@dataclass(frozen=True)
class Answering:
    """The whole server: as fast as it can with distinct questions and with repeated ones, and
    calmly, at half its rate; with its memory at rest and at the end.
    """

    distinct: Run
    repeated: Run
    calm: Run
    started: float
    resting: float
    ended: float


async def answered(
    folder: Path,
    slack: Hearing,
    seconds: float,
    log: Path,
    *,
    calm: float | None = None,
    warm: int = WARM,
) -> Answering:
    """The whole server on a log; `calm` is the number of questions a second where it is given."""
    asked = texts()
    new, same = Events(distinct(asked)), Events(repeated(asked), first=10**6)
    async with servers.advisor(folder, f"{slack.url}api/", log) as server:

        def driver(events: Events) -> Driver:
            return Driver(server.port, events.next, slack)

        await asyncio.sleep(REST)
        resting = server.resident()
        await driver(new).talk(PEOPLE, 60.0, warm)
        fast = await observed(server, driver(new).talk(PEOPLE, seconds))
        again = await observed(server, driver(same).talk(PEOPLE, seconds))
        rate = calm or fast.driven.rate(lambda one: one.answered) / 2
        slow = await observed(server, driver(new).pour(rate, PEOPLE, seconds))
        return Answering(fast, again, slow, server.started, resting, server.resident())
