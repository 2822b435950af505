"""The page of the figures under load: tables beside the goals, made of what was measured."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.goals import Figures, Goal, row
from benchmarks.load.goals import (
    COUNTS,
    CROWD,
    FULL,
    LATENCIES,
    MEMORY,
    PARTS,
    RATES,
    RATIOS,
    REVIEW,
)

HEAD = ("", "figure", "goal", "missed by")

INTRO = """\
# Performance

How fast the server is, and what it holds out. `make load` measures it anew and writes this page.
How fast a question is matched by itself is on the page about [quality](quality.md).

- {machine}

The machine has other things to do meanwhile. So its load stands beside each measurement: how many
processes want a core.

An event is a signed direct message, like no other, with a question of `knowledge/cases/` in words
of its own; one in ten is none of ours. The server under load is what `advisor serve` starts, in a
process that is kept on one core; people and Slack are in another process, on the other cores. All
comes over connections that stay open."""

RATIO = """\
## Against bare Sanic

Bare Sanic, of the same version and with the same settings, answers "ok" to the same requests and
looks at none. **The ratios to go by are those of processor time**: what the process of the server
uses of it for an event, the kernel's part included. On a machine with other things to do, the
clock measures these as well.

*Acknowledged* is with answering switched off: verified, deduplicated, committed. *Answered* is the
whole: matched, posted and logged, too; {people} people wait for their answers and ask again. Where
questions *repeat*, the n-th most frequent one is asked 1/n times as often as the first.

Measured on {date}. The load of the machine at the beginning of each run (bare, acknowledged,
answered, repeated, half the rate, bare): {loads}."""

WAITING = """\
## How long people wait

At half the rate at which the server can answer."""

BY_PART = """\
## Where the time of an event goes

The server's own functions, each by itself on {events} distinct questions, in microseconds of
processor time; commits in groups of {group}. The rest is what is left of the processor time of an
event in the whole server."""

CROWDED = """\
## {people} people at once

They all ask at once, wait for their answers and ask again, for {seconds:g} s; nobody is sent more
than a message a second, as Slack wants it. Measured on {date}; the load was {loads}."""

FILLED = """\
## A log of {logged} interactions

The same questions, at the same rate, on an empty log and on a full one. Measured on {date}; the
load of the machine was {loads}."""

REVIEWED = """\
### Review pages and exports over it

The 95th percentile of each, by the clock. There are {decisions} decisions in the log; the export
of all of them is not part of the first line."""


def page(measured: Mapping[str, Any]) -> str:
    """The page, of the figures that are kept."""
    return "\n\n".join(_sections(measured)) + "\n"


def _sections(measured: Mapping[str, Any]) -> Iterator[str]:
    load, parts = measured["load"], measured["parts"]
    yield INTRO.format(machine=measured["machine"])
    yield RATIO.format(**{**load, **measured["settings"]})
    yield _table([*RATIOS, *RATES], load)
    yield _table(COUNTS, load)
    yield WAITING
    yield _table([*LATENCIES, *MEMORY], load)
    yield BY_PART.format(**measured["settings"])
    yield _parts(parts)
    if crowd := measured.get("crowd"):
        yield CROWDED.format(**{**crowd, "people": f"{crowd['people']:,}"})
        yield _table(CROWD, crowd)
    if full := measured.get("full"):
        yield FILLED.format(**{**full, "logged": f"{full['logged']:,}"})
        yield _table(FULL, full)
        yield REVIEWED.format(decisions=f"{full['decisions']:,}")
        yield _table(REVIEW, full)


def _table(goals: Sequence[Goal], figures: Mapping[str, float | str]) -> str:
    return _lines([HEAD, *(row(goal, figures.get(goal.key)) for goal in goals)])


def _parts(figures: Figures) -> str:
    total = float(figures["answered"])
    rows = [
        (PARTS[key], f"{float(value):,.0f}", f"{float(value) / total:.0%}")
        for key, value in figures.items()
    ]
    return _lines([("", "µs", "of all"), *rows])


def _lines(rows: Sequence[Sequence[str]]) -> str:
    head, *rest = rows
    return "\n".join(f"| {' | '.join(cells)} |" for cells in [head, ["---"] * len(head), *rest])
