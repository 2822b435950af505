"""The picture of a recommendation in Slack: uploaded into the thread, below the text."""

import logging

from slack_sdk.errors import SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot import picturing
from bot.picturing import Picture
from bot.recalling import recommendations
from bot.running import Run
from bot.slack.client import SLACK_ERRORS, brief
from bot.slack.sending import Place
from bot.slack.text import cut
from bot.store.records import Thread
from bot.store.store import Store

LONGEST_ALT = 1_000

logger = logging.getLogger(__name__)


def is_new(store: Store, thread: Thread, shown: Picture) -> bool:
    """Whether a picture, whose reply is recorded already, is the first of its kind in a thread."""
    return [picturing.of(r) for r in recommendations(store.turns(thread.id))].count(shown) <= 1


async def attach(client: AsyncWebClient, place: Place, shown: Picture, draw: Run) -> None:
    """Uploads a picture into a thread, best effort: the text above it says the same."""
    drawn = await draw(picturing.draw, shown, theme="light", layout="narrow", form="png")
    try:
        await client.files_upload_v2(
            filename="decision.png",
            content=drawn,
            title=shown.title,
            alt_txt=cut(picturing.alt(shown), LONGEST_ALT),
            channel=place.channel,
            thread_ts=place.root,
        )
    except (*SLACK_ERRORS, SlackRequestError) as error:
        logger.warning("a picture could not be posted: %s", brief(error))
