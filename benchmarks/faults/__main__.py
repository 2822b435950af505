"""Tries faults on a server of its own. Run: make faults.

Without names, all of them, in the long form; then the page docs/reliability.md is written. The
figures are kept in benchmarks/faults/measured.json; `--keep` only makes the page again.
"""

import argparse
import asyncio
import contextlib
import json
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.faults import page
from benchmarks.faults.goals import COUNTS, SCENARIOS
from benchmarks.faults.server import cold, warm
from benchmarks.faults.world import CACHE, Form
from benchmarks.goals import Figures, table
from benchmarks.quality import machine
from bot.app import utc_now

AT_ONCE = 6
"""Faults that are tried beside each other in the short form, which waits more than it works."""

MEASURED = Path(__file__).parent / "measured.json"


def main(arguments: Sequence[str] | None = None) -> int:
    """Tries faults, prints their figures, keeps them; 1 where an event was lost or doubled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(SCENARIOS)}")
    parser.add_argument("--short", action="store_true", help="seconds of each; keeps no figures")
    parser.add_argument("--warm", action="store_true", help="start by a fork, as --short does")
    parser.add_argument("--minutes", type=float, default=10.0, help="for how long Slack is away")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--store", default="", help="the log's address, for a store that is shared")
    parser.add_argument("--logs", type=Path, help="keep what the servers print in this folder")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there, too")
    parser.add_argument("--keep", action="store_true", help="try nothing, write the page only")
    given = parser.parse_args(arguments)
    unknown = set(given.names) - SCENARIOS.keys()
    if unknown:
        parser.error(f"{', '.join(sorted(unknown))}: expected names of {', '.join(SCENARIOS)}")
    found: dict[str, Figures] = {}
    with contextlib.ExitStack() as stack:
        is_warm = given.short or given.warm
        start = stack.enter_context(warm(CACHE)) if is_warm and not given.keep else cold
        form = Form(given.seed, given.short, start, given.minutes, given.logs, given.store)
        names = () if given.keep else given.names or tuple(SCENARIOS)
        if given.short:
            found = asyncio.run(at_once(names, form))
        else:
            for name in names:
                found[name] = asyncio.run(play(name, form))
                _keep(name, found[name])
    if given.json:
        given.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    if not given.short:
        page.write(json.loads(MEASURED.read_text(encoding="utf-8")))
    return int(any(figures["lost"] or figures["doubled"] for figures in found.values()))


async def at_once(names: Sequence[str], form: Form) -> dict[str, Figures]:
    """The figures of several faults, each in a world of its own beside the others."""
    free = asyncio.Semaphore(AT_ONCE)

    async def played(name: str) -> Figures:
        async with free:
            return await play(name, form)

    found = await asyncio.gather(*map(played, names))
    return dict(zip(names, found, strict=True))


async def play(name: str, form: Form) -> Figures:
    """The figures of a fault, which are printed as well."""
    scenario, began = SCENARIOS[name], time.monotonic()
    figures = await scenario.play(form)
    print(f"{name}: {scenario.what} (seed {form.seed})")
    goals = [goal for goal in (*scenario.own, *COUNTS) if goal.key in figures]
    print(table(goals, figures), f"\n  took {time.monotonic() - began:.0f} s", flush=True)
    how = "by the command" if form.start is cold else "by a fork of a process that has loaded all"
    return {**figures, "seed": form.seed, "started": how}


def _keep(name: str, figures: Figures) -> None:
    kept = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
    kept[name] = {"date": str(utc_now().date()), "machine": machine(), **figures}
    MEASURED.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
