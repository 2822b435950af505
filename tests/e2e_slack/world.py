"""The people, the channels and the two programs of the end-to-end tests."""

import contextlib
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import aiohttp

from bot.slack.ingress import FORM, JSON, PATH
from tests.slack_support import Body, eventually, signed

TEAM, BOT = "T000000001", "U0ADVISOR"
SECRET = "a-signing-secret"
PAUSE = 0.05
"""Between two looks at a thread: the stand-in takes 5,000 requests an hour."""

TOKENS = {"ann": "xoxp-ann", "bob": "xoxp-bob"}


@dataclass(frozen=True)
class World:
    """Slack as its people see it."""

    slack: str
    advisor: str
    users: dict[str, str]
    channels: dict[str, str]
    session: aiohttp.ClientSession
    old: set[str] = field(default_factory=set)

    async def call(self, who: str, method: str, **fields: str) -> Body:
        """Calls the Web API for a person."""
        headers = {"Authorization": f"Bearer {TOKENS[who]}"}
        url = f"{self.slack}/api/{method}"
        async with self.session.post(url, data=fields, headers=headers) as response:
            answer: Body = await response.json()
        assert answer["ok"], (method, answer)
        return answer

    async def say(self, who: str, channel: str, text: str, **fields: str) -> Body:
        """Posts a message for a person; Slack sends it to the advisor."""
        posted = await self.call(who, "chat.postMessage", channel=channel, text=text, **fields)
        return {**posted["message"], "channel": posted["channel"]}

    async def thread(self, message: Body, who: str = "ann") -> list[Body]:
        """A thread, from its first message on."""
        root = str(message.get("thread_ts") or message["ts"])
        found = await self.call(who, "conversations.replies", channel=message["channel"], ts=root)
        return [{**one, "channel": message["channel"]} for one in found["messages"]]

    async def replies(self, message: Body, count: int, who: str = "ann") -> list[Body]:
        """What the advisor wrote in a thread, as soon as it is so much; pictures do not count."""

        async def written() -> list[Body]:
            mine = [m for m in await self.thread(message, who) if m["user"] == BOT]
            replies = [m for m in mine if m.get("thread_ts") and not m.get("files")]
            return replies if len(replies) >= count else []

        found: list[Body] = await eventually(written, PAUSE)
        return found

    async def settled(self, message: Body, label: str) -> None:
        """Waits until a message of the advisor has no buttons and says what was chosen."""

        async def is_settled() -> bool:
            (now,) = [m for m in await self.thread(message) if m["ts"] == message["ts"]]
            return not labels(now) and label in now["text"]

        await eventually(is_settled, PAUSE)

    async def card(self, channel: str, text: str, who: str = "ann") -> Body:
        """The newest post of the advisor in a channel that says something, since the last command.

        An answer comes when it comes: what was there before is not meant.
        """

        async def posted() -> list[Body]:
            found = await self.call(who, "conversations.history", channel=channel)
            cards = [m for m in found["messages"] if m["user"] == BOT and not m.get("thread_ts")]
            new = [card for card in cards if card["ts"] not in self.old]
            return sorted((m for m in new if text in m["text"]), key=lambda m: str(m["ts"]))

        found = await eventually(posted, PAUSE)
        return {**found[-1], "channel": channel}

    async def event(self, event: Body, event_id: str = "", **headers: str) -> int:
        """Sends an event to the advisor."""
        envelope = {
            "type": "event_callback",
            "team_id": TEAM,
            "event_id": event_id or f"Ev{uuid4().hex}",
            "event": event,
        }
        return (await self._send(json.dumps(envelope).encode(), JSON, headers))[0]

    async def command(self, who: str, channel: str, text: str = "") -> str:
        """Sends a command; what the person is shown at once."""
        for place in self.channels.values():
            with contextlib.suppress(AssertionError):  # Not everybody sees every channel.
                there = await self.call(who, "conversations.history", channel=place)
                self.old.update(message["ts"] for message in there["messages"])
        form = {
            "command": "/framework",
            "text": text,
            "team_id": TEAM,
            "channel_id": channel,
            "user_id": self.users[who],
            "trigger_id": uuid4().hex,
        }
        status, shown = await self._send(urlencode(form).encode(), FORM, {})
        assert status == 200, shown
        return shown

    async def click(self, who: str, message: Body, label: str = "") -> Body:
        """Presses the button of that label, or the first one; the button."""
        rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
        button = next(
            button for row in rows for button in row if label in ("", button["text"]["text"])
        )
        payload = {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": self.users[who]},
            "channel": {"id": message["channel"]},
            "container": {"type": "message", "message_ts": message["ts"]},
            "message": message,
            "trigger_id": uuid4().hex,
            "actions": [{**button, "action_ts": f"{time.time():.6f}"}],
        }
        status, _ = await self._send(urlencode({"payload": json.dumps(payload)}).encode(), FORM, {})
        assert status == 200
        pressed: Body = button
        return pressed

    async def _send(self, body: bytes, kind: str, headers: dict[str, str]) -> tuple[int, str]:
        headers = signed(SECRET, body, kind) | headers
        async with self.session.post(self.advisor + PATH, data=body, headers=headers) as response:
            return response.status, await response.text()


def labels(message: Body) -> list[str]:
    """What the buttons of a message say."""
    rows: list[list[Any]] = [b["elements"] for b in message["blocks"] if b["type"] == "actions"]
    return [button["text"]["text"] for row in rows for button in row]
