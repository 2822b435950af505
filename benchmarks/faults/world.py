"""The world of a fault: Slack, servers on one log, the driver; and the wait until all is done."""

import asyncio
import contextlib
import os
import random
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from benchmarks.faults.driver import ACKNOWLEDGED_WITHIN, SECRET, ByHttp, BySocket, Driver
from benchmarks.faults.events import People
from benchmarks.faults.server import ROOT, Server, Start
from benchmarks.faults.slack import Slack
from benchmarks.faults.tally import Span, Tally, tally, waiting
from benchmarks.faults.web_api import WebApi
from benchmarks.goals import Figures
from bot.store.store import Store, StoreError

CACHE = ROOT / ".cache" / "advisor"
SETTLING_SECONDS = 0.1


@dataclass(frozen=True)
class Form:
    """How much is tried: the long form, or the short one of the tests."""

    seed: int
    is_short: bool
    start: Start
    minutes: float = 1.0
    """For how long Slack is away in the long form."""

    logs: Path | None = None
    """Where to keep what the servers print; without one, it is gone with the world."""

    store: str = ""
    """The address of the log; without one, a SQLite file of its own in each world."""

    @property
    def rate(self) -> float:
        """What is sent a second."""
        return self.pick(15, 20)

    def pick(self, short: float, long: float) -> float:
        """The one or the other, by the form."""
        return short if self.is_short else long


@dataclass
class World:
    """What a scenario plays with."""

    form: Form
    rng: random.Random
    folder: Path
    store: str
    slack: Slack
    api: WebApi
    servers: list[Server]
    driver: Driver
    faults: list[Span] = field(default_factory=list)

    @property
    def server(self) -> Server:
        """The first server, where there is but one."""
        return self.servers[0]

    @contextlib.contextmanager
    def fault(self) -> Iterator[None]:
        """Notes that a fault is on; what takes long meanwhile is not late."""
        since = time.monotonic()
        try:
            yield
        finally:
            self.faults.append((since, time.monotonic()))

    async def settle(self) -> Figures:
        """Waits until nothing is open, or nothing has moved for long, and counts."""
        await self.driver.finish()
        patience = self.form.pick(10.0, 75.0)
        last, since = (-1, -1), time.monotonic()
        while True:
            now = waiting(self.driver.sent, self.slack), self.open()
            if now == (0, 0) or time.monotonic() - since > patience:
                break
            if now != last:
                last, since = now, time.monotonic()
            await asyncio.sleep(SETTLING_SECONDS)
        found = self.tally()
        for what in (found.lost, found.doubled, found.late):
            if what:
                print(f"  seed {self.form.seed}: {'; '.join(what[:8])}", flush=True)
        said = "".join(server.said() for server in self.servers)
        refused = sum(server.refused for server in self.servers)
        found_open = {"open": now[1], "refused_starts": refused}
        return {**found.figures, **found_open, "tracebacks": said.count("Traceback")}

    def tally(self) -> Tally:
        """The count as it is now."""
        return tally(self.driver.sent, self.slack, self.faults)

    def open(self) -> int:
        """How much the log holds that is not done."""
        try:
            where = self.store if _is_url(self.store) else Path(self.store)
            with Store.open(where, wait=0.1) as store:
                return store.inbox_depth().waiting + store.outbox_depth().waiting
        except StoreError:
            return -1


@contextlib.asynccontextmanager
async def world(
    form: Form,
    *,
    servers: int = 1,
    folder: Path | None = None,
    by_socket: bool = False,
    copies: int = 0,
    latency: float = 0.06,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[World]:
    """Slack and so many servers on one log, all running. `latency` is that of Slack's calls."""
    rng = random.Random(form.seed)
    slack = Slack(rng=random.Random(rng.random()), latency=latency)
    api = WebApi(slack)
    patience = aiohttp.ClientTimeout(total=ACKNOWLEDGED_WITHIN)
    async with contextlib.AsyncExitStack() as stack:
        place = folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        logs = Path(
            tempfile.mkdtemp(dir=form.logs)
            if form.logs
            else stack.enter_context(tempfile.TemporaryDirectory())
        )
        await api.appear()
        stack.push_async_callback(api.vanish)
        store = form.store or str(place / "advisor.db")
        way_in = {"SLACK_APP_TOKEN": "xapp-1"} if by_socket else {"SLACK_SIGNING_SECRET": SECRET}
        given = {
            "PATH": os.environ["PATH"],
            "CACHE_PATH": str(CACHE),
            "DATABASE_URL" if _is_url(store) else "DATABASE_PATH": store,
            "SLACK_BOT_TOKEN": "xoxb-advisor",
            "SLACK_API_URL": f"{slack.url}api/",
            "SLACK_PACE": "0",
            **way_in,
            **(environment or {}),
        }
        started = [Server(form.start, given, logs / f"{n}.log") for n in range(servers)]
        for server in started:
            stack.push_async_callback(server.kill)
            server.start()
        await asyncio.gather(*(server.ready() for server in started))
        session = await stack.enter_async_context(aiohttp.ClientSession(timeout=patience))
        to_all = ByHttp(session, lambda: [server.url for server in started])
        deliver = BySocket(api) if by_socket else to_all
        people = People(random.Random(rng.random()))
        driver = Driver(deliver, people, random.Random(rng.random()), copies=copies)
        stack.push_async_callback(driver.stop)
        yield World(form, rng, place, store, slack, api, started, driver)


def _is_url(store: str) -> bool:
    return "://" in store
