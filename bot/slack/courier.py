"""The courier: posts what is in the outbox, each once, in the order of its channel.

A letter leaves the outbox after Slack has it. Where that is not certain, because the connection
broke or the process ended meanwhile, its post is looked for before it is posted again.
"""

import asyncio
import contextlib
import contextvars
import datetime
import logging
import random
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError
from slack_sdk.errors import SlackApiError

from bot.grouping import Grouped
from bot.metrics import Metrics
from bot.running import Clock, Run
from bot.slack import seeking
from bot.slack.failures import (
    SLACK_ERRORS,
    brief,
    had_no_effect,
    is_passing,
    is_rate_limit,
    retry_after,
)
from bot.slack.mail import EXTRAS, MAIL, POSTS, TAKEN, Mail, Place, PostReply
from bot.slack.sending import Sending
from bot.store.outbox import Draft, Letter
from bot.store.store import Store, StoreError
from bot.tracing import traced

MOST_AT_ONCE = 50
"""Calls of Slack under way at the same time."""

GIVEN_UP = datetime.timedelta(hours=24)
"""After which a letter is given up that Slack never took."""

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 10.0
STRANGE_TRIES = 3
"""After which an error that is neither Slack's nor the network's is told in full."""

UNKNOWN_SECONDS = 2.0
"""After which a letter is freed that is ours in the log, and unknown to us."""

STORE_PAUSE = 0.5
"""Before the log is asked again to note what was posted."""

logger = logging.getLogger(__name__)

Sent = tuple[Letter, Mail]


