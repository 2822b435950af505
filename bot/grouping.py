"""Grouping: what many callers want stored at the same time is committed together.

A commit that waits for the disk costs the same for one row as for a hundred. While one is under
way, whatever comes is gathered for the next; nobody waits longer than for two.
"""

import asyncio
import contextvars
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

from bot.running import Run

A = TypeVar("A")
R = TypeVar("R")

MOST = 500
"""How much is committed at once, so that none waits for too many others."""


class Grouped(Generic[A, R]):
    """Hands what single callers give to a function of many, which returns a result for each.

    `committed` is called after each batch that was.
    """

    def __init__(
        self,
        run: Run,
        commit: Callable[[Sequence[A]], Sequence[R]],
        committed: Callable[[], None] = lambda: None,
    ) -> None:
        self._run, self._commit, self._committed = run, commit, committed
        self._waiting: list[tuple[A, asyncio.Future[R]]] = []
        self._working: asyncio.Task[None] | None = None

    async def __call__(self, one: A) -> R:
        """The result for one, as soon as it is committed. A caller that is cancelled undoes
        nothing.
        """
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((one, done))
        if self._working is None or self._working.done():
            # In no context: what is committed together is of many callers.
            self._working = asyncio.create_task(self._work(), context=contextvars.Context())
        # Not shielded: what a cancelled caller leaves behind is committed all the same.
        return await done

    async def drain(self) -> None:
        """Waits until nothing waits any more."""
        while self._working is not None and not self._working.done():
            await asyncio.shield(self._working)

    async def _work(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                results = await self._run(self._commit, [one for one, _ in batch])
            except Exception as error:
                for _, done in batch:
                    if not done.done():
                        done.set_exception(error)
                        done.exception()  # Seen, also where nobody waits for it any more.
            else:
                for (_, done), result in zip(batch, results, strict=True):
                    if not done.done():
                        done.set_result(result)
                self._committed()
