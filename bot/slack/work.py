"""The work on the inbox: items are answered in order, each in one transaction with its record."""

import asyncio
import contextlib
import datetime
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError

from bot import masking
from bot.metrics import Metrics
from bot.running import Clock, Run
from bot.slack.answering import Answering
from bot.slack.mail import MAIL, TAKEN, Dispatch, Mail, Taken, channel_of
from bot.slack.names import Names
from bot.store.errors import RowRefused
from bot.store.inbox import Item
from bot.store.outbox import Draft, Letter
from bot.store.store import Store, StoreError
from bot.tracing import traced

BATCH = 50
"""Items that are read at once."""

BATCH_SECONDS = 0.02
"""After which a transaction takes no further item: while it runs, acknowledgements wait."""

GIVE_WAY_SECONDS = 0.25
"""For which a transaction lets those go first who wait for their acknowledgement."""

MOST_TRIES = 5
PAUSE = datetime.timedelta(seconds=1)
"""Before an item is tried again; four times as long after each further failure."""

IDLE_SECONDS = 1.0
"""After which the inbox is looked into unasked: another process may have put something there."""

logger = logging.getLogger(__name__)

Sent = tuple[Letter, Mail]
Read = tuple[Item, Taken | None]


async def _at_once() -> None:
    return


@dataclass
class Work:
    """Answers what is in the inbox, and hands what is to be sent to `send`.

    `accepted` waits until nobody waits for an acknowledgement any more.
    """

    store: Store
    run: Run
    clock: Clock
    answering: Answering
    names: Names
    owner: str
    send: Callable[[Sequence[Sent]], None]
    accepted: Callable[[], Awaitable[None]] = _at_once
    metrics: Metrics = field(default_factory=Metrics)
    _woken: asyncio.Event = field(default_factory=asyncio.Event)
    _is_ending: bool = False

    def wake(self) -> None:
        """Says that there is something in the inbox."""
        self._woken.set()

    def end(self) -> None:
        """Ends after what is under way."""
        self._is_ending = True
        self._woken.set()

    async def go_on(self) -> None:
        """Works until it is told to end."""
        while not self._is_ending:
            try:
                while not self._is_ending and await self.step():
                    pass
            except StoreError as error:
                logger.error("the inbox waits: %s", error)
            except Exception:  # the work must go on, whatever one batch brings
                logger.exception("the inbox waits")
            try:
                async with asyncio.timeout(IDLE_SECONDS):
                    await self._woken.wait()
            except TimeoutError:
                pass
            self._woken.clear()

    async def step(self) -> bool:
        """Answers a batch; whether there was anything to answer.

        Raises:
            StoreError: if the log cannot be used now; nothing is lost.
        """
        waiting = await self.run(self.store.waiting, self.clock(), BATCH)
        if not waiting:
            return False
        read = [(item, _read(item)) for item in waiting]
        await self.names.learn(
            {(taken.team, taken.user): item.trace for item, taken in read if taken}
        )
        while read:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(GIVE_WAY_SECONDS):
                    await self.accepted()
            sent, read = await self.run(self._answer, read)
            self.send(sent)
            if self._is_ending:
                break  # The rest waits for the next start.
        return True

    def _answer(self, read: list[Read]) -> tuple[list[Sent], list[Read]]:
        """What is to be sent, and what could not be reached in the time: not all of it."""
        sent: list[Sent] = []
        with self.store.transaction():
            deadline = time.perf_counter() + BATCH_SECONDS
            for reached, (item, taken) in enumerate(read, 1):
                with traced(item.trace):
                    sent += self._attempted(item, taken)
                if time.perf_counter() > deadline:
                    return sent, read[reached:]
        return sent, []

    def _attempted(self, item: Item, taken: Taken | None) -> list[Sent]:
        if not self.store.is_mine(item):
            return []
        if taken is None:
            self.metrics.given_up("inbox")
            self.store.bury_item(item, "cannot be read by this version")
            return []
        began = time.perf_counter()
        try:
            with self.store.transaction():
                answered = self._answered(item, taken)
                self.store.remove_item(item)
        except Exception as error:  # one that fails must not hold the others up
            if isinstance(error, StoreError) and not isinstance(error, RowRefused):
                raise  # None could be answered now: the whole batch waits.
            logger.exception("%s could not be answered", item.trace)
            self._put_off(item, error)
            return []
        self.metrics.took("wait", (self.clock() - item.at).total_seconds())
        self.metrics.took("answer", time.perf_counter() - began)
        logger.debug("answered", extra={"letters": len(answered), "tries": item.tries + 1})
        return answered

    def _answered(self, item: Item, taken: Taken) -> list[Sent]:
        sent: list[Sent] = []
        for dispatch in self.answering.answer(taken):
            drafted = draft(taken.team, item.trace, dispatch)
            letter = self.store.add_letter(drafted, self.owner, self.clock())
            if letter:
                sent.append((letter, dispatch.mail))
        return sent

    def _put_off(self, item: Item, error: Exception) -> None:
        reason = masking.brief(error)
        if item.tries + 1 >= MOST_TRIES:
            self.metrics.given_up("inbox")
            self.store.bury_item(item, reason)
        else:
            self.metrics.retry("answer", "failed")
            self.store.postpone_item(item, self.clock() + PAUSE * 4**item.tries, reason)


def _read(item: Item) -> Taken | None:
    try:
        return TAKEN.validate_json(item.body)
    except ValidationError:
        with traced(item.trace):
            logger.error("%s cannot be read by this version", item.trace)
        return None


def draft(team: str, trace: str, dispatch: Dispatch) -> Draft:
    """A dispatch as it is written into the outbox, under a key of its own."""
    otherwise = draft(team, trace, dispatch.otherwise) if dispatch.otherwise else None
    return Draft(
        key=secrets.token_hex(8),
        lane=f"{team}:{channel_of(dispatch.mail)}",
        trace=trace,
        body=MAIL.dump_json(dispatch.mail).decode(),
        sequel=TAKEN.dump_json(dispatch.sequel).decode() if dispatch.sequel else None,
        otherwise=otherwise.model_dump_json() if otherwise else None,
    )
