"""The same transactions from threads with a connection each, and from tasks with the driver's own
pool of asynchronous ones.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable

import psycopg
from psycopg.rows import dict_row
from psycopg_pool import AsyncConnectionPool

from benchmarks.goals import Figures
from benchmarks.postgres import Cluster
from bot.running import Worker
from bot.store.store import Store

AT_ONCE = 8
ROUNDS = 6
FIRST = 2
"""Rounds that are not counted."""

TABLE = "CREATE TABLE IF NOT EXISTS pools (id BIGINT PRIMARY KEY, at TEXT NOT NULL)"
LOOK = "SELECT id, at FROM pools WHERE id = "
CHANGE = "UPDATE pools SET at = at WHERE id = "
LOOKS, CHANGES = 6, 3


async def measure(cluster: Cluster, count: int) -> Figures:
    """Microseconds of this process's processor for a transaction, and transactions a second."""
    with Store.open(cluster.url(), pool=AT_ONCE) as store:
        store.run(TABLE)
        for number in range(AT_ONCE):
            store.insert("pools", {"id": number, "at": "now"})
        worker = Worker(AT_ONCE)

        def work(number: int) -> None:
            with store.transaction():
                for _ in range(LOOKS):
                    store.rows(f"{LOOK}?", (number,))
                for _ in range(CHANGES):
                    store.run(f"{CHANGE}?", (number,))

        async with AsyncConnectionPool(
            cluster.url(),
            min_size=AT_ONCE,
            max_size=AT_ONCE,
            kwargs={"row_factory": dict_row, "autocommit": True},
            open=False,
        ) as pool:

            async def work_async(number: int) -> None:
                async with pool.connection() as conn, conn.transaction():
                    for _ in range(LOOKS):
                        ran = await conn.execute(f"{LOOK}%s".encode(), (number,))
                        await ran.fetchall()
                    for _ in range(CHANGES):
                        await conn.execute(f"{CHANGE}%s".encode(), (number,))

            ways: dict[str, Callable[[int], Awaitable[None]]] = {
                "threads": lambda number: worker.run(work, number),
                "tasks": work_async,
            }
            found = {name: list[tuple[float, float]]() for name in ways}
            for _ in range(FIRST + ROUNDS):
                for name, way in ways.items():
                    found[name].append(await _round(way, count // ROUNDS))
        worker.close()
    figures: Figures = {"libpq": psycopg.pq.__impl__, "at_once": AT_ONCE}
    for name, rounds in found.items():
        spent, took = (min(each) for each in zip(*rounds[FIRST:], strict=True))
        figures |= {f"{name}_us": spent * 1e6, f"{name}_rate": round(1 / took)}
    return figures


async def _round(work: Callable[[int], Awaitable[None]], count: int) -> tuple[float, float]:
    """Seconds of the processor, and by the clock, of one of so many transactions."""

    async def some(number: int) -> None:
        for _ in range(count // AT_ONCE):
            await work(number)

    spent, begun = time.process_time(), time.perf_counter()
    await asyncio.gather(*(some(number) for number in range(AT_ONCE)))
    each = count // AT_ONCE * AT_ONCE
    return (time.process_time() - spent) / each, (time.perf_counter() - begun) / each
