"""The server, which ends also when it is told to while it starts."""

import asyncio
from typing import Any

from sanic import Sanic

MOMENT = 0.05
"""Seconds, after which is looked again whether the start is over."""


class Server(Sanic[Any, Any]):
    """Sanic itself, stopped while it starts, breaks down, or forgets it and runs on for good."""

    def started(self) -> None:
        """Says that the start is over, all but the last turn of the loop."""
        asyncio.get_running_loop().call_later(MOMENT, setattr, self.ctx, "is_up", True)

    def stop(self, terminate: bool = True, unregister: bool = False) -> None:
        """Stops the server once it has started."""
        if getattr(self.ctx, "is_up", False):
            super().stop(terminate, unregister)
        else:
            asyncio.get_running_loop().call_later(MOMENT, self.stop, terminate, unregister)
