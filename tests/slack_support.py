"""What the tests of Slack share: a fake of Slack's Web API that records, and signed requests.

The fake is what the emulator of the end-to-end tests is not: it checks blocks, it can refuse,
be slow to accept or break down, and it speaks Socket Mode.
"""

import asyncio
import itertools
import json
import time
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web

from bot.slack.ingress import FORM, JSON, PATH, sign
from tests.slack_limits import fault_of

TEAM, CHANNEL, DIRECT = "T1", "C1", "D1"
BOT, ALICE, BOB = "UBOT", "UALICE", "UBOB"
SECRET = "signing-secret"
PATIENCE = 10.0

Body = dict[str, Any]
NO_HEADERS: Mapping[str, str] = {}


async def eventually(
    check: Callable[[], object] | Callable[[], Awaitable[object]], pause: float = 0.005
) -> Any:
    """What the check returns as soon as that is true; an assertion fails if it never is."""
    deadline = time.monotonic() + PATIENCE
    while True:
        found = check()
        if isinstance(found, Awaitable):
            found = await found
        if found:
            return found
        assert time.monotonic() < deadline, f"this did not come true within {PATIENCE:.0f} s"
        await asyncio.sleep(pause)


def signed(secret: str, body: bytes, content_type: str, at: float | None = None) -> dict[str, str]:
    """The headers of a request as Slack signs it."""
    timestamp = str(int(time.time() if at is None else at))
    return {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": sign(secret, timestamp, body),
    }


@dataclass(frozen=True)
class Call:
    """A call of the Web API. `ts` is that of the message that it posted."""

    method: str
    body: Body
    token: str
    ts: str = ""

    @property
    def buttons(self) -> list[Body]:
        """The buttons of the message."""
        rows = [b["elements"] for b in self.body.get("blocks", []) if b["type"] == "actions"]
        return [button for row in rows for button in row]

    @property
    def shown(self) -> str:
        """All that the blocks say, as JSON."""
        return json.dumps(self.body.get("blocks", []), ensure_ascii=False)


