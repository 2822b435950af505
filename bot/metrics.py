"""What is counted and timed while the advisor runs.

Numbers are kept in plain dictionaries, because an event leaves a dozen of them: the client library
of Prometheus, which takes several times as long for each, is needed only when they are asked for.
"""

import threading
import time
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

Kind = Literal[
    "direct", "mention", "overheard", "message", "command", "click", "home", "other", "request"
]
"""What Slack sends; "message" is one that asks us nothing, "request" what was not read at all."""

EventOutcome = Literal[
    "accepted", "duplicate", "ignored", "failed", "signature", "stale", "unreadable", "unready"
]
Part = Literal["verify", "store", "wait", "answer", "post", "whole"]
Queue = Literal["inbox", "outbox"]
Retried = Literal["answer", "post", "call"]
Reason = Literal["rate_limited", "failed"]
CallResult = Literal["ok", "rate_limited", "refused", "failed", "unreachable", "abandoned"]

BOUNDS = (
    *(0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5),
    *(1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 900.0, 3600.0),
)
"""The upper bounds, in seconds, by which durations are counted."""

MOST_BEGUN = 4_000
"""Events whose beginning is remembered, those that have their reply included."""


class Family(NamedTuple):
    """Numbers of one name, told apart by labels whose values are few."""

    name: str
    kind: Literal["counter", "histogram", "gauge", "info"]
    labels: tuple[str, ...]
    help: str


EVENTS = Family(
    "advisor_events_total",
    "counter",
    ("kind", "outcome"),
    "What Slack sent, by what became of it before the acknowledgement.",
)
REPLIES = Family(
    "advisor_replies_total",
    "counter",
    ("surface", "outcome"),
    "Replies on record, by where they were given and what they were.",
)
PARTS = Family(
    "advisor_part_seconds",
    "histogram",
    ("part",),
    "How long each part of the way from an event to its post takes, and the whole.",
)
CALLS = Family(
    "advisor_slack_calls_total",
    "counter",
    ("method", "result"),
    "Calls of Slack's Web API, by what came of them in the end.",
)
RETRIES = Family(
    "advisor_retries_total",
    "counter",
    ("of", "reason"),
    "What is tried again, since Slack said to wait or because it failed.",
)
GIVEN_UP = Family(
    "advisor_given_up_total", "counter", ("queue",), "What was given up by this process."
)
DEPTH = Family("advisor_queue_depth", "gauge", ("queue",), "What waits in the queue.")
OLDEST = Family(
    "advisor_queue_oldest_seconds",
    "gauge",
    ("queue",),
    "The age of the oldest that waits; 0 where nothing does.",
)
DEAD = Family(
    "advisor_queue_dead", "gauge", ("queue",), "What was given up and waits for the operator."
)
SLACK_UP = Family(
    "advisor_slack_up", "gauge", (), "1 while Slack takes the tokens and the socket is connected."
)
BUILD = Family("advisor_build_info", "info", ("mode", "python", "version"), "What runs.")

FAMILIES = (EVENTS, REPLIES, PARTS, CALLS, RETRIES, GIVEN_UP, DEPTH, OLDEST, DEAD, SLACK_UP, BUILD)


@dataclass(slots=True)
class Times:
    """Durations: how many up to each bound and above the last, and their sum in seconds."""

    counts: list[int] = field(default_factory=lambda: [0] * (len(BOUNDS) + 1))
    total: float = 0.0


class Metrics:
    """Counts and times. Any thread may use it; labels take no value that people can choose."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[tuple[str, ...], int] = {}
        self._times: dict[str, Times] = {part: Times() for part in get_args(Part)}
        self._begun: dict[str, float | None] = {}

    def event(self, kind: Kind, outcome: EventOutcome) -> None:
        """Counts something that Slack sent."""
        self._count((EVENTS.name, kind, outcome))

    def reply(self, surface: str, outcome: str) -> None:
        """Counts a reply, by the kind that it has."""
        self._count((REPLIES.name, surface, outcome))

    def call(self, method: str, result: CallResult) -> None:
        """Counts a call of Slack's Web API."""
        self._count((CALLS.name, method, result))

    def retry(self, of: Retried, reason: Reason) -> None:
        """Counts what is to be tried again."""
        self._count((RETRIES.name, of, reason))

    def given_up(self, queue: Queue) -> None:
        """Counts what is given up."""
        self._count((GIVEN_UP.name, queue))

    def took(self, part: Part, seconds: float) -> None:
        """Adds a duration; one below zero, by a clock that was set back, counts as none."""
        if seconds < 0:
            seconds = 0.0
        times, index = self._times[part], bisect_left(BOUNDS, seconds)
        with self._lock:
            times.counts[index] += 1
            times.total += seconds

    def began(self, trace: str, at: float) -> None:
        """Remembers when an event arrived, by `time.perf_counter()`."""
        with self._lock:
            if len(self._begun) >= MOST_BEGUN:
                del self._begun[next(iter(self._begun))]
            self._begun[trace] = at

    def posted(self, trace: str, otherwise: float) -> None:
        """Adds the whole way of an event whose reply is posted; of several replies, the first.

        `otherwise` are the seconds that count where another process took the event.
        """
        with self._lock:
            is_ours, began = trace in self._begun, self._begun.get(trace)
            if is_ours:
                self._begun[trace] = None
        if began is not None:
            self.took("whole", time.perf_counter() - began)
        elif not is_ours:
            self.took("whole", otherwise)

    def counts(self, family: Family) -> Mapping[tuple[str, ...], int]:
        """The counts of a family so far, by the values of its labels."""
        with self._lock:
            return {key[1:]: n for key, n in self._counts.items() if key[0] == family.name}

    def times(self) -> Mapping[str, tuple[Sequence[int], float]]:
        """The durations so far, by part: how many up to each bound and above, and their sum."""
        with self._lock:
            return {part: (tuple(one.counts), one.total) for part, one in self._times.items()}

    def _count(self, key: tuple[str, ...]) -> None:
        with self._lock:
            self._counts[key] = self._counts.get(key, 0) + 1
