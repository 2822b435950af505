"""The way to Slack's Web API: one client on one HTTP session, and what its errors mean."""

import asyncio
import logging
from collections.abc import Mapping

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from bot.slack.payloads import Identity

NETWORK_ERRORS = (aiohttp.ClientError, TimeoutError, OSError)
"""What a call raises when Slack cannot be reached."""

SLACK_ERRORS = (SlackApiError, *NETWORK_ERRORS)
"""What a call can raise."""

CALL_SECONDS = 15.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Between two tries to reach Slack at the start; each pause is twice the one before."""

PASSING = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", ""})
"""Errors that go away by themselves; "" is an answer that is not Slack's, a proxy's for example."""

logger = logging.getLogger(__name__)

API_LOGGER, BOLT_LOGGER, SOCKET_LOGGER = "bot.slack.api", "bot.slack.bolt", "bot.slack.socket.sdk"

LEVELS: Mapping[str, int] = {
    API_LOGGER: logging.INFO,
    # Bolt warns of variables that it finds in the environment, which is not its to read here.
    BOLT_LOGGER: logging.ERROR,
    SOCKET_LOGGER: logging.WARNING,
}
"""Slack's libraries ask for the level of their very logger, and do costly work without one."""


class Refused(Exception):
    """Slack does not let us in; the message says why and what to check."""


def open_session() -> aiohttp.ClientSession:
    """A session for all calls of this process; the SDK's own timeout does not reach it."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS))


def open_client(settings: Settings, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client that waits when it is told to, and tries again where that may help."""
    assert settings.slack_bot_token is not None, "there is no Slack without a bot token"
    return AsyncWebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        session=session,
        logger=logging.getLogger(API_LOGGER),
        retry_handlers=[
            AsyncConnectionErrorRetryHandler(),
            AsyncRateLimitErrorRetryHandler(max_retry_count=2),
            AsyncServerErrorRetryHandler(),
        ],
    )


def code(error: Exception) -> str:
    """Slack's word for what was wrong; "" where the answer was not Slack's."""
    data = getattr(getattr(error, "response", None), "data", None)
    return str(data.get("error", "")) if isinstance(data, dict) else ""


async def identify(client: AsyncWebClient) -> Identity:
    """Who the token belongs to; tries again for as long as Slack cannot be reached.

    Raises:
        Refused: if Slack does not accept the token.
    """
    pause = FIRST_PAUSE
    while True:
        try:
            found = await client.auth_test()
            return Identity(team=found["team_id"], user=found["user_id"])
        except SLACK_ERRORS as error:
            check(error, "SLACK_BOT_TOKEN")
            logger.warning(
                "Slack cannot be reached, trying again in %.0f s: %s", pause, brief(error)
            )
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


def check(error: Exception, token: str) -> None:
    """Makes sure that an error is one that goes away by itself.

    Raises:
        Refused: if it is not, naming the setting to look at.
    """
    word = code(error)
    if isinstance(error, SlackApiError) and word not in PASSING:
        raise Refused(f"Slack refuses {token} ({word}): check it in the app's settings") from error


def brief(error: Exception) -> str:
    """An error in a line."""
    return code(error) or f"{type(error).__name__}: {error}".partition("\n")[0]
