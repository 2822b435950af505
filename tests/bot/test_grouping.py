"""Grouping: one commit for many callers, and a result or an error for each of them."""

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from bot.grouping import MOST, Grouped
from bot.running import Worker


class Slow:
    """A commit that waits to be told to go on, and records its batches."""

    def __init__(self, fails: bool = False) -> None:
        self.batches: list[list[int]] = []
        self.go_on = asyncio.Event()
        self.fails = fails

    async def run(self, function: Callable[..., Any], *args: Any, **_: Any) -> Any:
        await self.go_on.wait()
        return function(*args)

    def commit(self, batch: Sequence[int]) -> list[int]:
        self.batches.append(list(batch))
        if self.fails:
            raise OSError("disk")
        return [number * 10 for number in batch]


async def test_what_comes_during_a_commit_is_committed_together_after_it() -> None:
    slow = Slow()
    grouped = Grouped(slow.run, slow.commit)
    first = asyncio.create_task(grouped(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    rest = [asyncio.create_task(grouped(number)) for number in (2, 3, 4)]
    await asyncio.sleep(0)
    slow.go_on.set()
    assert await asyncio.gather(first, *rest) == [10, 20, 30, 40]
    assert slow.batches == [[1], [2, 3, 4]]


async def test_no_batch_is_larger_than_the_most() -> None:
    slow = Slow()
    grouped = Grouped(slow.run, slow.commit)
    slow.go_on.set()
    await asyncio.gather(*(grouped(number) for number in range(MOST + 1)))
    assert max(map(len, slow.batches)) == MOST


async def test_an_error_reaches_every_caller_of_its_batch_and_no_later_one() -> None:
    slow = Slow(fails=True)
    grouped = Grouped(slow.run, slow.commit)
    slow.go_on.set()
    failed = await asyncio.gather(grouped(1), grouped(2), return_exceptions=True)
    assert [str(error) for error in failed] == ["disk", "disk"]
    slow.fails = False
    assert await grouped(3) == 30


async def test_a_caller_that_is_cancelled_undoes_nothing() -> None:
    slow = Slow()
    grouped = Grouped(slow.run, slow.commit)
    call = asyncio.create_task(grouped(1))
    await asyncio.sleep(0)
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    slow.go_on.set()
    await grouped.drain()
    assert slow.batches == [[1]]


async def test_a_real_worker_gives_each_caller_its_own_result() -> None:
    worker = Worker()

    def above(batch: Sequence[int]) -> list[int]:
        return [number + 1 for number in batch]

    grouped = Grouped(worker.run, above)
    assert await asyncio.gather(*map(grouped, range(50))) == list(range(1, 51))
    worker.close()


async def test_who_is_to_know_is_told_after_each_batch_that_was_committed() -> None:
    slow, told = Slow(fails=True), list[int]()
    grouped = Grouped(slow.run, slow.commit, committed=lambda: told.append(len(slow.batches)))
    slow.go_on.set()
    with pytest.raises(OSError, match="disk"):
        await grouped(1)
    assert told == []
    slow.fails = False
    await grouped(2)
    assert told == [2]
