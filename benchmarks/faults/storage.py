"""The faults of the disk, of the lock on the log, and of the clock."""

import asyncio
import contextlib
import resource
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.faults.server import until
from benchmarks.faults.world import Form, World, world
from benchmarks.goals import Figures

DISK_MB = 64
OFFSETS = (600.0, -600.0, 240.0, -90.0)
"""Seconds; up to five minutes Slack's requests still count as fresh."""


async def disk_full(form: Form) -> Figures:
    """The disk of the log is full for a while."""
    with tempfile.TemporaryDirectory() as place, small_disk(Path(place)) as is_disk:
        async with world(form, folder=Path(place), latency=0.5) as here:
            load = here.driver.begin(form.rate)
            await asyncio.sleep(1.0)
            await _under_way(here)
            with here.fault(), filled(here, is_disk=is_disk):
                await asyncio.sleep(form.pick(2, 20))
            await asyncio.sleep(1.0)
            load.cancel()
            how = f"a disk of {DISK_MB} MB" if is_disk else "a limit of the file's size"
            refused = getattr(here.driver.deliver, "statuses", {}).get(503, 0)
            return {"how": how, "refused": refused, **await here.settle()}


async def locked(form: Form) -> Figures:
    """Another process holds the log's lock for writing, while Slack is not always well, too."""
    seconds = form.pick(7, 30)
    async with world(form, latency=0.5) as here:
        load = here.driver.begin(form.rate)
        await asyncio.sleep(1.0)
        await _under_way(here)
        with here.fault(), contextlib.closing(_lock(here.store)):
            here.slack.mood = {"broken": 0.3}
            await asyncio.sleep(seconds)
            here.slack.mood = {}
        await asyncio.sleep(1.0)
        load.cancel()
        return {"locked_s": seconds, **await here.settle()}


async def clock(form: Form) -> Figures:
    """The clock is off by minutes while answers wait, and over a kill; then it is set right."""
    offsets = OFFSETS[:2] if form.is_short else OFFSETS
    with tempfile.TemporaryDirectory() as place:
        file = Path(place, "offset")

        def set_off(seconds: float) -> None:
            # In one step: the server reads it all the time.
            written = file.with_suffix(".new")
            written.write_text(str(seconds))
            written.replace(file)

        set_off(0)
        async with world(form, environment={"FAULTS_CLOCK": str(file)}) as here:
            load = here.driver.begin(form.rate / 2)
            for offset in offsets:
                here.slack.mood = {"broken": 0.3, "cut after": 0.3}
                await asyncio.sleep(form.pick(0.7, 3))
                set_off(offset)
                await asyncio.sleep(form.pick(0.3, 3))
                here.slack.mood = {}
                await here.server.kill()
                here.server.start()
                await here.server.up()
                await asyncio.sleep(form.pick(0.5, 5))
                set_off(0)
            await asyncio.sleep(form.pick(0.2, 3))
            load.cancel()
            refused = getattr(here.driver.deliver, "statuses", {}).get(401, 0)
            said = ", ".join(f"{offset / 60:+g}" for offset in offsets)
            return {"minutes_off": said, "refused": refused, **await here.settle()}


@contextlib.contextmanager
def small_disk(folder: Path) -> Iterator[bool]:
    """Puts a small disk on a folder; whether that can be done here, by this user."""
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", f"size={DISK_MB}m", "tmpfs", str(folder)]
    # Only root may, and not in every container.
    is_disk = (
        mount is not None
        and not subprocess.run(command, capture_output=True, check=False).returncode
    )
    try:
        yield is_disk
    finally:
        if is_disk:
            subprocess.run([shutil.which("umount") or "", "-l", str(folder)], check=True)


@contextlib.contextmanager
def filled(here: World, *, is_disk: bool) -> Iterator[None]:
    """No room is left on the disk; without one of ours, no file of the server may grow."""
    if not is_disk:
        size = Path(f"{here.store}-wal").stat().st_size
        before = resource.prlimit(here.server.pid, resource.RLIMIT_FSIZE)
        resource.prlimit(here.server.pid, resource.RLIMIT_FSIZE, (size, before[1]))
        yield
        resource.prlimit(here.server.pid, resource.RLIMIT_FSIZE, before)
        return
    ballast = here.folder / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    yield
    ballast.unlink()


async def _under_way(here: World) -> None:
    """Waits until answers are on their way, some of them, and have not come back."""
    before = len(here.slack.posts)
    here.driver.burst(30)
    await until(lambda: len(here.slack.posts) > before + 5, 10.0)


def _lock(store: str) -> sqlite3.Connection:
    holder = sqlite3.connect(store, timeout=30, isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    return holder
