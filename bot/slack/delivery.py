"""Delivery: from an arrival, durably stored, to the post that answers it; runs with the server."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence

from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation import Conversation
from bot.grouping import Grouped
from bot.metrics import Metrics
from bot.running import Clock, Run
from bot.slack.answering import Answering
from bot.slack.courier import Courier
from bot.slack.names import Names
from bot.slack.presence import BEAT_SECONDS, Presence, this_process
from bot.slack.sending import Sending
from bot.slack.work import Work
from bot.store.inbox import Arrival
from bot.store.store import Store, StoreError

TICK_SECONDS = 1.0
"""After which the outbox is looked into: for what was put off, and what others left."""

logger = logging.getLogger(__name__)


class Delivery:
    """The inbox, the work on it, and the courier. Made and used in one event loop."""

    def __init__(
        self,
        *,
        conversation: Conversation,
        store: Store,
        run: Run,
        draw: Run,
        clock: Clock,
        client: AsyncWebClient,
        patient_client: AsyncWebClient,
        pace: float,
        metrics: Metrics,
    ) -> None:
        self._metrics = metrics
        self._store, self._run, self._clock = store, run, clock
        self._accepting: Grouped[Arrival, bool] = Grouped(
            run, self._store_all, committed=lambda: self.work.wake()
        )
        self.presence = Presence(store=store, run=run, clock=clock, me=this_process())
        names = Names(patient_client)
        owner = self.presence.me.owner
        self.courier = Courier(
            store=store,
            run=run,
            clock=clock,
            sending=Sending(client=client, draw=draw),
            owner=owner,
            pace=pace,
            woken=lambda: self.work.wake(),
            is_sure=self.presence.is_sure,
            metrics=metrics,
        )
        self.work = Work(
            store=store,
            run=run,
            clock=clock,
            answering=Answering(conversation=conversation, name=names.name),
            names=names,
            owner=owner,
            send=self.courier.send,
            accepted=self._accepting.drain,
            metrics=metrics,
        )
        self._loops: list[asyncio.Task[None]] = []

    async def accept(self, arrival: Arrival) -> bool:
        """Stores what arrived, together with what others bring; whether it was new.

        Raises:
            StoreError: if it could not be stored.
        """
        began = time.perf_counter()
        is_new = await self._accepting(arrival)
        self._metrics.took("store", time.perf_counter() - began)
        if is_new:
            self._metrics.began(arrival.trace, began)
        return is_new

    @property
    def is_working(self) -> bool:
        """Whether all that works on the inbox and the outbox goes on."""
        return bool(self._loops) and not any(task.done() for task in self._loops)

    async def start(self) -> None:
        """Begins to work: on what was left by a process before, and on what comes."""
        # Before all else: what we write is ours only as long as others know that we are there.
        while True:
            try:
                await self.presence.beat()
                break
            except StoreError as error:
                logger.error("the outbox waits: %s", error)
                await asyncio.sleep(TICK_SECONDS)
        self._loops = [
            asyncio.create_task(self.work.go_on(), name="slack-work"),
            asyncio.create_task(_every(TICK_SECONDS, self.courier.collect), name="slack-outbox"),
            asyncio.create_task(_every(BEAT_SECONDS, self.presence.beat), name="slack-beat"),
        ]

    async def stop(self, seconds: float) -> None:
        """Ends within so many seconds; what is not done then waits for the next start."""
        await self._accepting.drain()
        self.work.end()
        for task in self._loops[1:]:
            task.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        await self.courier.drain(seconds)
        await self.presence.leave()

    def _store_all(self, arrivals: Sequence[Arrival]) -> list[bool]:
        return self._store.accept(arrivals, self._clock())


async def _every(seconds: float, work: Callable[[], Awaitable[int]]) -> None:
    while True:
        try:
            await work()
        except StoreError as error:
            logger.error("the outbox waits: %s", error)
        except Exception:  # it must go on, whatever one turn brings
            logger.exception("the outbox waits")
        await asyncio.sleep(seconds)
