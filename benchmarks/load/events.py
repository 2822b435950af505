"""What Slack sends: distinct messages of many people, signed, as the bytes of a request."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from benchmarks.faults.slack import BOT, TEAM
from bot.slack.ingress import JSON, PATH, sign

SECRET = "benchmark-secret"  # noqa: S105 - opens nothing


@dataclass(frozen=True, slots=True)
class Event:
    """A direct message to the advisor: its event id, where it was said, and its whole request."""

    id: str
    channel: str
    ts: str
    text: str
    request: bytes


@dataclass
class Events:
    """Makes events, no two of them alike, nor like those of another run.

    They are numbered from `first` on; two in one run begin far apart.
    """

    texts: Iterator[str]
    first: int = 1
    _run: int = field(default_factory=lambda: int(time.time()))
    _count: int = 0

    def next(self, person: int) -> Event:
        """The next message of a person, signed now."""
        number, text = self.first + self._count, next(self.texts)
        self._count += 1
        channel, ts = f"D{person:05}", f"{self._run}.{number:06}"
        message = {
            "type": "message",
            "channel_type": "im",
            "channel": channel,
            "user": f"U{person:05}",
            "text": text,
            "ts": ts,
            "event_ts": ts,
            "client_msg_id": f"00000000-0000-4000-8000-{number:012}",
            "team": TEAM,
        }
        id = f"Ev{self._run:X}{number:07}"  # noqa: A001 - Slack calls it so
        return Event(id, channel, ts, text, request(body(message, id)))


def body(message: dict[str, str], id: str) -> bytes:  # noqa: A002 - Slack calls it so
    """A message in the envelope of Slack's events."""
    envelope = {
        "token": "unused",
        "team_id": TEAM,
        "api_app_id": "A1",
        "event": message,
        "type": "event_callback",
        "event_id": id,
        "event_time": int(float(message["ts"])),
        "authorizations": [
            {"enterprise_id": None, "team_id": TEAM, "user_id": BOT, "is_bot": True}
        ],
        "is_ext_shared_channel": False,
        "event_context": "4-unused",
    }
    return json.dumps(envelope).encode()


def headers(content: bytes) -> dict[str, str]:
    """The headers of a request as Slack signs it."""
    timestamp = str(int(time.time()))
    return {
        "Content-Type": JSON,
        "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": sign(SECRET, timestamp, content),
    }


def request(content: bytes) -> bytes:
    """A whole request for a connection that stays open."""
    lines = [f"POST {PATH} HTTP/1.1", "Host: 127.0.0.1", "Accept: */*"]
    lines += [f"{name}: {value}" for name, value in headers(content).items()]
    lines += [f"Content-Length: {len(content)}", "", ""]
    return "\r\n".join(lines).encode() + content
