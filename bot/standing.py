"""How this process stands with Slack: written by the Slack side, read by the health checks."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.settings import Mode

Token = Literal["bot_token", "app_token"]
Socket = Literal["connected", "silent", "not connected"]

UNCHECKED, GOOD = "not checked yet", "good"


async def _no_socket() -> Socket:
    return "not connected"


@dataclass
class Standing:
    """What is known so far. `socket` tells how the socket is, `working` whether the work on the
    inbox and the outbox goes on, `backups` how those of the log are.
    """

    mode: Mode = "web"
    tokens: dict[Token, str] = field(default_factory=dict)
    socket: Callable[[], Awaitable[Socket]] = _no_socket
    working: Callable[[], bool] = lambda: True
    backups: Callable[[], Mapping[str, object]] = lambda: {"state": "off"}

    def __post_init__(self) -> None:
        if self.mode != "web":
            self.tokens["bot_token"] = UNCHECKED
        if self.mode == "socket":
            self.tokens["app_token"] = UNCHECKED

    def accepted(self, token: Token) -> None:
        """Slack has just taken a token."""
        self.tokens[token] = GOOD

    def refused(self, token: Token, word: str) -> None:
        """Slack has just refused a token, with a word of its own."""
        self.tokens[token] = f"refused ({word})"

    async def slack(self) -> dict[str, str]:
        """How Slack is, by part: `state` is "off", "ok" or "degraded"."""
        if self.mode == "web":
            return {"state": "off"}
        found: dict[str, str] = {str(name): how for name, how in self.tokens.items()}
        is_ok = all(how == GOOD for how in found.values())
        if self.mode == "socket":
            found["socket"] = await self.socket()
            is_ok = is_ok and found["socket"] == "connected"
        return {"state": "ok" if is_ok else "degraded", **found}
