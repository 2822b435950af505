"""Measures the log on both engines, and servers that share one. Run: make scaling.

The figures are kept in benchmarks/scaling/measured.json, and the page docs/scaling.md is made of
them and of those of `make load`; `--keep` only makes the page again.
"""

import argparse
import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import uvloop

from benchmarks.goals import Figures
from benchmarks.postgres import QUICKLY, running
from benchmarks.quality import machine
from benchmarks.scaling import calls, pools, processes, sizes
from benchmarks.scaling.page import MEASURED, write
from bot.app import utc_now

INTERACTIONS = 40_000
EVENTS = 3_200
WARM = 200
"""Questions for each server before anything is measured."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(PARTS)}; without, all of them")
    parser.add_argument("--seconds", type=float, default=10.0, help="of each run of servers")
    parser.add_argument("--keep", action="store_true", help="measure nothing, write the page only")
    given = parser.parse_args(arguments)
    unknown = set(given.names) - PARTS.keys()
    if unknown:
        parser.error(f"{', '.join(sorted(unknown))}: expected names of {', '.join(PARTS)}")
    for name in () if given.keep else given.names or PARTS:
        found = PARTS[name](given.seconds)
        print(name, json.dumps(found, indent=2), flush=True)
        _keep({name: found, "machine": machine(), "date": str(utc_now().date())})
    write()


def _sizes(_: float) -> Figures:
    with running(QUICKLY) as cluster:
        return sizes.measure(cluster, INTERACTIONS)


def _pools(_: float) -> Figures:
    with running() as cluster, _loop() as runner:
        return runner.run(pools.measure(cluster, EVENTS))


def _calls(_: float) -> Figures:
    with running() as cluster:
        return calls.measure(cluster, EVENTS)


def _processes(seconds: float) -> Figures:
    with running() as cluster, _loop() as runner:
        return runner.run(processes.measure(cluster, seconds, WARM))


def _loop() -> asyncio.Runner:
    return asyncio.Runner(loop_factory=uvloop.new_event_loop)


# With a server that waits for the disk, as it has to where nothing may be lost.
PARTS: Mapping[str, Callable[[float], Figures]] = {
    "sizes": _sizes,
    "pools": _pools,
    "calls": _calls,
    "processes": _processes,
}


def _keep(found: Mapping[str, Any]) -> None:
    """Keeps figures beside those of earlier, with as many places as a reader needs."""
    kept = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
    kept |= json.loads(json.dumps(found), parse_float=lambda text: round(float(text), 4))
    MEASURED.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
