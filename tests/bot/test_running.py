"""Workers run functions beside the event loop: one after the other, or so many at a time."""

import asyncio
import threading

from bot.running import Worker


async def test_one_thread_runs_one_after_the_other() -> None:
    worker, order = Worker(), list[int]()
    await asyncio.gather(*(worker.run(order.append, number) for number in range(20)))
    worker.close()
    assert order == list(range(20))


async def test_as_many_run_at_the_same_time_as_there_are_threads() -> None:
    worker, together = Worker(3), threading.Barrier(3)
    await asyncio.gather(*(worker.run(together.wait, 30) for _ in range(3)))
    worker.close()