@dataclass
class Courier:
    """Sends letters. `pace` is the number of seconds between two posts to one channel.

    `is_sure` says whether our letters are ours still: a process that was held up for long may
    have been taken for one that ended.
    """

    store: Store
    run: Run
    clock: Clock
    sending: Sending
    owner: str
    pace: float
    woken: Callable[[], None]
    is_sure: Callable[[], bool]
    metrics: Metrics = field(default_factory=Metrics)
    _lanes: dict[str, deque[Sent]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _next: dict[str, float] = field(default_factory=dict)
    _free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(MOST_AT_ONCE))
    _ending: asyncio.Event = field(default_factory=asyncio.Event)
    _noting: set[int] = field(default_factory=set)
    _unknown: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._posted: Grouped[tuple[Letter, str | None], None] = Grouped(self.run, self._remove)

    def send(self, letters: Sequence[Sent]) -> None:
        """Sends letters that are ours, each after those of its channel that came before."""
        for letter, mail in letters:
            if letter.lane in self._lanes:
                self._lanes[letter.lane].append((letter, mail))
            else:
                self._lanes[letter.lane] = deque([(letter, mail)])
                self._start(self._serve(letter.lane), letter.lane)

    async def collect(self, limit: int = 200) -> int:
        """Takes letters out of the outbox that nobody has, and returns how many.

        Raises:
            StoreError: if the log cannot be used now.
        """
        await self._free_unknown()
        letters = await self.run(self.store.due_letters, self.owner, self.clock(), limit)
        for letter in letters:
            try:
                mail = MAIL.validate_json(letter.body)
            except ValidationError:
                self.metrics.given_up("outbox")
                with traced(letter.trace):
                    logger.error("%s cannot be read by this version", letter.trace)
                await self.run(self.store.bury_letter, letter, "cannot be read by this version")
                continue
            self.send([(letter, mail)])
        return len(letters)

    async def _free_unknown(self) -> None:
        """Frees letters that are ours in the log, and unknown to us: the connection broke while
        they became ours, so that we were never told.
        """
        ours = await self.run(self.store.letters_of, self.owner)
        known = {letter.id for lane in self._lanes.values() for letter, _ in lane} | self._noting
        now = time.monotonic()
        # One that was written just now may be on its way to us.
        self._unknown = {number: self._unknown.get(number, now) for number in ours - known}
        for number, since in self._unknown.items():
            if now - since > UNKNOWN_SECONDS:
                await self.run(self.store.release_letter, number, self.owner, self.clock())

    async def drain(self, seconds: float) -> None:
        """Ends: what is under way goes on for so many seconds, the rest stays in the outbox."""
        self._ending.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._posted.drain()
        # Those that were cut off may have been posted; to look for one costs little.
        await self.run(self.store.release_owner, self.owner, self.clock())

    async def _serve(self, lane: str) -> None:
        """Sends what there is for a channel, one after the other; ends when nothing is left."""
        queue = self._lanes[lane]
        try:
            while queue and not self._ending.is_set():
                letter, mail = queue[0]
                with traced(letter.trace):
                    again = await self._tried(letter, mail)
                if again is None:
                    queue.popleft()
                else:
                    letter, pause = again
                    queue[0] = letter, mail
                    await self._rest(pause)
        finally:
            # What is left, whatever ended this, is unknown to us from now on, and freed by that.
            del self._lanes[lane]

    async def _tried(self, letter: Letter, mail: Mail) -> tuple[Letter, float] | None:
        """Tries to send a letter; where it is to be tried again, as it is then, and after how many
        seconds.
        """
        try:
            await self._deliver(letter, mail)
        except Exception as error:  # whatever it was, the letter is not lost by it
            # Nonsense for an answer passes; what goes on is a fault of ours.
            if not isinstance(error, SLACK_ERRORS) and letter.tries == STRANGE_TRIES:
                logger.exception("%s could not be sent", letter.trace)
            return await self._failed(letter, mail, error)
        return None

    async def _deliver(self, letter: Letter, mail: Mail) -> None:
        """Sends a letter, unless it was posted already or is not ours any more."""
        is_posted, place = False, None
        async with self._free:
            if not self.is_sure() and not await self.run(self.store.owns, letter, self.owner):
                logger.warning("%s was taken over by another process", letter.trace)
                return
            if letter.doubtful:
                is_posted, place = await seeking.find(self.sending.client, letter, mail)
            if not is_posted:
                await self._wait_for_turn(letter.lane, mail)
                began = time.perf_counter()
                place = await self.sending.send(letter.key, mail)
                self.metrics.took("post", time.perf_counter() - began)
        logger.debug("posted", extra={"do": mail.do, "tries": letter.tries + 1})
        if isinstance(mail, PostReply):
            self.metrics.posted(letter.trace, (self.clock() - letter.at).total_seconds())
        self._noting.add(letter.id)
        self._start(self._note(letter, place), f"posted:{letter.key}")

    async def _note(self, letter: Letter, place: Place | None) -> None:
        """Takes a posted letter out of the outbox."""
        sequel = letter.sequel
        if sequel is not None and place is not None:
            begun = TAKEN.validate_json(sequel).model_copy(update={"place": place})
            sequel = TAKEN.dump_json(begun).decode()
        try:
            await self._persist(lambda: self._posted((letter, sequel)))
        finally:
            self._noting.discard(letter.id)
        if sequel is not None:
            self.woken()

    async def _wait_for_turn(self, lane: str, mail: Mail) -> None:
        if self.pace <= 0 or not isinstance(mail, POSTS):
            return
        now = asyncio.get_running_loop().time()
        turn = max(now, self._next.get(lane, 0.0))
        self._next[lane] = turn + self.pace
        if turn > now:
            await asyncio.sleep(turn - now)

    async def _failed(
        self, letter: Letter, mail: Mail, error: Exception
    ) -> tuple[Letter, float] | None:
        """The letter to try again, and after how many seconds; None where it never is."""
        now, said = self.clock(), brief(error)
        is_refused = isinstance(error, SlackApiError) and not is_passing(error)
        if is_refused and letter.otherwise is not None:
            logger.info("%s goes another way: %s", letter.trace, said)
            other = Draft.model_validate_json(letter.otherwise)
            await self._persist(lambda: self.run(self.store.replace_letter, letter, other, now))
            self._start(self.collect(), "collect", contextvars.Context())
            return None
        if is_refused and isinstance(mail, EXTRAS):
            logger.warning("%s goes without a %s: %s", letter.trace, mail.do, said)
            await self._persist(lambda: self._posted((letter, None)))
            return None
        if is_refused or now - letter.at > GIVEN_UP:
            logger.error("%s was given up: %s", letter.trace, said)
            self.metrics.given_up("outbox")
            await self._persist(lambda: self.run(self.store.bury_letter, letter, said))
            return None
        self.metrics.retry("post", "rate_limited" if is_rate_limit(error) else "failed")
        told = retry_after(error)
        pause = told if told is not None else _pause(letter.tries)
        logger.warning("%s waits %.1f s: %s", letter.trace, pause, said)
        doubtful = letter.doubtful or not had_no_effect(error)
        again = letter.model_copy(update={"tries": letter.tries + 1, "doubtful": doubtful})
        await self._persist(lambda: self.run(self.store.note_failure, again, said))
        return again, pause

    async def _rest(self, seconds: float) -> None:
        """Waits, though not when we are to end."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._ending.wait()

    async def _persist(self, write: Callable[[], Awaitable[object]]) -> None:
        """Writes into the log, as often as it takes: what was posted must not be forgotten."""
        while True:
            try:
                await write()
            except StoreError as error:
                logger.error("the outbox waits: %s", error)
                if self._ending.is_set():
                    return  # The next process looks for the post.
                await self._rest(STORE_PAUSE)
            else:
                return

    def _remove(self, posted: Sequence[tuple[Letter, str | None]]) -> list[None]:
        self.store.remove_letters(posted, self.clock())
        return [None] * len(posted)

    def _start(
        self, work: Awaitable[object], name: str, context: contextvars.Context | None = None
    ) -> None:
        async def logged() -> None:
            try:
                await work
            except asyncio.CancelledError:
                raise
            except Exception:
                logger.exception("%s failed; it is tried again later", name)

        task = asyncio.create_task(logged(), name=name, context=context)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _pause(tries: int) -> float:
    longest = min(FIRST_PAUSE * 2.0 ** min(tries, 10), LONGEST_PAUSE)
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads tries, keeps no secret
