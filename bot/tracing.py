"""The trace: the one id of an event, known to whatever runs on its behalf."""

import contextlib
import contextvars
from collections.abc import Iterator

_trace: contextvars.ContextVar[str | None] = contextvars.ContextVar("trace", default=None)


def current() -> str | None:
    """The trace of what runs now; None where it is nobody's."""
    return _trace.get()


@contextlib.contextmanager
def traced(trace: str | None) -> Iterator[None]:
    """What is logged inside belongs to that trace; tasks begun inside inherit it."""
    token = _trace.set(trace)
    try:
        yield
    finally:
        _trace.reset(token)
