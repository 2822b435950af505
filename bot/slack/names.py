"""The names of people."""

import asyncio
import logging
from collections.abc import Mapping

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.failures import brief
from bot.tracing import traced

NAME_SECONDS = 2.0
MOST_NAMES = 10_000

logger = logging.getLogger(__name__)


class Names:
    """The names of people, as Slack has them; each is asked for once."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: dict[tuple[str, str], str] = {}

    def name(self, team: str, user: str) -> str | None:
        """A person's name, as far as it is known."""
        return self._known.get((team, user)) or None

    async def learn(self, people: Mapping[tuple[str, str], str]) -> None:
        """Asks for the names that are not known, for two seconds: no reply shall wait for them.

        Each person, by team and user, comes with the trace of what they sent.
        """
        unknown = [one for one in people if one not in self._known]
        if unknown:
            await asyncio.gather(*(self._ask(*one, people[one]) for one in unknown))

    async def _ask(self, team: str, user: str, trace: str) -> None:
        with traced(trace):
            try:
                async with asyncio.timeout(NAME_SECONDS):
                    found = (await self._client.users_info(user=user))["user"]
                    profile = found.get("profile") or {}
            except Exception as error:
                logger.info("no name for a person: %s", brief(error))
                return
        name = profile.get("display_name") or profile.get("real_name") or found.get("real_name")
        if len(self._known) >= MOST_NAMES:
            self._known.clear()
        self._known[team, user] = name or ""
