"""A Slack of our own that records: what was posted where, under which key, and when."""

import itertools
import json
import random
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

TEAM, BOT = "T1", "UBOT"
PAGE = 200

Body = dict[str, Any]

Fate = Literal["fine", "limited", "broken", "garbage", "slow", "cut before", "cut after"]
"""What becomes of a call: 429, 500, an answer that is none of Slack's, a late one, or none at all
with the connection broken, before or after it took effect.
"""

Mood = Mapping[Fate, float]
"""How likely each fate is; what is left to 1 is fine."""

GOOD: Mood = {}
BAD: Mood = {
    "limited": 0.08,
    "broken": 0.08,
    "garbage": 0.04,
    "slow": 0.05,
    "cut before": 0.1,
    "cut after": 0.15,
}


@dataclass(frozen=True)
class Post:
    """A message of ours. `root` is what its thread hangs from; `at` is by the monotonic clock."""

    ts: str
    channel: str
    root: str | None
    key: str
    said: str
    at: float


@dataclass
class Slack:
    """The workspace: its posts, and how it treats who calls."""

    rng: random.Random
    url: str = ""
    mood: Mood = field(default_factory=dict)
    latency: float = 0.0
    """The most seconds that a call takes, half of them before it takes effect."""

    slow: tuple[float, float] = (1.0, 4.0)
    posts: list[Post] = field(default_factory=list)
    fates: Counter[str] = field(default_factory=Counter)
    silent_sockets: int = 0
    """How many of the sockets, from the first on, neither bring anything nor answer a ping."""

    _threads: dict[tuple[str, str | None], list[Post]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _files: dict[str, str] = field(default_factory=dict)
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def fate(self) -> Fate:
        """What becomes of the next call."""
        drawn, fates = self.rng.random(), iter(self.mood.items())
        found: Fate = next((fate for fate, part in fates if (drawn := drawn - part) < 0), "fine")
        self.fates[found] += 1
        return found

    def thread(self, channel: str, root: str | None) -> list[Post]:
        """Our posts in a thread, or outside of any in the channel."""
        return self._threads.get((channel, root), [])

    def call(self, method: str, body: Body) -> Body:
        """Does what a call of the Web API asks for, and returns what Slack answers."""
        match method:
            case "auth.test":
                return {"team_id": TEAM, "user_id": BOT, "bot_id": "B1"}
            case "users.info":
                name = f"Person {body.get('user')}"
                return {"user": {"id": body.get("user"), "profile": {"display_name": name}}}
            case "chat.postMessage":
                return self._post(body)
            case "conversations.replies":
                return self._read(body, str(body["ts"]))
            case "conversations.history":
                return self._read(body, None)
            case "files.getUploadURLExternal":
                number = f"F{next(self._numbers)}"
                self._files[number] = str(body.get("filename"))
                return {"upload_url": f"{self.url}upload/{number}", "file_id": number}
            case "files.completeUploadExternal":
                for file in json.loads(body.get("files", "[]")):
                    name = self._files.get(str(file.get("id")), "")
                    self._add(str(body["channel_id"]), body.get("thread_ts"), name, "file")
                return {"files": []}
            case "apps.connections.open":
                return {"url": f"{self.url.replace('http', 'ws')}socket"}
        return {}

    def _post(self, body: Body) -> Body:
        metadata = body.get("metadata") or {}
        if isinstance(metadata, str):
            metadata = json.loads(metadata)
        key = str((metadata.get("event_payload") or {}).get("key", ""))
        said = f"{body.get('text')} {json.dumps(body.get('blocks'))}"
        post = self._add(str(body["channel"]), body.get("thread_ts"), key, said)
        return {"ts": post.ts, "channel": post.channel}

    def _add(self, channel: str, root: str | None, key: str, said: str) -> Post:
        # A number in the last places, so that none is like another.
        ts = f"{time.time():.3f}{next(self._numbers) % 1000:03}"
        post = Post(ts, channel, root, key, said, time.monotonic())
        self.posts.append(post)
        self._threads[channel, root].append(post)
        return post

    def _read(self, body: Body, root: str | None) -> Body:
        oldest, has_metadata = float(body.get("oldest") or 0), body.get("include_all_metadata")
        limit, start = min(int(body.get("limit") or 100), PAGE), int(body.get("cursor") or 0)
        found = [p for p in self.thread(str(body["channel"]), root) if float(p.ts) > oldest]
        if root is None:
            found.reverse()
        end = start + limit
        following = str(end) if end < len(found) else ""
        messages = [_message(post, bool(has_metadata)) for post in found[start:end]]
        return {"messages": messages, "response_metadata": {"next_cursor": following}}


def _message(post: Post, has_metadata: bool) -> Body:
    if post.said == "file":
        return {"ts": post.ts, "files": [{"name": post.key}]}
    metadata = {"event_type": "advisor_post", "event_payload": {"key": post.key}}
    return {"ts": post.ts, **({"metadata": metadata} if has_metadata and post.key else {})}