@dataclass
class FakeSlack:
    """Slack's Web API on localhost. It records every call and can be told what to answer."""

    calls: list[Call] = field(default_factory=list)
    faults: dict[str, deque[web.Response]] = field(
        default_factory=lambda: defaultdict(deque[web.Response])
    )
    envelopes: list[Body] = field(default_factory=list)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    uploads: dict[str, bytes] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    url: str = ""
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listens on a free port."""
        application = web.Application()
        application.router.add_route("*", "/api/{method}", self._answer)
        application.router.add_get("/socket", self._socket)
        application.router.add_post("/upload/{file}", self._upload)
        self._runner = web.AppRunner(application, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}/api/"

    async def stop(self) -> None:
        """Stops listening."""
        for socket in self.sockets:
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()

    def fail(self, method: str, error: str, times: int = 1) -> None:
        """Refuses the next calls of a method, as Slack does."""
        for _ in range(times):
            self.faults[method].append(web.json_response({"ok": False, "error": error}))

    def lose(self, method: str) -> None:
        """Does what the next call of a method asks for, and breaks the connection."""
        self.lost.append(method)

    def break_down(self, method: str, status: int, headers: Mapping[str, str] = NO_HEADERS) -> None:
        """Answers the next call of a method with a status of HTTP."""
        response = web.Response(status=status, headers=headers, text="<html>no</html>")
        self.faults[method].append(response)

    def made(self, method: str) -> list[Call]:
        """The calls of a method so far."""
        return [call for call in self.calls if call.method == method]

    @property
    def posts(self) -> list[Call]:
        """The messages that were posted."""
        return [call for call in self.made("chat.postMessage") if call.ts]

    async def deliver(self, kind: str, payload: Body) -> str:
        """Sends an envelope down the newest socket and waits for its acknowledgement."""
        envelope = f"envelope-{next(self._numbers)}"
        sent = {"type": kind, "envelope_id": envelope, "payload": payload}
        await (await eventually(lambda: self.sockets))[-1].send_json(sent)
        await eventually(lambda: any(e.get("envelope_id") == envelope for e in self.envelopes))
        return envelope

    async def _answer(self, request: web.Request) -> web.Response:
        method, body = request.match_info["method"], await _read(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if self.faults[method]:
            self.calls.append(Call(method, body, token))
            return self.faults[method].popleft()
        fault = fault_of(body["blocks"]) if body.get("blocks") else None
        if fault:
            self.calls.append(Call(method, body, token))
            return web.json_response({"ok": False, "error": "invalid_blocks", "why": fault})
        ts = f"1800000000.{next(self._numbers):06}"
        is_post = method == "chat.postMessage"
        self.calls.append(Call(method, body, token, ts if is_post else ""))
        channel = str(body.get("channel", ""))
        known: dict[str, Body] = {
            "auth.test": {"team_id": TEAM, "user_id": BOT, "bot_id": "B1"},
            "users.info": {"user": {"id": body.get("user"), "profile": {"display_name": "Ann"}}},
            "chat.postMessage": {"ts": ts, "channel": DIRECT if channel[:1] == "U" else channel},
            "files.getUploadURLExternal": {
                "upload_url": f"{self.url[:-4]}upload/F{len(self.calls)}",
                "file_id": f"F{len(self.calls)}",
            },
            "files.completeUploadExternal": {"files": json.loads(body.get("files", "[]"))},
            "conversations.replies": {"messages": self._thread(body)},
            "conversations.history": {"messages": self._thread(body)},
            "apps.connections.open": {"url": self.url.replace("http", "ws")[:-4] + "socket"},
        }
        if method in self.lost:
            self.lost.remove(method)
            assert request.transport is not None
            request.transport.close()
        return web.json_response({"ok": True, **known.get(method, {})})

    def _thread(self, body: Body) -> list[Body]:
        """The messages in a channel, or below one of its posts, with their metadata."""
        return [
            {"ts": post.ts, "metadata": post.body.get("metadata")}
            for post in self.posts
            if post.body["channel"] == body.get("channel")
            and post.body.get("thread_ts") == body.get("ts")
        ]

    async def _upload(self, request: web.Request) -> web.Response:
        if self.faults["upload"]:
            return self.faults["upload"].popleft()
        self.uploads[request.match_info["file"]] = await request.read()
        return web.Response(text="OK")

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello"})
        self.sockets.append(socket)
        async for message in socket:
            if message.type is aiohttp.WSMsgType.TEXT:
                self.envelopes.append(json.loads(message.data))
        return socket


@dataclass
class Bench:
    """The server under test by HTTP, and the fake that it calls."""

    url: str
    fake: FakeSlack
    session: aiohttp.ClientSession
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def request(self, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        """Posts bytes to the ingress; the status and the text of the response."""
        async with self.session.post(self.url + PATH, data=body, headers=headers) as response:
            return response.status, await response.text()

    async def event(self, event: Body, event_id: str | None = None, **headers: str) -> int:
        """Posts an event."""
        payload = envelope(event, event_id or f"Ev-bench-{next(self._numbers)}")
        body = json.dumps(payload).encode()
        return (await self.request(body, signed(SECRET, body, JSON) | headers))[0]

    async def command(self, text: str = "", channel: str = CHANNEL, user: str = ALICE) -> Body:
        """Posts a slash command; what is shown to the person at once."""
        body = urlencode(
            {
                "command": "/framework",
                "text": text,
                "team_id": TEAM,
                "channel_id": channel,
                "user_id": user,
                "trigger_id": f"trigger-{next(self._numbers)}",
            }
        ).encode()
        status, answer = await self.request(body, signed(SECRET, body, FORM))
        assert status == 200, answer
        shown: Body = json.loads(answer)
        return shown

    async def click(self, post: Call, number: int = 0, user: str = ALICE, **changes: Any) -> Body:
        """Presses a button of a post; the payload, so that it can be sent again."""
        payload = self.pressed(post, number, user) | changes
        assert await self.interact(payload) == 200
        return payload

    async def interact(self, payload: Body) -> int:
        """Posts an interaction."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return (await self.request(body, signed(SECRET, body, FORM)))[0]

    def pressed(self, post: Call, number: int, user: str) -> Body:
        """The payload of a pressed button."""
        at = f"1900000000.{next(self._numbers):06}"
        message = {"ts": post.ts, "text": post.body["text"], "blocks": post.body["blocks"]}
        if post.body.get("thread_ts"):
            message["thread_ts"] = post.body["thread_ts"]
        button = post.buttons[number]
        return {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": user},
            "channel": {"id": post.body["channel"]},
            "container": {"type": "message", "message_ts": post.ts},
            "message": message,
            "trigger_id": f"trigger-{at}",
            "actions": [{**button, "action_ts": at}],
        }

    async def posted(self, number: int) -> Call:
        """The message that was posted as that, from 1."""
        await eventually(lambda: len(self.fake.posts) >= number)
        return self.fake.posts[number - 1]


def envelope(event: Body, event_id: str) -> Body:
    """An event as Slack sends it."""
    return {"type": "event_callback", "team_id": TEAM, "event_id": event_id, "event": event}


def message(text: str, ts: str = "1700000000.000100", **changes: Any) -> Body:
    """A direct message."""
    return {
        "type": "message",
        "channel_type": "im",
        "channel": DIRECT,
        "user": ALICE,
        "text": text,
        "ts": ts,
        **changes,
    }


async def _read(request: web.Request) -> Body:
    if request.content_type == JSON:
        body: Body = await request.json()
        return body
    # The arguments of a few methods stand in the address, also where something is posted.
    form = [*request.query.items(), *(await request.post()).items()]
    return {name: str(value) for name, value in form}
