"""Posting replies, so that no answer is lost to a block that Slack does not take."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import plain, wording
from bot.replies import Reply
from bot.slack import blocks
from bot.slack.client import SLACK_ERRORS, brief, code
from bot.slack.text import cut, fallback, unescape

BLOCK_FAULTS = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_attachments"}
)
"""Slack's words for blocks that it does not take."""

OUT_OF_REACH = frozenset(
    {
        "not_in_channel",
        "channel_not_found",
        "is_archived",
        "no_permission",
        "team_access_not_granted",
        "method_not_supported_for_channel_type",
    }
)
"""Slack's words for a channel that we cannot post to; beside those that begin as below."""

RESTRICTED = "restricted_action"

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """Where to post: a channel, and the post that a thread hangs from, if any."""

    channel: str
    root: str | None = None


async def send(client: AsyncWebClient, place: Place, reply: Reply) -> None:
    """Posts a reply; with plainer blocks, then with none, where Slack does not take them.

    Raises:
        SlackApiError: if Slack does not take it at all.
    """
    text, parts = fallback(plain.render(reply)), wording.parts(reply)
    for shown in (blocks.render(parts), blocks.sections(parts)):
        try:
            await post(client, place, text, shown)
        except SlackApiError as error:
            if code(error) not in BLOCK_FAULTS:
                raise
            logger.warning("Slack did not take the blocks of a %s (%s)", reply.kind, code(error))
        else:
            return
    await post(client, place, text, ())


async def post(
    client: AsyncWebClient, place: Place, text: str, shown: Sequence[dict[str, Any]]
) -> Place:
    """Posts a message, and returns the place below it."""
    posted = await client.chat_postMessage(
        channel=place.channel,
        thread_ts=place.root,
        text=text,
        blocks=shown or None,
        unfurl_links=False,
        unfurl_media=False,
    )
    return Place(channel=posted["channel"], root=posted["ts"])


async def whisper(client: AsyncWebClient, place: Place, user: str, text: str) -> None:
    """Shows a line to one person only, best effort."""
    try:
        await client.chat_postEphemeral(
            channel=place.channel, user=user, thread_ts=place.root, text=fallback(text)
        )
    except SLACK_ERRORS as error:
        logger.warning("a notice could not be shown: %s", brief(error))


async def close(
    client: AsyncWebClient,
    channel: str,
    ts: str,
    text: str,
    shown: Sequence[Mapping[str, Any]],
    label: str,
) -> None:
    """Takes the buttons off a message and says what was chosen, best effort."""
    said = f"{cut(text, 3_800)}\n\n{fallback(f'Chosen: {label}')}"
    plainer = blocks.sections([wording.Prose(markdown=unescape(text))])
    for kept in (blocks.chosen(shown, label), blocks.chosen(plainer, label)):
        try:
            await client.chat_update(channel=channel, ts=ts, text=said, blocks=kept)
        except SLACK_ERRORS as error:
            logger.warning("a message kept its buttons: %s", brief(error))
            if code(error) not in BLOCK_FAULTS:
                return
        else:
            return


def is_out_of_reach(error: SlackApiError) -> bool:
    """Whether we cannot post to a channel, whatever we post."""
    return code(error) in OUT_OF_REACH or code(error).startswith(RESTRICTED)
