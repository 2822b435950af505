"""Workers run functions beside the event loop: one after the other, or so many at a time."""

import asyncio
import threading

import pytest

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


async def test_what_waits_for_the_thread_runs_though_its_caller_is_cancelled() -> None:
    worker, gate, ran = Worker(), threading.Event(), threading.Event()
    first = asyncio.create_task(worker.run(gate.wait, 30))
    second = asyncio.create_task(worker.run(ran.set))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    gate.set()
    await first
    worker.close()
    assert ran.is_set()


async def test_what_a_function_raises_is_raised_where_it_is_waited_for() -> None:
    worker = Worker()
    with pytest.raises(ZeroDivisionError):
        await worker.run(divmod, 1, 0)
    worker.close()
