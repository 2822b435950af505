"""Driving a server: by people who ask, wait and ask again, or by so many questions a second."""

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.load.events import Event
from benchmarks.load.hearing import Hearing, Post, nobody
from benchmarks.load.lines import OK, Line, Sent, opened

PATIENCE = 60.0
"""Seconds after the last question within which everything must be answered."""

PAUSE = 0.01
"""Seconds between two looks at whether a run is over."""


@dataclass
class Driven:
    """What was sent from `begun` until `ended`, and what the driver itself needed for it:
    seconds of its processor, by `over`, when the last answer had come.
    """

    sent: list[Sent] = field(default_factory=list)
    begun: float = 0.0
    ended: float = 0.0
    over: float = 0.0
    spent: float = 0.0
    strangers: int = 0
    """Posts that answer nothing that was asked."""

    def rate(self, moment: Callable[[Sent], float]) -> float:
        """To how many requests a second something happened while they were sent."""
        happened = sum(0 < moment(one) <= self.ended for one in self.sent)
        return happened / (self.ended - self.begun)


@dataclass
class Driver:
    """One run against a server, and `others` beside it; `compose` gives the next question of a
    person.

    Without a `fake`, where answers are posted, nobody waits for any.
    """

    port: int
    compose: Callable[[int], Event]
    fake: Hearing | None = None
    patience: float = PATIENCE
    others: Sequence[int] = ()
    _driven: Driven = field(default_factory=Driven)
    _asked: dict[tuple[str, str | None], tuple[Sent, int]] = field(default_factory=dict)
    _persons: dict[Line, int] = field(default_factory=dict)
    _go_on: Callable[[int], None] = lambda _: None
    _pending: int = 0

    async def talk(self, people: int, seconds: float, most: int | None = None) -> Driven:
        """People who each ask, wait and ask again, over a line of their own; for so many seconds,
        or until so many questions are asked.
        """
        numbers = itertools.count(1)

        async def converse(lines: list[Line]) -> None:
            until = time.monotonic() + seconds

            def ask(person: int) -> None:
                if time.monotonic() < until and (most is None or next(numbers) <= most):
                    self._ask(lines[person], person)

            self._persons = {line: person for person, line in enumerate(lines)}
            self._go_on = ask
            for person in range(people):
                ask(person)
            await _until(lambda: not self._pending, until)

        return await self._drive(people, converse)

    async def pour(self, rate: float, people: int, seconds: float) -> Driven:
        """So many questions a second of people in turn, whether or not they are answered."""

        async def keep_up(lines: list[Line]) -> None:
            self._persons = {line: person for person, line in enumerate(lines)}
            idle = list(self._persons.values())
            self._go_on = idle.append
            begun, total = time.monotonic(), round(rate * seconds)
            for number in range(total):
                await asyncio.sleep(begun + number / rate - time.monotonic())
                await _until(lambda: idle, time.monotonic() + self.patience)
                person = idle.pop(0)
                self._ask(lines[person], person)

        return await self._drive(people, keep_up)

    async def _drive(self, people: int, run: Callable[[list[Line]], Awaitable[None]]) -> Driven:
        driven = self._driven
        async with opened((self.port, *self.others), people, self._acknowledged) as lines:
            if self.fake:
                self.fake.heard = self._answered
            spent = time.process_time()
            driven.begun = time.monotonic()
            await run(lines)
            driven.ended = time.monotonic()
            self._go_on = lambda _: None
            await _until(lambda: not self._pending, driven.ended + self.patience)
            if self.fake:
                self.fake.heard = nobody
            driven.over = time.monotonic()
            driven.spent = time.process_time() - spent
        return driven

    def _ask(self, line: Line, person: int) -> None:
        event = self.compose(person)
        sent = Sent(time.monotonic())
        self._driven.sent.append(sent)
        self._asked[event.channel, event.ts] = (sent, person)
        self._pending += 1
        line.ask(event.request, sent)

    def _acknowledged(self, line: Line, sent: Sent) -> None:
        if self.fake is None or sent.status != OK or sent.answers:
            self._done(self._persons[line])

    def _answered(self, post: Post) -> None:
        sent, person = self._asked.get((post.channel, post.root), (None, -1))
        if sent is None:
            self._driven.strangers += 1
            return
        sent.answers += 1
        if sent.answers == 1:
            sent.answered = post.at
            # The answer can be there before the acknowledgement, for which a line waits, too.
            if sent.status:
                self._done(person)

    def _done(self, person: int) -> None:
        self._pending -= 1
        self._go_on(person)


async def _until(is_over: Callable[[], object], deadline: float) -> None:
    # Looking now and then costs the driver less than being told of each of thousands.
    while not is_over() and time.monotonic() < deadline:  # noqa: ASYNC110 - see above
        await asyncio.sleep(PAUSE)
