"""The faults of a log in PostgreSQL: servers that share it are killed, and it goes away itself."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator
from dataclasses import replace

import aiohttp

from benchmarks import postgres
from benchmarks.faults import scenarios
from benchmarks.faults.world import Form, World, world
from benchmarks.goals import Figures

ENDS = (signal.SIGINT, signal.SIGQUIT)
"""How it is stopped: "fast", which ends all connections, and "immediate", which is a crash."""


async def kills(form: Form) -> Figures:
    """The same as on a file: a server is killed again and again under load, and started at once."""
    async with database(form) as cluster:
        return await scenarios.kills(replace(form, store=cluster.url()))


async def three(form: Form) -> Figures:
    """Three servers share the load; one is killed for good, and the database stops and crashes."""
    ends = ENDS * int(form.pick(1, 8))
    said_ready, away = 0, form.pick(0.2, 2.0)
    async with (
        database(form) as cluster,
        world(replace(form, store=cluster.url()), servers=3, copies=1) as here,
    ):
        load = here.driver.begin(form.rate)
        await asyncio.sleep(form.pick(1, 10))
        await here.servers.pop().kill()
        for end in ends:
            await asyncio.sleep(here.rng.uniform(0.3, form.pick(1, 6)))
            with here.fault():
                await asyncio.to_thread(cluster.stop, end)
                if end is ends[-1]:
                    said_ready = await ready(here)
                await asyncio.sleep(here.rng.uniform(0, away))
                cluster.start()
                await asyncio.gather(*(server.ready() for server in here.servers))
        await asyncio.sleep(form.pick(0.5, 5))
        load.cancel()
        return {"stops": len(ends), "said_ready": said_ready, **await here.settle()}


async def ready(here: World) -> int:
    """How many servers say that they are ready."""
    found = 0
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as session:
        for server in here.servers:
            async with session.get(f"{server.url}/health/ready") as response:
                found += response.status == 200
    return found


@contextlib.asynccontextmanager
async def database(form: Form) -> AsyncIterator[postgres.Cluster]:
    """A PostgreSQL of our own; in the short form it leaves it to the machine to write to disk."""
    with contextlib.ExitStack() as stack:
        begun = postgres.running(postgres.QUICKLY if form.is_short else ())
        yield await asyncio.to_thread(stack.enter_context, begun)
