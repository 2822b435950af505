"""The server under test: the real one, on a free port, in a thread of the test's process."""

import asyncio
import datetime
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from sanic import Sanic

from bot import web
from bot.advisor import Advisor
from bot.app import create_app
from bot.conversation import Conversation
from bot.running import Worker
from bot.settings import Settings
from bot.standing import Standing
from bot.store.store import Store
from tests.conftest import CACHE, NOW
from tests.web.deciding import decide

PATIENCE = 30
"""Seconds until a server that does not start or end is given up."""


class Clock:
    """A clock that tests turn on by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime.datetime:
        return self.now

    def forward(self, **amount: float) -> None:
        """Turns the clock on, by `hours=1` for example."""
        self.now += datetime.timedelta(**amount)


@dataclass(frozen=True)
class Site:
    """A running web side with the means to prepare what it shows."""

    url: str
    advisor: Advisor
    database: Path
    clock: Clock

    def log(self) -> Store:
        """The log that the server writes, over a connection of its own."""
        return Store.open(self.database)

    def decide(self, name: str, *, thread: str | None = None, **how: Any) -> int:
        """Records a decision by somebody of that name; `how` is what `deciding.decide` takes."""
        with self.log() as store:
            conversation = Conversation(advisor=self.advisor, store=store, clock=self.clock)
            return decide(conversation, name, thread=thread or f"web:{name}-{uuid4()}", **how)

    def invite(self) -> str:
        """The address that signs a lead in, once."""
        with self.log() as store:
            token = store.add_invitation(self.clock(), valid=datetime.timedelta(hours=12))
        return f"{self.url}/review/sign-in?token={token}"


@contextmanager
def web_side(advisor: Advisor, database: Path, standing: Standing | None = None) -> Iterator[Site]:
    """The web side on content that is loaded already, with a clock to turn on by hand."""
    store, clock, worker, painter = Store.open(database), Clock(), Worker(), Worker()
    reader, reading = store.reader(), Worker()
    server = Sanic(f"site-{secrets.token_hex(8)}", configure_logging=False)
    web.install(
        server,
        conversation=Conversation(advisor=advisor, store=store, clock=clock),
        store=store,
        run=worker.run,
        reader=reader,
        read=reading.run,
        draw=painter.run,
        settings=settings_for(database),
        clock=clock,
        standing=standing,
    )
    with hosted(server) as url:
        yield Site(url, advisor, database, clock)
    for each in (worker, reading, painter, reader, store):
        each.close()


@contextmanager
def whole_app(advisor: Advisor, settings: Settings) -> Iterator[str]:
    """The address of everything that `advisor serve` runs, with its limits."""
    name = f"app-{secrets.token_hex(8)}"
    with hosted(create_app(settings, advisor=advisor, name=name)) as url:
        yield url


def settings_for(database: Path) -> Settings:
    """Settings that owe nothing to the environment of whoever runs the tests."""
    return Settings(
        database_path=database,
        cache_path=CACHE,
        public_url=None,
        slack_bot_token=None,
        slack_app_token=None,
        slack_signing_secret=None,
    )


@contextmanager
def hosted(server: Sanic[Any, Any]) -> Iterator[str]:
    """Runs a server on a free port and gives its address."""
    # Sanic rewrites its own methods at start, which works once in a process.
    server.config.TOUCHUP = False
    # Sanic takes port 0 for its default port, a socket as it is.
    listening = socket.create_server(("127.0.0.1", 0))
    address = "http://{}:{}".format(*listening.getsockname())
    ready, faults = threading.Event(), list[BaseException]()
    loops = list[tuple[asyncio.AbstractEventLoop, asyncio.Event]]()

    async def serve() -> None:
        ending = asyncio.Event()
        # Sanic's server for manual handling carries no types of its own.
        running: Any = await server.create_server(
            sock=listening, return_asyncio_server=True, access_log=False
        )
        await running.startup()
        await running.after_start()
        loops.append((asyncio.get_running_loop(), ending))
        ready.set()
        await ending.wait()
        await running.before_stop()
        running.close()
        # Browsers keep connections open; nobody waits for them to go.
        for connection in tuple(running.connections):
            connection.abort()
        await running.after_stop()

    def run() -> None:
        try:
            asyncio.run(serve())
        except BaseException as error:
            faults.append(error)
        finally:
            ready.set()

    thread = threading.Thread(target=run, name="server")
    thread.start()
    assert ready.wait(PATIENCE), "the server did not start"
    try:
        if faults:
            raise faults[0]
        yield address
    finally:
        for loop, ending in loops:
            loop.call_soon_threadsafe(ending.set)
        thread.join(PATIENCE)
    if faults:
        raise faults[0]
