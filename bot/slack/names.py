"""The names of people."""

import asyncio
import logging

from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.client import SLACK_ERRORS, brief

NAME_SECONDS = 2.0
MOST_NAMES = 10_000

logger = logging.getLogger(__name__)


class Names:
    """The names of people, as Slack has them; each is asked for once."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._known: dict[tuple[str, str], str] = {}

    async def name(self, team: str, user: str) -> str | None:
        """A person's name, or None where Slack does not tell: no reply shall wait for that."""
        if (team, user) not in self._known:
            try:
                async with asyncio.timeout(NAME_SECONDS):
                    found = (await self._client.users_info(user=user))["user"]
            except SLACK_ERRORS as error:
                logger.info("no name for a person: %s", brief(error))
                return None
            profile = found.get("profile") or {}
            name = profile.get("display_name") or profile.get("real_name") or found.get("real_name")
            if len(self._known) >= MOST_NAMES:
                self._known.clear()
            self._known[team, user] = name or ""
        return self._known[team, user] or None
