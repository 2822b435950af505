"""The page about growing, in Markdown: its figures are measured, or reckoned from what was."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.scaling.reckoning import (
    ASSUMED,
    CALLS,
    EVENTS,
    HALF,
    PEAK,
    SECONDS,
    WORKDAYS,
    Needed,
    capacity,
    needed,
    on_postgres,
    pool,
)

HERE = Path(__file__).parent
MEASURED, LOADED = HERE / "measured.json", HERE.parent / "load" / "measured.json"
PAGE = HERE.parents[1] / "docs" / "scaling.md"
WORDS = HERE / "page.txt"
"""The words, with names in braces where figures stand."""

RUNS = {
    "sqlite_1": "SQLite, one server",
    "postgresql_1": "PostgreSQL, one server",
    "postgresql_2": "PostgreSQL, two servers",
    "postgresql_3": "PostgreSQL, three servers",
}
WAYS = (0.1, 0.5, 2.0)
"""Milliseconds to a database and back: on the same machine, in a data centre, between two."""


def write() -> None:
    """Writes the page."""
    PAGE.write_text(written(), encoding="utf-8")
    print(f"written: docs/{PAGE.name}")


def written() -> str:
    """The page, of the figures that are kept."""
    kept, loaded = (json.loads(path.read_text(encoding="utf-8")) for path in (MEASURED, LOADED))
    return page(kept, loaded)


def page(measured: Mapping[str, Any], loaded: Mapping[str, Any]) -> str:
    """The page, of what is kept of `make scaling` and of `make load`."""
    processes, sizes, calls = measured["processes"], measured["sizes"], measured["calls"]
    pools = measured["pools"]
    file_us, server_us = float(loaded["load"]["answered_us"]), on_postgres(measured, loaded)
    asked = [needed(given, measured, loaded) for given in ASSUMED]
    return WORDS.read_text(encoding="utf-8").format(
        machine=measured["machine"],
        date=measured["date"],
        on_a_file=f"{capacity(file_us):,.0f}",
        on_a_server=f"{capacity(server_us):,.0f}",
        daily=f"{capacity(file_us) / PEAK * SECONDS:,.0f}",
        file_us=f"{file_us:,.0f}",
        server_us=f"{server_us:,.0f}",
        million_gb=f"{sizes['file_bytes'] / 1e3:,.1f}",
        half=f"{HALF:.0%}",
        peak=f"{PEAK:g}",
        events=f"{EVENTS:g}",
        days=WORKDAYS,
        pool=pool(),
        busy=f"{max(processes[f'{run}_load'] for run in RUNS):.0f}",
        trips=f"{calls['trips_16']:.0f}",
        alone=f"{calls['trips_1']:.0f}",
        at_once=pools["at_once"],
        threads=f"{pools['threads_us']:,.0f}",
        tasks=f"{pools['tasks_us']:,.0f}",
        threads_rate=f"{pools['threads_rate']:,}",
        tasks_rate=f"{pools['tasks_rate']:,}",
        runs=_table(("", *RUNS.values()), _runs(processes)),
        calls=_table(("µs of the processor for an event", "SQLite", "PostgreSQL"), _calls(calls)),
        ways=_table(("there and back", "an event waits", "a second and server"), _ways(calls)),
        growing=_table(("what", "grows with", "by"), _growing(sizes, processes, loaded)),
        needs=_table(("", *(given.name for given in ASSUMED)), _needs(asked)),
    )


def _ways(calls: Mapping[str, float]) -> list[tuple[str, ...]]:
    waits = {way: calls["trips_16"] * way for way in WAYS}
    return [(f"{way:g} ms", f"{w:,.0f} ms", f"{1e3 / w:,.0f}") for way, w in waits.items()]


def _runs(found: Mapping[str, float]) -> list[tuple[str, ...]]:
    rows = {
        "answered a second, by the clock": ("answered_rate", ",.0f"),
        "servers' processor for an answer, µs": ("answered_us", ",.0f"),
        "PostgreSQL's own for an answer, µs": ("answered_own_us", ",.0f"),
        "acknowledged a second, by the clock": ("ack_rate", ",.0f"),
        "server's processor for an acknowledgement, µs": ("ack_us", ",.0f"),
        "PostgreSQL's own for an acknowledgement, µs": ("ack_own_us", ",.0f"),
        "memory of a server at rest, MB": ("resting_mb", ",.0f"),
        "memory of a server after the run, MB": ("ended_mb", ",.0f"),
        "memory of PostgreSQL, all its processes, MB": ("own_mb", ",.0f"),
        "asked; lost; answered twice": ("", ""),
        "load of the machine at the beginning": ("load", ".1f"),
    }
    return [
        (what, *(_cell(found, run, key, places) for run in RUNS))
        for what, (key, places) in rows.items()
    ]


def _cell(found: Mapping[str, float], run: str, key: str, places: str) -> str:
    if not key:
        return "; ".join(f"{found[f'{run}_{one}']:,}" for one in ("asked", "unanswered", "twice"))
    value = found.get(f"{run}_{key}")
    is_none = value is None or ("own" in key and run.startswith("sqlite"))
    return "" if is_none else format(value, places)


def _calls(found: Mapping[str, float]) -> list[tuple[str, ...]]:
    rows = [
        (what, f"{found[f'sqlite_{key}']:,.0f}", f"{found[f'postgresql_{key}']:,.0f}")
        for key, what in CALLS.items()
    ]
    return [*rows, ("PostgreSQL's own processes", "", f"{found['postgresql_own']:,.0f}")]


def _growing(
    sizes: Mapping[str, float], processes: Mapping[str, float], loaded: Mapping[str, Any]
) -> list[tuple[str, ...]]:
    rows = {name: sizes[f"rows_{name}"] for name in ("turns", "threads", "steps", "decisions")}
    shown = ", ".join(f"{value:.2f} {name}" for name, value in rows.items())
    return [
        ("rows", "questions asked", f"{shown} for each"),
        ("the file", "questions asked", f"{sizes['file_bytes']:,.0f} bytes for each"),
        (
            "the database in PostgreSQL",
            "questions asked",
            f"{sizes['postgresql_bytes']:,.0f} bytes for each, with its indexes",
        ),
        ("claims", "events of the last seven days", "one or two rows for each"),
        ("inbox and outbox", "what waits right now", "nothing stays in them"),
        (
            "memory of a server",
            "hardly anything",
            f"{loaded['load']['resting_mb']:,.0f} MB at rest, "
            f"{loaded['load']['ended_mb']:,.0f} MB after {loaded['load']['asked']:,} questions",
        ),
        ("connections", "servers", f"{pool()} each at most, made when they are needed"),
        (
            "memory of PostgreSQL",
            "connections",
            f"{_a_connection(processes):,.0f} MB for each in use, beside what it caches",
        ),
    ]


def _a_connection(found: Mapping[str, float]) -> float:
    """What a server more adds, by its connections."""
    added = (found["postgresql_3_own_mb"] - found["postgresql_1_own_mb"]) / 2
    return max(1.0, added / pool())


def _needs(found: Sequence[Needed]) -> list[tuple[str, ...]]:
    rows: dict[str, list[str]] = {
        "questions a working day": [f"{one.daily:,.0f}" for one in found],
        "questions a second, mean": [f"{one.mean:,.2f}" for one in found],
        "questions a second, at the peak": [f"{one.peak:,.1f}" for one in found],
        "events a second, at the peak": [f"{one.events:,.1f}" for one in found],
        "servers": [f"{one.servers}" for one in found],
        "processors, of servers at the peak": [f"{one.cores:,.2f}" for one in found],
        "processors, of PostgreSQL at the peak": [f"{one.cores_of_database:,.2f}" for one in found],
        "connections": [f"{one.connections}" for one in found],
        "disk a year, GB": [f"{one.gigabytes:,.1f}" for one in found],
        "rows a year, millions": [f"{one.rows / 1e6:,.1f}" for one in found],
    }
    return [(what, *cells) for what, cells in rows.items()]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
