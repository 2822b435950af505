"""Slack by Socket Mode: the connection that the server opens itself, where none can reach it."""

import asyncio
import logging
import time

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot import standing
from bot.slack.client import FIRST_PAUSE, LONGEST_PAUSE, SOCKET_LOGGER, check
from bot.slack.failures import SLACK_ERRORS, brief

PING_SECONDS = 10.0
"""Between two pings; the SDK takes a connection for dead after four without an answer."""

CONNECT_SECONDS = 20.0

logger = logging.getLogger(__name__)


def open_handler(bolt: AsyncApp, client: AsyncWebClient, token: str) -> AsyncSocketModeHandler:
    """A handler that is not connected yet. It lives in the running loop."""
    return AsyncSocketModeHandler(
        bolt,
        app_token=token,
        web_client=client,
        logger=logging.getLogger(SOCKET_LOGGER),
        ping_interval=PING_SECONDS,
    )


async def state(handler: AsyncSocketModeHandler) -> standing.Socket:
    """How the socket is: "silent" is one that is open, and over which nothing comes any more."""
    connection = handler.client
    if await connection.is_connected():
        return "connected"
    session = connection.current_session
    return "silent" if session is not None and not session.closed else "not connected"


async def connect(handler: AsyncSocketModeHandler, client: AsyncWebClient) -> None:
    """Connects, and tries again for as long as Slack cannot be reached.

    Raises:
        Refused: if Slack does not accept the app-level token.
    """
    pause = FIRST_PAUSE
    while True:
        began = time.monotonic()
        try:
            # The SDK would try an address again that has expired, and log a traceback for each
            # refusal: so every try gets a fresh address, and a refusal ends it.
            opened = await client.apps_connections_open(app_token=handler.app_token)
            handler.client.wss_uri = opened["url"]
            async with asyncio.timeout(CONNECT_SECONDS):
                await handler.connect_async()  # type: ignore[no-untyped-call]
                return
        except SLACK_ERRORS as error:
            check(error, "SLACK_APP_TOKEN")
            took = time.monotonic() - began
            logger.warning("no socket after %.0f s, trying again: %s", took, brief(error))
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)
