"""The recording Slack on a port of its own: its Web API, its Socket Mode, and its absence."""

import asyncio
import contextlib
import json
import logging
from dataclasses import dataclass, field

from aiohttp import WSMsgType, web

from benchmarks.faults.slack import Body, Slack

HOST = "127.0.0.1"

GARBAGE = (
    ("text/html", b"<html>of a proxy</html>"),
    ("application/json", b'{"ok": tr'),
    ("application/json", b'"ok"'),
    ("application/json; charset=utf-8", b'{"ok": "\xff"}'),
)
"""Answers with status 200 that are none of Slack's."""


@dataclass
class WebApi:
    """Listens for the server under test."""

    slack: Slack
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    acknowledged: set[str] = field(default_factory=set)
    """The envelopes that came back down a socket."""

    _port: int = 0
    _runner: web.AppRunner | None = None

    async def appear(self) -> None:
        """Listens; after an absence, on the same port as before."""
        # Connections are broken on purpose here, which aiohttp would tell of at length.
        logging.getLogger("aiohttp.server").setLevel("CRITICAL")
        application = web.Application()
        application.router.add_route("*", "/api/{method}", self._answer)
        application.router.add_post("/upload/{file}", self._upload)
        application.router.add_get("/socket", self._socket)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]
        self.slack.url = f"http://{HOST}:{self._port}/"

    async def vanish(self) -> None:
        """Breaks every connection, and refuses new ones."""
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def push(self, envelope: Body) -> None:
        """Sends an envelope down the newest socket, or nowhere: Slack does not notice."""
        if len(self.sockets) > self.slack.silent_sockets and not self.sockets[-1].closed:
            await self.sockets[-1].send_json(envelope)

    async def _answer(self, request: web.Request) -> web.Response:
        fate, method = self.slack.fate(), request.match_info["method"]
        body = await _read(request)
        if fate == "limited":
            return web.Response(status=429, headers={"Retry-After": "1"}, text="{}")
        if fate == "broken":
            return web.Response(status=500, text="<html>no</html>")
        if fate == "garbage":
            kind, garbage = self.slack.rng.choice(GARBAGE)
            return web.Response(body=garbage, headers={"Content-Type": kind})
        if fate == "cut before":
            return _cut(request)
        pause = self.slack.rng.uniform(0, self.slack.latency) / 2
        await asyncio.sleep(self.slack.rng.uniform(*self.slack.slow) if fate == "slow" else pause)
        answer = self.slack.call(method, body)
        await asyncio.sleep(pause)
        return _cut(request) if fate == "cut after" else web.json_response({"ok": True, **answer})

    async def _upload(self, request: web.Request) -> web.Response:
        await request.read()
        return web.Response(text="OK")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        number = len(self.sockets)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello"})
        async for message in socket:
            if number < self.slack.silent_sockets:
                continue
            if message.type is WSMsgType.PING:
                with contextlib.suppress(ConnectionError):
                    await socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                self.acknowledged.add(str(json.loads(message.data).get("envelope_id")))
        return socket


def _cut(request: web.Request) -> web.Response:
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _read(request: web.Request) -> Body:
    if request.content_type == "application/json":
        body: Body = await request.json()
        return body
    form = [*request.query.items(), *(await request.post()).items()]
    return {name: str(value) for name, value in form}
