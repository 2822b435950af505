"""A recording Slack that tells of every message as soon as it is posted."""

import contextlib
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

from benchmarks.faults.slack import Body, Post, Slack
from benchmarks.faults.web_api import WebApi

__all__ = ["Hearing", "Post", "listening", "nobody"]


def nobody(_: Post) -> None:
    """Hears nothing."""


@dataclass
class Hearing(Slack):
    """Slack at its best: it answers at once, and never fails."""

    heard: Callable[[Post], None] = nobody

    def call(self, method: str, body: Body) -> Body:
        """Does what a call asks for; `heard` is told of a message."""
        answer = super().call(method, body)
        if method == "chat.postMessage":
            self.heard(self.posts[-1])
        return answer


@contextlib.asynccontextmanager
async def listening() -> AsyncIterator[Hearing]:
    """Slack, on a free port of this machine."""
    slack = Hearing(random.Random(0))
    api = WebApi(slack)
    await api.appear()
    try:
        yield slack
    finally:
        await api.vanish()
