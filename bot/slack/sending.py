"""Sending mail: each kind by its call, so that no answer is lost to a block that Slack refuses."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot import picturing, plain, wording
from bot.replies import Reply
from bot.running import Run
from bot.slack import blocks
from bot.slack.failures import SLACK_ERRORS, brief, code
from bot.slack.mail import (
    Close,
    Mail,
    Place,
    PostCard,
    PostPicture,
    PostPollCard,
    PostReply,
    Whisper,
)
from bot.slack.text import cut, fallback, unescape

POSTED = "advisor_post"
"""The type of the metadata of our posts."""

BLOCK_FAULTS = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_attachments"}
)
"""Slack's words for blocks that it does not take."""

ELSEWHERE = "I can't post in {}, so let's go on here."
LONGEST_ALT = 1_000

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sending:
    """Makes the calls that mail asks for."""

    client: AsyncWebClient
    draw: Run

    async def send(self, key: str, mail: Mail) -> Place | None:
        """Sends mail whose post carries a key; returns the place below the post, if it made one.

        Raises:
            SlackApiError: if Slack does not take it.
            aiohttp.ClientError, TimeoutError, OSError: if Slack cannot be reached.
        """
        match mail:
            case PostReply():
                return await self._reply(key, mail.place, mail.reply)
            case PostCard():
                return await self._card(key, mail)
            case PostPollCard():
                card = blocks.poll_card(mail.user, mail.owner)
                return await self.post(key, Place(channel=mail.channel), *card)
            case PostPicture():
                await self._picture(key, mail)
            case Whisper():
                await self._whisper(mail)
            case Close():
                await self._close(mail)
        return None

    async def post(
        self, key: str, place: Place, text: str, shown: Sequence[dict[str, Any]]
    ) -> Place:
        """Posts a message, and returns the place below it."""
        posted = await self.client.chat_postMessage(
            channel=place.channel,
            thread_ts=place.root,
            text=text,
            blocks=shown or None,
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": POSTED, "event_payload": {"key": key}},
        )
        return Place(channel=posted["channel"], root=posted["ts"])

    async def _reply(self, key: str, place: Place, reply: Reply) -> Place:
        """Posts a reply; with plainer blocks, then with none, where Slack does not take them."""
        parts = wording.parts(reply)
        text = fallback(plain.text(parts))
        for build in (blocks.render, blocks.sections):
            try:
                return await self.post(key, place, text, build(parts))
            except SlackApiError as error:
                if code(error) not in BLOCK_FAULTS:
                    raise
                fault = code(error)
                logger.warning("Slack did not take the blocks of a %s (%s)", reply.kind, fault)
        return await self.post(key, place, text, ())

    async def _card(self, key: str, mail: PostCard) -> Place:
        """Posts the card above a thread."""
        note = ""
        if mail.instead_of is not None:
            is_direct = mail.instead_of.startswith("D")
            note = ELSEWHERE.format("that conversation" if is_direct else f"<#{mail.instead_of}>")
        card = blocks.root_card(mail.user, mail.question, note)
        return await self.post(key, Place(channel=mail.channel), *card)

    async def _picture(self, key: str, mail: PostPicture) -> None:
        drawn = await self.draw(
            picturing.draw, mail.shown, theme="light", layout="narrow", form="png"
        )
        await self.client.files_upload_v2(
            filename=file_name(key),
            content=drawn,
            title=mail.shown.title,
            alt_txt=cut(picturing.alt(mail.shown), LONGEST_ALT),
            channel=mail.place.channel,
            thread_ts=mail.place.root,
        )

    async def _whisper(self, mail: Whisper) -> None:
        await self.client.chat_postEphemeral(
            channel=mail.place.channel,
            user=mail.user,
            thread_ts=mail.place.root,
            text=fallback(mail.text),
        )

    async def _close(self, mail: Close) -> None:
        """Takes the buttons off a message and says what was chosen, best effort."""
        said = f"{cut(mail.text, 3_800)}\n\n{fallback(f'Chosen: {mail.label}')}"
        plainer = blocks.sections([wording.Prose(markdown=unescape(mail.text))])
        for kept in (blocks.chosen(mail.blocks, mail.label), blocks.chosen(plainer, mail.label)):
            try:
                await self.client.chat_update(
                    channel=mail.channel, ts=mail.ts, text=said, blocks=kept
                )
            except SLACK_ERRORS as error:
                logger.warning("a message kept its buttons: %s", brief(error))
                if code(error) not in BLOCK_FAULTS:
                    return
            else:
                return


def file_name(key: str) -> str:
    """The name of the file of a picture, by which it can be found again."""
    return f"decision-{key}.png"


def keys_of(message: Mapping[str, Any]) -> set[str]:
    """The keys that a posted message carries: in its metadata, and in the names of its files."""
    metadata = message.get("metadata") or {}
    is_ours = metadata.get("event_type") == POSTED
    key = (metadata.get("event_payload") or {}).get("key") if is_ours else None
    return {str(key)} | {str(file.get("name")) for file in message.get("files") or ()}
