"""The trace: the one id of an event, known to whatever runs on its behalf."""

import contextvars

_trace: contextvars.ContextVar[str | None] = contextvars.ContextVar("trace", default=None)


def current() -> str | None:
    """The trace of what runs now; None where it is nobody's."""
    return _trace.get()


class traced:  # noqa: N801 - used as a function would be
    """What is logged inside belongs to that trace; tasks begun inside inherit it."""

    # Not by contextlib, which takes several times as long: each event comes by here often.
    __slots__ = ("_token", "_trace")

    def __init__(self, trace: str | None) -> None:
        self._trace = trace

    def __enter__(self) -> None:
        self._token = _trace.set(self._trace)

    def __exit__(self, *_: object) -> None:
        _trace.reset(self._token)
