"""Slack on the server: what starts with it, what stops with it, and the way in."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
from sanic import HTTPResponse, Sanic
from sanic.response import empty
from slack_bolt.adapter.sanic.async_handler import to_sanic_response
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.conversation import Conversation
from bot.metrics import Metrics
from bot.running import Clock, Run
from bot.settings import Settings
from bot.slack import ingress, listeners, payloads, socket
from bot.slack.client import LEVELS, Refused, brief_client, identify, open_client, open_session
from bot.slack.delivery import Delivery
from bot.slack.desk import Desk
from bot.slack.tasks import Tasks
from bot.standing import Standing
from bot.store.store import Store, StoreError
from bot.tracing import traced

READY_SECONDS = 2.0
"""For the start to be over; Slack waits three seconds for its acknowledgement."""

DRAIN_SECONDS = 6.0

logger = logging.getLogger(__name__)


@dataclass
class Connection:
    """What is open while the server runs."""

    session: aiohttp.ClientSession
    client: AsyncWebClient
    tasks: Tasks
    delivery: Delivery
    desk: asyncio.Task[Desk]
    start: asyncio.Task[None] | None = None
    socket: AsyncSocketModeHandler | None = None
    bolt: AsyncApp | None = None


def install(
    server: Sanic[Any, Any],
    *,
    conversation: Conversation,
    store: Store,
    run: Run,
    draw: Run,
    settings: Settings,
    clock: Clock,
    metrics: Metrics,
    standing: Standing,
) -> None:
    """Puts Slack on the server; the settings must have its tokens."""
    for name, level in LEVELS.items():
        logging.getLogger(name).setLevel(level)

    def connection() -> Connection:
        opened: Connection = server.ctx.slack
        return opened

    async def build(client: AsyncWebClient, tasks: Tasks, delivery: Delivery) -> Desk:
        # First, so that whatever is acknowledged is worked on, also where the server stops at once.
        await delivery.start()
        me = await identify(client)
        logger.info("Slack knows us as %s in team %s", me.user, me.team)
        return Desk(
            me=me,
            client=client,
            conversation=conversation,
            run=run,
            accept=delivery.accept,
            tasks=tasks,
            metrics=metrics,
        )

    async def start(opened: Connection) -> None:
        try:
            desk = await opened.desk
            if settings.mode == "socket":
                assert settings.slack_app_token is not None, "the mode says so"
                token = settings.slack_app_token.get_secret_value()
                bolt = listeners.build(desk)
                opened.socket = handler = socket.open_handler(bolt, opened.client, token)
                standing.socket = lambda: socket.state(handler)
                await socket.connect(opened.socket, opened.client)
                logger.info("connected to Slack by Socket Mode")
        except Refused as error:
            logger.error("Slack is off, the web chat goes on: %s", error)

    async def dispatch(payload: Mapping[str, Any]) -> HTTPResponse:
        opened = connection()
        if not opened.desk.done():
            await asyncio.wait([opened.desk], timeout=READY_SECONDS)
        if not opened.desk.done() or opened.desk.cancelled():
            raise Refused("the server starts or stops")
        desk = opened.desk.result()
        if payload.get("type") == "event_callback":
            with traced(payloads.trace(payload)):
                try:
                    await listeners.take_event(desk, payload)
                except StoreError as error:
                    # Slack sends it again, which is right: nothing was stored.
                    logger.error("an event could not be stored: %s", error)
                    return empty(503)
            return empty(200)
        if opened.bolt is None:
            opened.bolt = listeners.build(desk)
        # As from a socket, because it is read already: Bolt itself takes a command for an
        # interaction, and finds it empty, where the word "payload" stands in its text.
        request = AsyncBoltRequest(body=dict(payload), mode="socket_mode")
        return to_sanic_response(await opened.bolt.async_dispatch(request))

    @server.before_server_start
    async def open_connection(_: Sanic[Any, Any]) -> None:
        session = open_session()
        watched: dict[str, Any] = {"metrics": metrics, "standing": standing}
        client, tasks = open_client(settings, session, **watched), Tasks()
        delivery = Delivery(
            conversation=conversation,
            store=store,
            run=run,
            draw=draw,
            clock=clock,
            client=brief_client(settings, session, **watched),
            patient_client=client,
            pace=settings.slack_pace,
            metrics=metrics,
        )
        standing.working = lambda: delivery.is_working
        desk = asyncio.create_task(build(client, tasks, delivery), name="slack-identify")
        server.ctx.slack = Connection(
            session=session, client=client, tasks=tasks, delivery=delivery, desk=desk
        )

    @server.after_server_start
    async def begin(_: Sanic[Any, Any]) -> None:
        opened = connection()
        opened.start = asyncio.create_task(start(opened), name="slack-start")

    @server.before_server_stop
    async def end(_: Sanic[Any, Any]) -> None:
        opened = connection()
        starting = [task for task in (opened.start, opened.desk) if task is not None]
        for task in starting:
            task.cancel()
        await asyncio.gather(*starting, return_exceptions=True)
        if opened.socket is not None:
            await opened.socket.close_async()  # type: ignore[no-untyped-call]
        await opened.tasks.drain(1.0)
        await opened.delivery.stop(DRAIN_SECONDS)
        await opened.session.close()

    if settings.mode == "http":
        assert settings.slack_signing_secret is not None, "the mode says so"
        secret = settings.slack_signing_secret.get_secret_value()
        server.blueprint(ingress.blueprint(secret, dispatch, metrics=metrics))
