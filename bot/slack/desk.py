"""The desk where Slack's payloads are taken: claimed once, and answered by the conversation.

Each `take_…` decides and claims before Slack gets its acknowledgement: what fails until then is
sent again by Slack. The answer itself comes after.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import picturing, plain, wording
from bot.conversation import Conversation, command
from bot.deciding import Overtaken
from bot.labels import label
from bot.polling import typed_join
from bot.replies import (
    ACTION,
    Action,
    Choose,
    Gather,
    HandedIn,
    HandIn,
    Help,
    Join,
    Move,
    Notice,
    Recommendation,
    Record,
    Reply,
    Start,
)
from bot.running import Run
from bot.slack import blocks, home, payloads, pictures, polls
from bot.slack.client import brief
from bot.slack.names import Names
from bot.slack.payloads import Click, Command, Identity, Payload, Post
from bot.slack.sending import Place, close, is_out_of_reach, post, send, whisper
from bot.slack.tasks import Tasks
from bot.slack.text import fallback
from bot.store.records import Person, Thread
from bot.store.store import Store

T = TypeVar("T")

logger = logging.getLogger(__name__)

OLD_BUTTON = "That button is from an older version of mine that I can't read. Please ask again."
STARTING = "On it: I'll open a thread for this."
ELSEWHERE = "I can't post in {}, so let's go on here."


@dataclass(frozen=True)
class Pressed:
    """The reply to a click, and whether the click moved a walkthrough on."""

    reply: Reply
    moved: bool


@dataclass(frozen=True)
class Desk:
    """Takes what people send and sees to the answer."""

    me: Identity
    client: AsyncWebClient
    conversation: Conversation
    store: Store
    run: Run
    draw: Run
    tasks: Tasks
    names: Names

    async def take_post(self, body: Payload) -> None:
        """Takes a message or a mention, if it asks us something."""
        found = payloads.post(body, self.me)
        if found is None:
            return
        thread = self._thread(found.team, Place(found.channel, found.root))
        if found.kind == "overheard":
            person = Person(id=_person_id(found.team, found.user))
            # Nothing is claimed before this: a mention of the same post may still come.
            if not await self.run(self.conversation.is_awaited, thread, person):
                return
        if await self._claim(found.keys):
            self.tasks.start(self._answer(found, thread), found.keys[-1])

    async def take_command(self, body: Payload) -> tuple[str, blocks.Blocks]:
        """Takes a command, and returns what the person is shown at once, and only they."""
        found = payloads.command(body, self.me)
        action = command(self.conversation.advisor, found.text) if found.text else Start()
        if isinstance(action, Help):
            welcome = self.conversation.advisor.welcome()
            # Old blocks: what Slack does not take of an acknowledgement cannot be sent again.
            return fallback(plain.render(welcome)), blocks.sections(wording.parts(welcome))
        if not found.keys or await self._claim(found.keys):
            question = None if action == Start() else found.text
            self.tasks.start(self._begin(found, action, question), f"command:{found.trigger}")
        return STARTING, []

    async def take_click(self, body: Payload) -> None:
        """Takes a click."""
        found = payloads.click(body, self.me)
        if found and await self._claim(found.keys):
            self.tasks.start(self._click(found), found.keys[-1])

    async def take_opened(self, body: Payload) -> None:
        """Takes the news that somebody opened our home or our messages."""
        welcome = self.conversation.advisor.welcome()
        self.tasks.start(home.show(self.client, body["event"], welcome), "app_home_opened")

    async def _claim(self, keys: Sequence[str]) -> bool:
        return await self.run(self.store.claim, keys, self.conversation.clock())

    async def _answer(self, found: Post, thread: Thread) -> None:
        joining = typed_join(found.text)
        if joining and found.kind != "direct":
            await self._join(found.team, found.user, joining, Place(found.channel, found.root))
            return
        person = await self._person(found.team, found.user)
        reply = await self._say(thread, person, found.text)
        await self._send(Place(found.channel, found.root), thread, reply)

    async def _click(self, found: Click) -> None:
        place = Place(found.channel, found.root)
        thread = self._thread(found.team, place)
        try:
            action = ACTION.validate_json(found.value)
        except ValidationError:
            await whisper(self.client, place, found.user, OLD_BUTTON)
            return
        if isinstance(action, Join) and not await self._is_there(found, action, thread):
            await self._join(found.team, found.user, action, place)
            return
        if found.root is None:
            # A message that only one person sees has no thread: open one.
            question = None if action == Start() else label(self.conversation.advisor, action)
            await self._begin(found, action, question)
            return
        person = await self._person(found.team, found.user)
        pressed = await self._press(thread, person, action)
        if isinstance(pressed.reply, Notice):
            await whisper(self.client, place, found.user, pressed.reply.text)
            return
        await self._reply(place, pressed.reply)
        if pressed.moved and not found.is_ephemeral:
            await close(self.client, found.channel, found.ts, found.text, found.blocks, found.label)
        await self._picture(place, thread, pressed.reply)

    async def _begin(
        self, found: Command | Click, action: Action | None, question: str | None
    ) -> None:
        """Opens a thread under a card, and answers in it; in the direct message where we must."""
        if isinstance(action, Join):
            await self._join(found.team, found.user, action, Place(found.channel))
            return
        card = blocks.root_card(found.user, question)
        try:
            place = await post(self.client, Place(found.channel), *card)
        except SlackApiError as error:
            if not is_out_of_reach(error):
                raise
            where = "that conversation" if found.channel.startswith("D") else f"<#{found.channel}>"
            card = blocks.root_card(found.user, question, ELSEWHERE.format(where))
            place = await post(self.client, Place(found.user), *card)
        person = await self._person(found.team, found.user)
        thread = self._thread(found.team, place)
        if action is None:
            reply = await self._say(thread, person, question or "")
        else:
            reply = (await self._press(thread, person, action)).reply
        await self._send(place, thread, reply)

    async def _is_there(self, found: Click, action: Join, thread: Thread) -> bool:
        """Whether a person answers alone in this very thread already."""
        person = Person(id=_person_id(found.team, found.user))
        own = await self.run(self.conversation.polling.thread_in, action.code, person)
        return own == thread

    async def _join(self, team: str, user: str, action: Join, origin: Place) -> None:
        """Lets somebody answer alone, in a thread of their direct message with us."""
        polling = self.conversation.polling
        refused = await self.run(polling.refused, action.code)
        if refused:
            await whisper(self.client, origin, user, refused.text)
            return
        known = await polls.known(self.run, self.conversation, action, team, user)
        if known:
            try:
                await self._answer_alone(team, user, action, known)
            except SlackApiError as error:
                # The thread is gone, so the answers move to a new one.
                logger.info("a thread of a poll could not be posted to: %s", brief(error))
            else:
                await whisper(self.client, origin, user, polls.WENT_ON)
                return
        begun = await polls.begun(self.client, self.run, self.conversation, action, user)
        if begun is None:
            said = polls.NO_DIRECT.format(action.code)
            await whisper(self.client, origin, user, said)
            return
        await self._answer_alone(team, user, action, begun)
        await whisper(self.client, origin, user, polls.ALONE)

    async def _answer_alone(self, team: str, user: str, action: Join, place: Place) -> None:
        thread, person = self._thread(team, place), await self._person(team, user)
        pressed = await self._press(thread, person, action)
        await self._send(place, thread, pressed.reply)

    async def _send(self, place: Place, thread: Thread, reply: Reply) -> None:
        await self._reply(place, reply)
        await self._picture(place, thread, reply)

    async def _reply(self, place: Place, reply: Reply) -> None:
        await send(self.client, place, reply)
        if isinstance(reply, HandedIn):
            team = self.me.team
            await polls.tell_owner(self.client, self.run, self.conversation, reply.code, team)

    async def _picture(self, place: Place, thread: Thread, reply: Reply) -> None:
        """Uploads the picture of a recommendation, unless the thread has the very same."""
        shown = picturing.of(reply) if isinstance(reply, Recommendation) else None
        if shown is None:
            return
        if await self.run(pictures.is_new, self.store, thread, shown):
            await pictures.attach(self.client, place, shown, self.draw)

    async def _say(self, thread: Thread, person: Person, text: str) -> Reply:
        return await self._again(lambda: self.conversation.say(thread, person, text))

    async def _press(self, thread: Thread, person: Person, action: Action) -> Pressed:
        return await self._again(lambda: press(self.conversation, thread, person, action))

    async def _again(self, talk: Callable[[], T]) -> T:
        try:
            return await self.run(talk)
        except Overtaken:
            # Another process answered in the same walkthrough; now it stands still.
            return await self.run(talk)

    async def _person(self, team: str, user: str) -> Person:
        return Person(id=_person_id(team, user), name=await self.names.name(team, user))

    def _thread(self, team: str, place: Place) -> Thread:
        return Thread(id=f"slack:{team}:{place.channel}:{place.root}", surface="slack")


def press(conversation: Conversation, thread: Thread, person: Person, action: Action) -> Pressed:
    """Presses a button for a person. Runs on the store's thread, like all of the conversation."""
    if isinstance(action, Gather):
        # A button of a poll counts where it is what closed the poll.
        was_open = not conversation.polling.refused(action.code)
        reply = conversation.press(thread, person, action)
        return Pressed(reply, was_open and bool(conversation.polling.refused(action.code)))
    is_current = False
    if isinstance(action, Choose | Move | Record | HandIn):
        walk = conversation.store.walk(action.walk)
        is_current = (
            walk is not None
            and (walk.person, walk.status) == (person.id, "open")
            and walk.revision == action.revision
        )
    reply = conversation.press(thread, person, action)
    # A click does not count under rules that have changed, nor where a notice says so.
    ignored = reply.kind == "rules-changed" or getattr(reply, "notice", None)
    return Pressed(reply, is_current and not ignored)


def _person_id(team: str, user: str) -> str:
    return f"slack:{team}:{user}"
