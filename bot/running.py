"""Running the synchronous conversation beside the event loop.

SQLite has one writer, and the conversation reads what it is about to write: a single thread that
owns the connection keeps the two from ever interleaving. PostgreSQL keeps transactions apart by
itself, so that as many threads run as there are connections.
"""

import asyncio
import contextvars
import ctypes
import datetime
import gc
import random
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import ParamSpec, Protocol, TypeVar

YOUNG = 10_000
"""New objects after which the garbage collector looks for cycles among them."""

SWITCH_SECONDS = 0.001
"""For which a thread may hold the interpreter while another one wants it."""

P = ParamSpec("P")
T = TypeVar("T")

MOST_TRIES = 6
FIRST_PAUSE = 0.01
"""Seconds before what was undone is done again, at most; twice as many after each further time."""

Clock = Callable[[], datetime.datetime]
"""Tells the time, with a zone."""


class Again(Exception):
    """All that a function did was undone, not by its fault: the same again can succeed."""


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
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        there, call = contextvars.copy_context(), partial(function, *args, **kwargs)

        # Not by asyncio.wrap_future, which would cancel what has not begun yet.
        def work() -> None:
            try:
                result = there.run(persistently, call)
            except BaseException as error:
                loop.call_soon_threadsafe(_fail, done, error)
            else:
                loop.call_soon_threadsafe(_succeed, done, result)

        self._pool.submit(work)
        return await done

    def close(self) -> None:
        """Waits for what runs and ends the threads."""
        self._pool.shutdown()


def _succeed(done: "asyncio.Future[T]", result: T) -> None:
    if not done.done():
        done.set_result(result)


def _fail(done: "asyncio.Future[T]", error: BaseException) -> None:
    if not done.done():
        done.set_exception(error)


def persistently(call: Callable[[], T]) -> T:
    """The result of a call, which is made again where the database undid what it did.

    Raises:
        Again: if it did so each time.
    """
    for tries in range(MOST_TRIES - 1):
        try:
            return call()
        except Again:
            # At random, so that two who were in each other's way don't meet again.
            time.sleep(FIRST_PAUSE * 2**tries * random.random())  # noqa: S311 - keeps no secret
    return call()


def settle() -> None:
    """Makes the process ready to run for long, once all that it needs is loaded."""
    # What is loaded stays: to look through it for garbage again and again would hold everybody up.
    gc.freeze()
    gc.set_threshold(YOUNG)
    # An answer in the making must not hold up those who wait for their acknowledgement.
    sys.setswitchinterval(SWITCH_SECONDS)
    give_memory_back()


def give_memory_back() -> None:
    """Lets go of memory that was used and freed."""
    # glibc keeps freed memory for itself until it is asked; other C libraries have no such call.
    if sys.platform == "linux" and hasattr(libc := ctypes.CDLL(None), "malloc_trim"):
        libc.malloc_trim(0)
