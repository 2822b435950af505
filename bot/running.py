"""Running the synchronous conversation beside the event loop.

SQLite has one writer, and the conversation reads what it is about to write: a single thread that
owns the connection keeps the two from ever interleaving. PostgreSQL keeps transactions apart by
itself, so that as many threads run as there are connections.
"""

import asyncio
import contextvars
import ctypes
import datetime
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


Clock = Callable[[], datetime.datetime]
"""Tells the time, with a zone."""


class Run(Protocol):
    """Runs a function on a thread of the store's."""

    async def __call__(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The function's result; what it raises is raised here."""
        ...


class Worker:
    """Threads that run functions; one alone runs one after the other, in order."""

    def __init__(self, threads: int = 1) -> None:
        self._pool = ThreadPoolExecutor(max_workers=threads, thread_name_prefix="store")

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a function on a thread, in the context of the caller. A caller that is cancelled
        does not stop it.
        """
        there = contextvars.copy_context()
        return await asyncio.shield(
            asyncio.wrap_future(self._pool.submit(there.run, partial(function, *args, **kwargs)))
        )

    def close(self) -> None:
        """Waits for what runs and ends the threads."""
        self._pool.shutdown()


def give_memory_back() -> None:
    """Lets go of memory that was used and freed."""
    # glibc keeps freed memory for itself until it is asked; other C libraries have no such call.
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)
