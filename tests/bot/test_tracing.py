"""The trace goes where the work goes, and nowhere else."""

import asyncio
from collections.abc import Sequence

from bot.grouping import Grouped
from bot.running import Worker
from bot.tracing import current, traced


async def test_the_thread_of_the_store_knows_the_trace_of_its_caller() -> None:
    worker = Worker()

    async def ask(trace: str) -> str | None:
        with traced(trace):
            return await worker.run(current)

    found = await asyncio.gather(ask("event:1"), ask("event:2"))
    assert list(found) == ["event:1", "event:2"]
    assert await worker.run(current) is None
    worker.close()


async def test_what_is_committed_together_has_the_trace_of_none() -> None:
    worker = Worker()
    grouped: Grouped[int, str | None] = Grouped(worker.run, lambda many: [current() for _ in many])

    async def ask(number: int) -> str | None:
        with traced(f"event:{number}"):
            return await grouped(number)

    assert await asyncio.gather(*map(ask, range(3))) == [None, None, None]
    worker.close()


def test_a_trace_inside_another_ends_with_it() -> None:
    seen: Sequence[str | None]
    with traced("event:1"):
        with traced("event:2"):
            inner = current()
        seen = (inner, current())
    assert (*seen, current()) == ("event:2", "event:1", None)
