"""The way to Slack's Web API: one client on one HTTP session."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.metrics import CallResult, Metrics, Reason
from bot.settings import Settings
from bot.slack.failures import (
    NETWORK_ERRORS,
    OURS,
    PASSING,
    SLACK_ERRORS,
    brief,
    code,
    is_rate_limit,
)
from bot.slack.payloads import Identity
from bot.standing import Standing, Token

CALL_SECONDS = 15.0
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
"""Between two tries to reach Slack at the start; each pause is twice the one before."""

OPENING = "apps.connections.open"
CHECKS = frozenset({"auth.test", OPENING})
"""Methods that a token is checked by: any refusal of them is one of the token."""

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


class Watched(AsyncWebClient):
    """A client whose calls are counted, and tell how we stand with Slack."""

    def __init__(self, *, metrics: Metrics, standing: Standing, **options: Any) -> None:
        super().__init__(**options)
        self._metrics, self._standing = metrics, standing

    async def api_call(self, api_method: str, **options: Any) -> AsyncSlackResponse:
        """Calls a method; raises what the SDK raises."""
        result: CallResult = "abandoned"
        token: Token = "app_token" if api_method == OPENING else "bot_token"
        try:
            response = await super().api_call(api_method, **options)
            result = "ok"
            self._standing.accepted(token)
        except SlackApiError as error:
            word = code(error)
            result = _result(error)
            if word in OURS or (api_method in CHECKS and result == "refused"):
                self._standing.refused(token, word)
            raise
        except NETWORK_ERRORS:
            result = "unreachable"
            raise
        finally:
            self._metrics.call(api_method, result)
        return response

    async def chat_postMessage(  # noqa: N802 - the SDK's name
        self, **message: Any
    ) -> AsyncSlackResponse:
        """Posts a message whose parts are plain JSON; raises what the SDK raises."""
        # The SDK's own looks for objects to convert in all of it: a quarter of the call.
        given = {name: value for name, value in message.items() if value is not None}
        return await self.api_call("chat.postMessage", json=given)


class _Counted:
    """Counts the tries of a retry handler of the SDK."""

    reason: Reason = "failed"

    def __init__(self, metrics: Metrics, **options: Any) -> None:
        super().__init__(**options)
        self._metrics = metrics

    async def prepare_for_next_attempt_async(self, **attempt: Any) -> None:
        """Counts, and waits as the SDK does."""
        self._metrics.retry("call", self.reason)
        waiting: Any = super()
        await waiting.prepare_for_next_attempt_async(**attempt)


class _AfterConnectionError(_Counted, AsyncConnectionErrorRetryHandler):
    pass


class _AfterServerError(_Counted, AsyncServerErrorRetryHandler):
    pass


class _AfterRateLimit(_Counted, AsyncRateLimitErrorRetryHandler):
    reason: Reason = "rate_limited"


def open_session() -> aiohttp.ClientSession:
    """A session for all calls of this process; the SDK's own timeout does not reach it."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS))


def open_client(
    settings: Settings, session: aiohttp.ClientSession, *, metrics: Metrics, standing: Standing
) -> AsyncWebClient:
    """A client that waits when it is told to, and tries again where that may help."""
    client = brief_client(settings, session, metrics=metrics, standing=standing)
    client.retry_handlers = [
        _AfterConnectionError(metrics),
        _AfterRateLimit(metrics, max_retry_count=2),
        _AfterServerError(metrics),
    ]
    return client


def brief_client(
    settings: Settings, session: aiohttp.ClientSession, *, metrics: Metrics, standing: Standing
) -> AsyncWebClient:
    """A client that never tries again by itself: what it sends is tried again by the outbox."""
    assert settings.slack_bot_token is not None, "there is no Slack without a bot token"
    return Watched(
        metrics=metrics,
        standing=standing,
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_url,
        session=session,
        logger=logging.getLogger(API_LOGGER),
        retry_handlers=[],
    )


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


def _result(error: SlackApiError) -> CallResult:
    if is_rate_limit(error):
        return "rate_limited"
    return "failed" if code(error) in PASSING else "refused"
