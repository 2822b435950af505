"""The whole measurement: which servers are run for it, in which order, and for how long."""

import asyncio
import contextlib
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import uvloop

from benchmarks.goals import Figures
from benchmarks.load import measuring, parts, people, reckoning, servers
from benchmarks.load.hearing import Hearing, listening
from benchmarks.load.logged import full
from benchmarks.quality import machine
from bot.app import utc_now

CACHE = servers.ROOT / ".cache" / "load"


class Form(NamedTuple):
    """How long is measured: each run, the crowd; on how many events the parts; after how many."""

    seconds: float
    crowded: float
    events: int = parts.COUNT
    warm: int = measuring.WARM


async def measure(form: Form) -> dict[str, Figures]:
    """The figures of the load and of the parts."""
    seconds, warm = form.seconds, form.warm
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with listening() as slack:
            before = await measuring.bare(folder, seconds / 2, warm)
            acknowledged = await measuring.acknowledged(folder, slack, seconds, warm)
            log = folder / "log.db"
            answered = await measuring.answered(folder, slack, seconds, log, warm=warm)
            after = await measuring.bare(folder, seconds / 2, warm)
            found = await _parts(slack, folder, form.events)
    load = reckoning.figures([before, after], acknowledged, answered)
    return {"load": load, "parts": reckoning.with_rest(found, load)}


def run(form: Form, crowd: int | None, logged: int | None) -> dict[str, Any]:
    """All figures: of the load and, where numbers are given, of a crowd and of a full log."""
    found: dict[str, Any] = {"machine": machine()}
    with servers.off_the_core(), asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        found |= runner.run(measure(form))
        found["settings"] = {**form._asdict(), "people": measuring.PEOPLE, "group": parts.GROUP}
        if crowd:
            figures = runner.run(with_people(crowd, form.crowded))
            found["crowd"] = {"seconds": form.crowded, **figures}
        if logged:
            found["full"] = runner.run(with_log(logged, form))
    for name in found.keys() & {"load", "crowd", "full"}:
        found[name]["date"] = str(utc_now().date())
    return found


async def with_people(number: int, seconds: float) -> Figures:
    """The figures of so many people at once."""
    with tempfile.TemporaryDirectory() as folder:
        async with listening() as slack:
            return await people.crowd(Path(folder), slack, number, seconds)


async def with_log(logged: int, form: Form) -> Figures:
    """The figures on a log of so many interactions, which is kept for the next time."""
    log = await asyncio.to_thread(full, CACHE, logged)
    with tempfile.TemporaryDirectory() as folder:
        async with listening() as slack:
            found = await people.compared(Path(folder), slack, log, form.seconds, form.warm)
    return {"logged": logged, **found}


async def _parts(slack: Hearing, folder: Path, count: int) -> Figures:
    """What the parts cost, from a process of their own on the core of the server."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "benchmarks.load.parts", f"{slack.url}api/", str(folder), str(count)),
        cwd=servers.ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    with contextlib.suppress(OSError):
        os.sched_setaffinity(process.pid, servers.split_cores()[0])
    out, _ = await process.communicate()
    if process.returncode:
        raise servers.NoServer(f"benchmarks.load.parts ended with {process.returncode}")
    found: Figures = json.loads(out)
    return found
