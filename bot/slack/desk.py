"""The desk where Slack's payloads are taken: read, and put into the inbox.

Each `take_…` decides and stores before Slack gets its acknowledgement: what fails until then is
sent again by Slack. The answer itself comes after.
"""

import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from slack_sdk.web.async_client import AsyncWebClient

from bot import plain, wording
from bot.conversation import Conversation, command
from bot.metrics import Kind, Metrics
from bot.replies import Help
from bot.running import Run
from bot.slack import blocks, home, payloads
from bot.slack.answering import person_id, thread_of
from bot.slack.mail import TAKEN, Place, Taken
from bot.slack.payloads import Click, Identity, Payload
from bot.slack.tasks import Tasks
from bot.slack.text import fallback
from bot.store.inbox import Arrival
from bot.store.records import Person
from bot.tracing import traced

STARTING = "On it: I'll open a thread for this."

Accept = Callable[[Arrival], Awaitable[bool]]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Desk:
    """Takes what people send. `accept` returns once an arrival is stored for good."""

    me: Identity
    client: AsyncWebClient
    conversation: Conversation
    run: Run
    accept: Accept
    tasks: Tasks
    metrics: Metrics = field(default_factory=Metrics)

    async def take_post(self, body: Payload) -> None:
        """Takes a message or a mention, if it asks us something."""
        found = payloads.post(body, self.me)
        if found is None:
            self.metrics.event("message", "ignored")
            return
        place = Place(channel=found.channel, root=found.root)
        if found.kind == "overheard":
            person = Person(id=person_id(found.team, found.user))
            thread = thread_of(found.team, place)
            # Nothing is stored before this: people's talk is none of our business.
            if not await self.run(self.conversation.is_awaited, thread, person):
                self.metrics.event("overheard", "ignored")
                return
        lane = f"{found.team}:{found.channel}:{found.root}"
        await self._accept(found, found.keys, lane, found.kind, found.text)

    async def take_command(self, body: Payload) -> tuple[str, blocks.Blocks]:
        """Takes a command, and returns what the person is shown at once, and only they."""
        found = payloads.command(body, self.me)
        if isinstance(command(self.conversation.advisor, found.text), Help):
            self.metrics.event("command", "accepted")
            parts = wording.parts(self.conversation.advisor.welcome())
            # Old blocks: what Slack does not take of an acknowledgement cannot be sent again.
            return fallback(plain.text(parts)), blocks.sections(parts)
        await self._accept(found, found.keys, f"{found.team}:{found.user}", "command", found.text)
        return STARTING, []

    async def take_click(self, body: Payload) -> None:
        """Takes a click."""
        found = payloads.click(body, self.me)
        if found is None:
            self.metrics.event("click", "ignored")
            return
        await self._accept(found, found.keys, _lane(found), "click", found.label)

    async def take_opened(self, body: Payload) -> None:
        """Takes the news that somebody opened our home or our messages."""
        self.metrics.event("home", "accepted")
        welcome = self.conversation.advisor.welcome()
        self.tasks.start(home.show(self.client, body["event"], welcome), "app_home_opened")

    async def _accept(
        self, taken: Taken, keys: list[str], lane: str, kind: Kind, text: str
    ) -> None:
        trace = keys[0] if keys else f"command:{secrets.token_hex(8)}"
        written = TAKEN.dump_json(taken).decode()
        arrival = Arrival(keys=tuple(keys), lane=lane, trace=trace, body=written)
        with traced(trace):
            try:
                is_new = await self.accept(arrival)
            except BaseException:
                self.metrics.event(kind, "failed")
                raise
            self.metrics.event(kind, "accepted" if is_new else "duplicate")
            logger.debug("taken", extra={"kind": kind, "is_new": is_new, "text": text})


def _lane(click: Click) -> str:
    return f"{click.team}:{click.channel}:{click.root or click.user}"
