"""What the parts of an event cost by themselves, in microseconds of processor time.

The parts are the server's own functions, called one after the other on distinct questions, in a
process of their own. Slack is in another one: what it does is not counted.
"""

import asyncio
import contextlib
import itertools
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.goals import Figures
from benchmarks.load.events import SECRET, Event, Events, headers
from benchmarks.load.questions import SEED, distinct, texts
from benchmarks.load.workshop import Workshop, workshop
from bot import followups, plain, wording
from bot.app import utc_now
from bot.hearing import hear
from bot.slack import blocks, ingress, listeners
from bot.slack.mail import Mail, Place, PostReply
from bot.slack.text import fallback

COUNT = 1_500
WARM = 300
GROUP = 16
"""How many go through each part together."""

Spent = dict[str, float]
"""Seconds of the processor by part."""


async def measure(slack: str, folder: Path, count: int = COUNT) -> Figures:
    """The microseconds of each part; `slack` is the address of its Web API."""
    events, others = Events(distinct(texts())), distinct(texts(), SEED + 1)
    async with workshop(slack, folder / "parts.db") as shop:
        for wanted in (min(WARM, count), count):
            # All parts in turns, so that a busy machine slows none of them down alone.
            spent: Spent = defaultdict(float)
            groups = max(1, wanted // GROUP)
            for _ in range(groups):
                group = [events.next(n) for n in range(GROUP)]
                await _through(shop, spent, group, list(itertools.islice(others, GROUP)))
        # Answering matches as well, which is counted by itself.
        spent["record"] -= spent["match"] + spent["understand"]
        return {name: seconds / (groups * GROUP) * 1e6 for name, seconds in spent.items()}


async def _through(
    shop: Workshop, spent: Spent, events: Sequence[Event], others: Sequence[str]
) -> None:
    """Takes events through all parts. Matching is measured on other questions, as new as these."""
    shop.arrived.clear()
    shop.sent.clear()
    now, today = time.time(), utc_now().date()
    bodies = [event.request.partition(b"\r\n\r\n")[2] for event in events]
    signed = [{name.lower(): value for name, value in headers(body).items()} for body in bodies]
    with _clocked(spent, "verify"):
        for head, body in zip(signed, bodies, strict=True):
            ingress.verify(SECRET, head, body, now)
    with _clocked(spent, "parse"):
        payloads = [ingress.read(ingress.JSON, body) for body in bodies]
    with _clocked(spent, "dispatch"):
        for payload in payloads:
            await listeners.take_event(shop.desk, payload)
    with _clocked(spent, "commit"):
        shop.store.accept(shop.arrived, utc_now())
    with _clocked(spent, "match"):
        for text in others:
            followups.answer(shop.advisor, text, None, today)
    with _clocked(spent, "understand"):
        for text in others:
            hear(shop.advisor, text)
    with _clocked(spent, "record"):
        while await shop.work.step():
            pass  # A step ends after its time, whatever is left.
        posted = [(letter, None) for letter, _ in shop.sent]
        shop.store.remove_letters(posted, utc_now())
    with _clocked(spent, "render"):
        rendered = [_rendered(mail) for _, mail in shop.sent]
    with _clocked(spent, "post"):
        await asyncio.gather(*(shop.sending.post("key", *one) for one in rendered if one))


def _rendered(mail: Mail) -> tuple[Place, str, blocks.Blocks] | None:
    """What is posted of a reply, as the courier makes it."""
    if not isinstance(mail, PostReply):
        return None
    parts = wording.parts(mail.reply)
    return mail.place, fallback(plain.text(parts)), blocks.render(parts)


@contextlib.contextmanager
def _clocked(spent: Spent, name: str) -> Iterator[None]:
    begun = time.process_time()
    yield
    spent[name] += time.process_time() - begun


def main(slack: str, folder: str, count: str) -> None:
    """Prints the parts as JSON."""
    print(json.dumps(asyncio.run(measure(slack, Path(folder), int(count)))))


if __name__ == "__main__":
    main(*sys.argv[1:])
