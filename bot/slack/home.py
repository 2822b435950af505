"""What people see when they open the app: its home, or suggestions of what to ask."""

import logging

from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot import wording
from bot.replies import Welcome
from bot.slack import blocks
from bot.slack.failures import SLACK_ERRORS, brief
from bot.slack.payloads import Payload

TITLE = "Framework Advisor"
MOST_PROMPTS = 4

logger = logging.getLogger(__name__)


async def show(client: AsyncWebClient, event: Payload, welcome: Welcome) -> None:
    """Fills the tab that somebody opened, best effort."""
    try:
        if event.get("tab") == "home":
            shown = blocks.home(TITLE, wording.parts(welcome))
            await client.views_publish(user_id=event["user"], view=View(type="home", blocks=shown))
        elif event.get("tab") == "messages":
            # Without thread_ts: with it nothing appears in an app that is an agent.
            await client.assistant_threads_setSuggestedPrompts(
                channel_id=event["channel"], prompts=prompts(welcome)
            )
    except SLACK_ERRORS as error:
        logger.info("the %s tab stays as it is: %s", event.get("tab"), brief(error))


def prompts(welcome: Welcome) -> list[dict[str, str]]:
    """What may be asked, as Slack suggests it."""
    start = {"title": wording.START.label, "message": "start"}
    questions = [{"title": e.question, "message": e.question} for e in welcome.examples]
    return [start, *questions][:MOST_PROMPTS]
