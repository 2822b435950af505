"""Probing the log: can it be read and written now, and what waits in it."""

import asyncio
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.running import Clock, Run
from bot.store.inbox import Depth
from bot.store.store import Store

PATIENCE_SECONDS = 3.0
"""For the log to answer; whoever probes us waits little longer."""


@dataclass
class Probe:
    """Looks into the log, once at a time however many ask: a log that hangs gets no queue."""

    store: Store
    run: Run
    clock: Clock
    _looking: asyncio.Task[Mapping[str, Depth]] | None = field(default=None, init=False)

    async def depths(self) -> Mapping[str, Depth]:
        """How much waits in the inbox and the outbox.

        Raises:
            StoreError: if the log can't be read or written.
            TimeoutError: if it doesn't answer in time.
        """
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self.run(self.store.depths), name="probe")
            # Where nobody waits any more, nobody else would take the error.
            self._looking.add_done_callback(lambda task: task.cancelled() or task.exception())
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await asyncio.shield(self._looking)

    def age(self, oldest: datetime.datetime | None) -> float:
        """The seconds since a time; 0 for none."""
        return max((self.clock() - oldest).total_seconds(), 0.0) if oldest else 0.0
