"""Looking for a post that may have been made already, by what it carries."""

import datetime
import logging

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failures import code
from bot.slack.mail import Mail, Place, PostCard, PostPicture, PostPollCard, PostReply
from bot.slack.sending import file_name, keys_of
from bot.store.outbox import Letter

PAGE, MOST_PAGES = 200, 10

UNREADABLE = frozenset(
    {"missing_scope", "not_in_channel", "channel_not_found", "thread_not_found", "no_permission"}
)
"""Slack's words for a place that we may not read."""

BEFORE = datetime.timedelta(minutes=15)
"""How far before the writing of a letter its post is looked for: clocks differ."""

logger = logging.getLogger(__name__)


async def find(client: AsyncWebClient, letter: Letter, mail: Mail) -> tuple[bool, Place | None]:
    """Whether a letter was posted, and the place below the post where that makes one.

    What cannot be looked for, or may not, counts as not posted: an answer that comes twice is
    better than none.

    Raises:
        SlackApiError: if Slack does not answer now.
        aiohttp.ClientError, TimeoutError, OSError: if Slack cannot be reached.
    """
    match mail:
        case PostReply(place=place) | PostPicture(place=place):
            pass
        case PostCard(channel=channel) | PostPollCard(channel=channel):
            place = Place(channel=channel)
        case _:
            return False, None
    wanted = file_name(letter.key) if isinstance(mail, PostPicture) else letter.key
    try:
        ts = await _search(client, letter, place, wanted)
    except SlackApiError as error:
        if code(error) not in UNREADABLE:
            raise
        logger.warning("%s: its post cannot be looked for (%s)", letter.trace, code(error))
        return False, None
    return ts is not None, Place(channel=place.channel, root=ts) if ts else None


async def _search(client: AsyncWebClient, letter: Letter, place: Place, wanted: str) -> str | None:
    oldest = str((letter.at - BEFORE).timestamp())
    cursor: str | None = None
    for _ in range(MOST_PAGES):
        if place.root is None:
            found = await client.conversations_history(
                channel=place.channel,
                oldest=oldest,
                limit=PAGE,
                cursor=cursor,
                include_all_metadata=True,
            )
        else:
            found = await client.conversations_replies(
                channel=place.channel,
                ts=place.root,
                oldest=oldest,
                limit=PAGE,
                cursor=cursor,
                include_all_metadata=True,
            )
        for message in found.get("messages") or ():
            if wanted in keys_of(message):
                return str(message["ts"])
        cursor = (found.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return None
    return None
