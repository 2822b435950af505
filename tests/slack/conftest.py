"""The server under test with Slack on it, by HTTP or by a socket, in the loop of the test."""

import contextlib
import socket
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr
from sanic import HTTPResponse, Request, Sanic
from sanic.response import empty

from bot import slack
from bot.app import utc_now
from bot.conversation import Conversation
from bot.running import Worker
from bot.settings import Settings
from bot.standing import Standing
from tests.slack_support import SECRET, Bench, FakeSlack

Serve = Callable[[Settings], AbstractAsyncContextManager[str]]


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    await fake.start()
    yield fake
    await fake.stop()


@pytest.fixture
def settings(fake: FakeSlack) -> Settings:
    return Settings(
        slack_bot_token=SecretStr("xoxb-1"),
        slack_signing_secret=SecretStr(SECRET),
        slack_api_url=fake.url,
        slack_pace=0,
    )


@pytest.fixture
def standings() -> list[Standing]:
    """How each server that was run stands with Slack, the first one first."""
    return []


@pytest.fixture
def serve(conversation: Conversation, standings: list[Standing]) -> Serve:
    """Runs a server with Slack on it; gives its address."""

    @contextlib.asynccontextmanager
    async def serving(settings: Settings) -> AsyncIterator[str]:
        server: Sanic[Any, Any] = Sanic(f"slack-{uuid.uuid4().hex}", configure_logging=False)
        server.config.update(TOUCHUP=False, ACCESS_LOG=False)
        server.add_route(chat, "/")
        worker, painter = Worker(), Worker()
        standings.append(Standing(settings.mode))
        slack.install(
            server,
            conversation=conversation,
            store=conversation.store,
            run=worker.run,
            draw=painter.run,
            settings=settings,
            clock=utc_now,
            standing=standings[-1],
        )
        with socket.create_server(("127.0.0.1", 0)) as listening:
            running: Any = await server.create_server(sock=listening, access_log=False)
            await running.startup()
            await running.before_start()
            await running.after_start()
            try:
                yield f"http://127.0.0.1:{listening.getsockname()[1]}"
            finally:
                await running.before_stop()
                running.close()
                worker.close()
                painter.close()

    return serving


async def chat(_: Request) -> HTTPResponse:
    """Stands for the web chat, which goes on whatever becomes of Slack."""
    return empty()


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
async def bench(
    settings: Settings, serve: Serve, fake: FakeSlack, session: aiohttp.ClientSession
) -> AsyncIterator[Bench]:
    """The server by HTTP."""
    async with serve(settings) as url:
        yield Bench(url=url, fake=fake, session=session)
