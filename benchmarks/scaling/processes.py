"""One server on a file, and one, two and three on PostgreSQL, as fast as they can."""

import asyncio
import contextlib
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.goals import Figures
from benchmarks.load import reckoning, servers
from benchmarks.load.driving import Driven, Driver
from benchmarks.load.events import Events
from benchmarks.load.hearing import Hearing, listening
from benchmarks.load.measuring import PEOPLE, REST, Run
from benchmarks.load.questions import distinct, texts
from benchmarks.load.servers import Server
from benchmarks.postgres import Cluster

NUMBERS = (1, 2, 3)
"""How many servers share the database."""


@dataclass(frozen=True)
class Place:
    """Where a log is: an address, and the server behind it, where there is one."""

    log: Path | str
    cluster: Cluster | None = None

    def spent(self) -> float:
        """The seconds of a processor that the database's own processes have used."""
        return self.cluster.spent() if self.cluster else 0.0


async def measure(cluster: Cluster, seconds: float, warm: int) -> Figures:
    """The figures of each number of servers, by engine and number."""
    found: Figures = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with listening() as slack:
            places = [("sqlite_1", Place(folder / "log.db"), 1)]
            places += [(f"postgresql_{n}", Place(cluster.url(), cluster), n) for n in NUMBERS]
            for key, place, number in places:
                figures = await answered(folder, slack, place, number, seconds, warm)
                found |= {f"{key}_{name}": value for name, value in figures.items()}
            # Last, because what is not answered stays in the inbox.
            for key, place, _ in places[:2]:
                figures = await _acknowledged(folder, slack, place, seconds, warm)
                found |= {f"{key}_{name}": value for name, value in figures.items()}
    return found


async def answered(
    folder: Path, slack: Hearing, place: Place, number: int, seconds: float, warm: int
) -> Figures:
    """So many servers that answer, on all cores, which they share with those who ask."""
    events = Events(distinct(texts()), first=number * 10**6)
    async with contextlib.AsyncExitStack() as stack:
        address, cores = f"{slack.url}api/", set(range(os.cpu_count() or 1))
        started = [
            await stack.enter_async_context(
                servers.advisor(folder, address, place.log, cores=cores)
            )
            for _ in range(number)
        ]
        await asyncio.sleep(REST)
        resting = max(server.resident() for server in started)
        first, *others = [server.port for server in started]

        def talk(length: float, most: int | None = None) -> "asyncio.Task[Driven]":
            driver = Driver(first, events.next, slack, others=others)
            return asyncio.create_task(driver.talk(PEOPLE, length, most))

        await talk(60.0, warm * number)
        run, own = await _observed(started, place, talk(seconds))
        return {
            "answered_rate": run.driven.rate(lambda one: one.answered),
            "answered_us": run.micros,
            "answered_own_us": own,
            "resting_mb": resting,
            "ended_mb": max(server.resident() for server in started),
            "own_mb": place.cluster.resident() if place.cluster else 0.0,
            "load": run.load,
            **reckoning.counts([run]),
        }


async def _acknowledged(
    folder: Path, slack: Hearing, place: Place, seconds: float, warm: int
) -> Figures:
    """A server that answers nothing."""
    events = Events(distinct(texts()), first=9 * 10**6)
    async with servers.advisor(
        folder, f"{slack.url}api/", place.log, command=servers.PAUSED
    ) as server:
        await Driver(server.port, events.next).talk(PEOPLE, 60.0, warm)
        driving = asyncio.create_task(Driver(server.port, events.next).talk(PEOPLE, seconds))
        run, own = await _observed([server], place, driving)
        rate = run.driven.rate(lambda one: one.acknowledged)
        return {"ack_rate": rate, "ack_us": run.micros, "ack_own_us": own}


async def _observed(
    started: Sequence[Server], place: Place, driving: "asyncio.Task[Driven]"
) -> tuple[Run, float]:
    """A run with what all servers used for it, and the microseconds of an event of the database."""
    load, before = os.getloadavg()[0], sum(server.spent() for server in started)
    own = place.spent()
    driven = await driving
    spent = sum(server.spent() for server in started) - before
    return Run(driven, spent, load), (place.spent() - own) / len(driven.sent) * 1e6
