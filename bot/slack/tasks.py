"""Work that goes on after Slack has its acknowledgement, tracked so that none is lost."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

logger = logging.getLogger(__name__)

GRACE_SECONDS = 1.0
"""For work that was cancelled to end."""


class Tasks:
    """The tasks under way. What one of them raises is logged under its name."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def start(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Starts work that nobody waits for."""
        task = asyncio.create_task(work, name=name)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        task.add_done_callback(_report)

    async def drain(self, seconds: float) -> None:
        """Waits until nothing is under way; what is after so many seconds is given up."""
        deadline = asyncio.get_running_loop().time() + seconds
        while self._running:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                for task in self._running:
                    task.cancel()
                await asyncio.wait(self._running, timeout=GRACE_SECONDS)
                return
            await asyncio.wait(self._running, timeout=left)


def _report(task: asyncio.Task[None]) -> None:
    if task.cancelled():
        logger.error("%s was taken, but not answered: the server stopped", task.get_name())
    elif error := task.exception():
        logger.error("%s was taken, but not answered", task.get_name(), exc_info=error)
