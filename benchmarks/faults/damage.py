"""The fault of a log that is damaged: the start is refused, in words, and nothing is changed."""

import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks.faults.server import ROOT, NotStarted, Server
from benchmarks.faults.world import Form, World, world
from benchmarks.goals import Figures
from bot.cli import main as advisor

PAGE_BYTES = 4096
REFUSED = 2
"""The exit status of a start that is refused in words."""


async def corrupt(form: Form) -> Figures:
    """Pages of the log are overwritten, each time on a copy of its own."""
    async with world(form) as here:
        await here.driver.load(form.rate, form.pick(1, 5))
        figures = await here.settle()
        here.server.signal(signal.SIGTERM)
        await here.server.ended(30.0)
        backup = _backup(here)
        accepted = obscure = changed = unnamed = 0
        for name, damage in DAMAGES.items():
            file = here.folder / f"{name}.db"
            shutil.copy(here.store, file)
            damage(file, here.rng)
            before = file.read_bytes()
            code, said = await _started(form, here, file)
            accepted += code is None
            obscure += code != REFUSED or str(file) not in said or "Traceback" in said
            changed += file.read_bytes() != before
            unnamed += bool(backup) and backup not in said
        missing: Figures = {"backup_not_named": unnamed} if backup else {}
        return {
            **figures,
            "damages": len(DAMAGES),
            "not_refused": accepted,
            "not_plain": obscure,
            "changed": changed,
            **missing,
        }


async def _started(form: Form, here: World, file: Path) -> tuple[int | None, str]:
    """The exit status of a start on a log, None where it runs; and what it printed."""
    given = {**here.server.environment, "DATABASE_PATH": str(file)}
    server = Server(form.start, given, file.with_suffix(".log"))
    server.start()
    try:
        await server.ready()
    except NotStarted:
        return await server.ended(5.0), server.said()
    await server.kill()
    return None, server.said()


def _backup(here: World) -> str:
    """The name of a backup that is made; "" as long as the advisor can make none."""
    # To do: once there is `advisor backup`, see that it needs no more than this.
    if "backup" not in advisor.commands:
        return ""
    before = set(here.folder.rglob("*"))
    command = [sys.executable, "-m", "bot.cli", "backup"]
    subprocess.run(command, cwd=ROOT, env=dict(here.server.environment), check=True)
    return max(path.name for path in set(here.folder.rglob("*")) - before)


def _overwrite(file: Path, first: int, rng: random.Random, *, noise: bool) -> None:
    """Overwrites a page, and a tenth of those after it."""
    pages = file.stat().st_size // PAGE_BYTES
    chosen = {first, *rng.sample(range(first, pages), k=max(1, pages // 10))}
    with file.open("r+b") as opened:
        for page in chosen:
            opened.seek(page * PAGE_BYTES)
            opened.write(rng.randbytes(PAGE_BYTES) if noise else bytes(PAGE_BYTES))


def _cut_off(file: Path, _: random.Random) -> None:
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size // 2 // PAGE_BYTES * PAGE_BYTES)


DAMAGES: Mapping[str, Callable[[Path, random.Random], None]] = {
    "header": lambda file, rng: _overwrite(file, 0, rng, noise=True),
    "noise": lambda file, rng: _overwrite(file, 1, rng, noise=True),
    "zeros": lambda file, rng: _overwrite(file, 1, rng, noise=False),
    "cut": _cut_off,
}
"""What is done to a file."""
