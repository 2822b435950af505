"""The connections of a log in PostgreSQL: made when they are needed, kept, and made anew.

Not the driver's own pool: where the server is away, that one waits and tries again ever less often,
while here whoever asks is told at once, and is served as soon as the server is back.
"""

import threading
from collections.abc import Callable

import psycopg
from psycopg.pq import TransactionStatus

from bot.store.postgres_opening import Opened


class Closed(psycopg.OperationalError):
    """The connections were closed for good."""


class NoneFree(psycopg.OperationalError):
    """All connections are in use, and none came free in time."""


class Connections:
    """So many connections at most, each lent to one thread at a time. `wait` is in seconds."""

    def __init__(self, connect: Callable[[], Opened], most: int, wait: float) -> None:
        self.most = most
        self._connect, self._wait = connect, wait
        self._free = threading.Semaphore(most)
        self._lock = threading.Lock()
        self._idle: list[Opened] = []
        self._is_closed = False

    def take(self) -> Opened:
        """A connection, the one that was used last, or a new one; to be given back.

        Raises:
            psycopg.OperationalError: if none comes free, or the server cannot be reached.
        """
        if not self._free.acquire(timeout=self._wait):
            raise NoneFree("no connection came free in time")
        try:
            with self._lock:
                if self._is_closed:
                    raise Closed("closed")
                found = self._idle.pop() if self._idle else None
            return found or self._connect()
        except BaseException:
            self._free.release()
            raise

    def give_back(self, conn: Opened) -> None:
        """Takes a connection back. One that broke is let go, with those that are as old."""
        is_idle = conn.info.transaction_status == TransactionStatus.IDLE
        with self._lock:
            is_good = is_idle and not self._is_closed
            gone = [] if is_good else [conn, *self._idle]
            self._idle = [*self._idle, conn] if is_good else []
        for each in gone:
            each.close()
        self._free.release()

    def close(self) -> None:
        """Closes all, those that are lent when they come back; a second time does nothing."""
        with self._lock:
            self._is_closed = True
            gone, self._idle = self._idle, []
        for each in gone:
            each.close()
