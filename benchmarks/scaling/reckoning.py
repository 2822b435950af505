"""From what was measured to what is needed: servers, connections, disk, by what is assumed."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.settings import Settings

HALF = 0.5
"""The part of a processor that a server is planned with: the rest is for bursts."""

WORKDAYS = 250
PEAK = 8.0
"""The busiest minutes against the mean over day and night: a third of the day, and mornings."""

EVENTS = 3.0
"""Events that Slack delivers for each question: what is said in threads that the advisor is in."""

CALLS = {
    "accept": "taken in, deduplicated, committed",
    "answer": "answered: turn, letter, out of the inbox",
    "posted": "taken out of the outbox",
}
"""The store's calls for an event."""

GIGABYTE = 1e9
SECONDS = 86_400


@dataclass(frozen=True)
class Assumed:
    """So many workspaces, of so many people who ask, so often on a working day."""

    name: str
    workspaces: int
    people: int
    questions: float


ASSUMED: Sequence[Assumed] = (
    Assumed("a company", 1, 1_000, 0.5),
    Assumed("10,000 × 30, weekly", 10_000, 30, 0.2),
    Assumed("10,000 × 30, daily", 10_000, 30, 1.0),
    Assumed("10,000 × 300, daily", 10_000, 300, 1.0),
)


@dataclass(frozen=True)
class Needed:
    """What that takes. Rates are a second; `cores` are of the servers and of PostgreSQL."""

    daily: float
    mean: float
    peak: float
    events: float
    servers: int
    connections: int
    cores: float
    cores_of_database: float
    gigabytes: float
    rows: float


def capacity(answered_us: float) -> float:
    """How many questions a second a server is planned with."""
    return HALF * 1e6 / answered_us


def needed(given: Assumed, measured: Mapping[str, Any], loaded: Mapping[str, Any]) -> Needed:
    """What is needed for what is assumed, on PostgreSQL."""
    processes, sizes = measured["processes"], measured["sizes"]
    daily = given.workspaces * given.people * given.questions
    mean = daily / SECONDS
    peak, others = mean * PEAK, mean * PEAK * (EVENTS - 1)
    spent = peak * on_postgres(measured, loaded) + others * processes["postgresql_1_ack_us"]
    of_database = peak * processes["postgresql_1_answered_own_us"]
    of_database += others * processes["postgresql_1_ack_own_us"]
    # Two at least: one goes on while the other is brought up to date.
    servers = max(2, math.ceil(spent / 1e6 / HALF))
    rows = sum(value for key, value in sizes.items() if key.startswith("rows_"))
    return Needed(
        daily=daily,
        mean=mean,
        peak=peak,
        events=peak + others,
        servers=servers,
        connections=servers * pool(),
        cores=spent / 1e6,
        cores_of_database=of_database / 1e6,
        gigabytes=daily * WORKDAYS * sizes["postgresql_bytes"] / GIGABYTE,
        rows=daily * WORKDAYS * rows,
    )


def on_postgres(measured: Mapping[str, Any], loaded: Mapping[str, Any]) -> float:
    """Microseconds of a server's processor for a question, on PostgreSQL: those of the newest
    measurement of a server on a file, and what the store's own calls take more.
    """
    calls: Mapping[str, float] = measured["calls"]
    of = {name: sum(calls[f"{name}_{call}"] for call in CALLS) for name in ("sqlite", "postgresql")}
    return float(loaded["load"]["answered_us"]) + of["postgresql"] - of["sqlite"]


def pool() -> int:
    """The connections of a server, where nothing else is set."""
    return int(Settings.model_fields["database_pool"].default)
