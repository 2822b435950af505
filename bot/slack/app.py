"""Slack on the server: what starts with it, what stops with it, and the way in."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from sanic import HTTPResponse, Sanic
from slack_bolt.adapter.sanic.async_handler import to_sanic_response
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation import Conversation
from bot.running import Run
from bot.settings import Settings
from bot.slack import ingress, listeners, socket
from bot.slack.client import LEVELS, Refused, identify, open_client, open_session
from bot.slack.desk import Desk
from bot.slack.names import Names
from bot.slack.tasks import Tasks
from bot.store.store import Store

DRAIN_SECONDS = 8.0

logger = logging.getLogger(__name__)


@dataclass
class Connection:
    """What is open while the server runs."""

    session: aiohttp.ClientSession
    client: AsyncWebClient
    tasks: Tasks
    bolt: asyncio.Task[AsyncApp]
    start: asyncio.Task[None] | None = None
    socket: AsyncSocketModeHandler | None = None


def install(
    server: Sanic[Any, Any],
    *,
    conversation: Conversation,
    store: Store,
    run: Run,
    draw: Run,
    settings: Settings,
) -> None:
    """Puts Slack on the server; the settings must have its tokens."""
    for name, level in LEVELS.items():
        logging.getLogger(name).setLevel(level)

    def connection() -> Connection:
        opened: Connection = server.ctx.slack
        return opened

    async def build(client: AsyncWebClient, tasks: Tasks) -> AsyncApp:
        me = await identify(client)
        logger.info("Slack knows us as %s in team %s", me.user, me.team)
        return listeners.build(
            Desk(
                me=me,
                client=client,
                conversation=conversation,
                store=store,
                run=run,
                draw=draw,
                tasks=tasks,
                names=Names(client),
            )
        )

    async def start(opened: Connection) -> None:
        try:
            bolt = await opened.bolt
            if settings.mode == "socket":
                assert settings.slack_app_token is not None, "the mode says so"
                token = settings.slack_app_token.get_secret_value()
                opened.socket = socket.open_handler(bolt, opened.client, token)
                await socket.connect(opened.socket, opened.client)
                logger.info("connected to Slack by Socket Mode")
        except Refused as error:
            logger.error("Slack is off, the web chat goes on: %s", error)

    async def dispatch() -> ingress.Dispatch:
        opened = connection()
        bolt = await asyncio.shield(opened.bolt)

        async def answer(payload: Mapping[str, Any]) -> HTTPResponse:
            # As from a socket, because it is read already: Bolt itself takes a command for an
            # interaction, and finds it empty, where the word "payload" stands in its text.
            request = AsyncBoltRequest(body=dict(payload), mode="socket_mode")
            return to_sanic_response(await bolt.async_dispatch(request))

        return answer

    @server.before_server_start
    async def open_connection(_: Sanic[Any, Any]) -> None:
        session = open_session()
        client, tasks = open_client(settings, session), Tasks()
        bolt = asyncio.create_task(build(client, tasks), name="slack-identify")
        server.ctx.slack = Connection(session=session, client=client, tasks=tasks, bolt=bolt)

    @server.after_server_start
    async def begin(_: Sanic[Any, Any]) -> None:
        opened = connection()
        opened.start = asyncio.create_task(start(opened), name="slack-start")

    @server.before_server_stop
    async def end(_: Sanic[Any, Any]) -> None:
        opened = connection()
        starting = [task for task in (opened.start, opened.bolt) if task is not None]
        for task in starting:
            task.cancel()
        await asyncio.gather(*starting, return_exceptions=True)
        if opened.socket is not None:
            await opened.socket.close_async()  # type: ignore[no-untyped-call]
        await opened.tasks.drain(DRAIN_SECONDS)
        await opened.session.close()

    if settings.mode == "http":
        assert settings.slack_signing_secret is not None, "the mode says so"
        secret = settings.slack_signing_secret.get_secret_value()
        server.blueprint(ingress.blueprint(secret, dispatch))
