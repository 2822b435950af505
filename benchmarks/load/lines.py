"""Connections that stay open, cheap enough that the server is what is measured."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import cast

OK = 200


@dataclass(slots=True)
class Sent:
    """A request that was sent: when, when its response came and with which status, and when what
    it asked was answered, and how often. Times are by the monotonic clock.
    """

    at: float
    status: int = 0
    acknowledged: float = 0.0
    answered: float = 0.0
    answers: int = 0


class Line(asyncio.Protocol):
    """A connection with one request under way at most. `heard` is called with each response."""

    def __init__(self, heard: Callable[["Line", Sent], None]) -> None:
        self._heard = heard
        self._transport: asyncio.WriteTransport | None = None
        self._sent: Sent | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Is called by the event loop."""
        # uvloop's transports are no classes of asyncio's.
        self._transport = cast("asyncio.WriteTransport", transport)

    def ask(self, request: bytes, sent: Sent) -> None:
        """Sends a request."""
        assert self._transport is not None, "it is open"
        self._sent = sent
        self._transport.write(request)

    def data_received(self, data: bytes) -> None:
        """Is called by the event loop. Responses are so small that they come in one piece."""
        sent, self._sent = self._sent, None
        if sent is not None:
            sent.acknowledged = time.monotonic()
            sent.status = int(data[9:12])
            self._heard(self, sent)

    def connection_lost(self, error: Exception | None) -> None:  # noqa: ARG002 - asyncio's
        """Is called by the event loop; a request under way keeps the status 0."""
        sent, self._sent = self._sent, None
        if sent is not None:
            self._heard(self, sent)

    def close(self) -> None:
        """Closes the connection."""
        if self._transport is not None:
            self._transport.close()


@contextlib.asynccontextmanager
async def opened(
    ports: Sequence[int], number: int, heard: Callable[[Line, Sent], None]
) -> AsyncIterator[list[Line]]:
    """So many open connections to servers on this machine, in turn."""
    loop, lines = asyncio.get_running_loop(), list[Line]()
    try:
        for port, _ in zip(itertools.cycle(ports), range(number), strict=False):
            # One after the other: a server's queue of new connections is short.
            _, line = await loop.create_connection(lambda: Line(heard), "127.0.0.1", port)
            lines.append(line)
        yield lines
    finally:
        for line in lines:
            line.close()
        await asyncio.sleep(0)
