"""What people send: events, commands and clicks, each recognisable in its answer."""

import itertools
import json
import random
import time
from dataclasses import dataclass, field
from typing import Literal

from benchmarks.faults.slack import BOT, TEAM, Body

PEOPLE, CHANNELS = 40, 60

QUESTIONS = (
    "is drf too slow",
    "does flask have an admin",
    "websockets with sanic",
    "what is falcon good at",
    "fastapi or flask for a small team",
    "tell me about the weather",
    "help",
    "start",
)

Kind = Literal["direct", "thread", "mention", "command", "click"]
KINDS: tuple[Kind, ...] = ("direct", "direct", "direct", "thread", "mention", "command", "click")


@dataclass
class Sent:
    """Something that somebody sent once, and what became of it; times are monotonic.

    Its answer stands in the thread of `root`, or, for a command, below a card that says `name`.
    `payloads` are what Slack delivers for it, of which a click and a command have one.
    """

    name: str
    kind: Kind
    channel: str
    root: str | None
    payloads: tuple[Body, ...]
    at: float = 0.0
    acknowledged: float | None = None


@dataclass
class People:
    """Makes what people send; the same seed makes the same."""

    rng: random.Random
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _last: float = 0.0

    def next(self, kinds: tuple[Kind, ...] = KINDS) -> Sent:
        """The next thing that somebody sends."""
        number, kind = next(self._numbers), self.rng.choice(kinds)
        name = f"case-{number:06}"
        person = self.rng.randrange(PEOPLE)
        user, question = f"U{person:03}", self.rng.choice(QUESTIONS)
        channel = f"D{person:03}" if kind == "direct" else f"C{self.rng.randrange(CHANNELS):03}"
        ts = self._ts()
        match kind:
            case "command":
                payload = _command(name, user, channel, f"{question} {name}")
                return Sent(name, kind, channel, None, (payload,))
            case "click":
                return Sent(name, kind, channel, ts, (_click(name, user, channel, ts, question),))
            case "mention":
                # It arrives twice, under two ids: as a mention, and as a message.
                said = {"user": user, "channel": channel, "ts": ts, "text": f"<@{BOT}> {question}"}
                shapes: tuple[Body, ...] = ({"type": "app_mention"}, _message("channel"))
            case "thread":
                root = self._ts()
                said = {"user": user, "channel": f"D{person:03}", "ts": ts, "text": question}
                payload = _event(name, {**_message("im"), **said, "thread_ts": root})
                return Sent(name, kind, f"D{person:03}", root, (payload,))
            case _:
                said = {"user": user, "channel": channel, "ts": ts, "text": question}
                shapes = (_message("im"),)
        payloads = [_event(f"{name}-{n}", {**of, **said}) for n, of in enumerate(shapes)]
        return Sent(name, kind, channel, ts, tuple(payloads))

    def _ts(self) -> str:
        self._last = max(time.time(), self._last + 1e-5)
        return f"{self._last:.6f}"


def envelope_type(payload: Body) -> str:
    """What Socket Mode calls such a payload."""
    if payload.get("type") == "event_callback":
        return "events_api"
    return "slash_commands" if "command" in payload else "interactive"


def _message(channel_type: str) -> Body:
    return {"type": "message", "channel_type": channel_type}


def _event(event_id: str, event: Body) -> Body:
    return {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev-{event_id}", "event": event}


def _command(name: str, user: str, channel: str, text: str) -> Body:
    return {
        "command": "/framework",
        "text": text,
        "team_id": TEAM,
        "channel_id": channel,
        "user_id": user,
        "trigger_id": f"trigger-{name}",
    }


def _click(name: str, user: str, channel: str, ts: str, question: str) -> Body:
    value = json.dumps({"do": "ask-plain", "text": question})
    button = {"type": "button", "text": {"type": "plain_text", "text": "Ask"}, "value": value}
    message = {"ts": ts, "text": "a message with a button", "blocks": []}
    return {
        "type": "block_actions",
        "team": {"id": TEAM},
        "user": {"id": user},
        "channel": {"id": channel},
        "container": {"type": "message", "message_ts": ts},
        "message": message,
        "trigger_id": f"trigger-{name}",
        "actions": [{**button, "action_id": "ask", "block_id": "b", "action_ts": ts}],
    }
