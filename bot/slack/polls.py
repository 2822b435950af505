"""Polls in Slack: everybody answers in a direct message, and the owner's thread hears of it."""

import logging

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation import Conversation
from bot.replies import Join
from bot.running import Run
from bot.slack import blocks
from bot.slack.client import SLACK_ERRORS, brief
from bot.slack.sending import Place, post, send
from bot.store.records import Person, Thread

ALONE = "I have opened a thread in your direct messages with me, so that everyone answers alone."
WENT_ON = "Your answers are in our direct messages; I have just shown you there where you are."
NO_DIRECT = "I can't write to you directly. Open a direct message with me and type `join {}` there."

logger = logging.getLogger(__name__)


def is_direct(channel: str) -> bool:
    """Whether a channel is a direct message."""
    return channel.startswith("D")


def place_of(thread: Thread | None, team: str) -> Place | None:
    """Where a thread is, if it is in the Slack of that team."""
    surface, *rest = thread.id.split(":") if thread else [""]
    if surface != "slack" or len(rest) != 3 or rest[0] != team:
        return None
    return Place(channel=rest[1], root=rest[2])


async def known(
    run: Run, conversation: Conversation, action: Join, team: str, user: str
) -> Place | None:
    """The thread in the person's direct message in which the person answers already."""
    person = Person(id=f"slack:{team}:{user}")
    place = place_of(await run(conversation.polling.thread_in, action.code, person), team)
    return place if place and is_direct(place.channel) else None


async def begun(
    client: AsyncWebClient, run: Run, conversation: Conversation, action: Join, user: str
) -> Place | None:
    """A new thread in the person's direct message; None where we cannot write to the person."""
    poll = await run(conversation.store.poll, action.code)
    owner = poll.owner.name if poll else None
    try:
        return await post(client, Place(user), *blocks.poll_card(user, owner))
    except SlackApiError as error:
        logger.warning("a poll could not begin in a direct message: %s", brief(error))
        return None


async def tell_owner(
    client: AsyncWebClient, run: Run, conversation: Conversation, code: str, team: str
) -> None:
    """Posts how a poll stands into its owner's thread, best effort: the answers are on record."""
    found = await run(conversation.polling.news, code)
    place = place_of(found[0], team) if found else None
    if found is None or place is None:
        return
    try:
        await send(client, place, found[1])
    except SLACK_ERRORS as error:
        logger.warning("the owner of a poll was not told: %s", brief(error))
