"""The servers under load: each a process of its own, on a core of its own, and what it uses."""

import asyncio
import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load.events import SECRET

ROOT = Path(__file__).parent.parent.parent
HOST = "127.0.0.1"
PATIENCE = 120.0
TICKS = os.sysconf("SC_CLK_TCK")

BARE = ("-m", "benchmarks.load.bare")
PAUSED = ("-m", "benchmarks.load.paused")
WHOLE = ("-m", "bot.cli", "serve")


class NoServer(Exception):
    """A server did not start; the message says what it printed."""


@dataclass(frozen=True)
class Server:
    """A running server. `started` is the number of seconds that its start took."""

    pid: int
    port: int
    started: float

    def spent(self) -> float:
        """The seconds of a processor that it has used so far, its own and the kernel's for it."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident(self) -> float:
        """The megabytes of memory that it holds."""
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        (line,) = (line for line in lines if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024


@contextlib.contextmanager
def off_the_core() -> Iterator[None]:
    """Keeps this process off the core of the server."""
    mine = os.sched_getaffinity(0)
    os.sched_setaffinity(0, split_cores()[1])
    try:
        yield
    finally:
        os.sched_setaffinity(0, mine)


def split_cores() -> tuple[set[int], set[int]]:
    """The core for the server, and those for everything else; the same where there is but one."""
    cores = list(range(os.cpu_count() or 1))
    return {cores[0]}, set(cores[1:] or cores)


@contextlib.asynccontextmanager
async def bare(folder: Path) -> AsyncIterator[Server]:
    """Bare Sanic."""
    port = _free_port()
    async with _running([*BARE, str(port)], port, {}, folder / "bare.txt") as server:
        yield server


@contextlib.asynccontextmanager
async def advisor(
    folder: Path,
    slack: str,
    log: Path | str,
    *,
    command: Sequence[str] = WHOLE,
    pace: float = 0.0,
    cores: set[int] | None = None,
) -> AsyncIterator[Server]:
    """The advisor on a log, a file or a URL, with the address of Slack's Web API. It is kept on one
    core, or on some.
    """
    port = _free_port()
    settings = {
        "PORT": str(port),
        "DATABASE_URL" if isinstance(log, str) else "DATABASE_PATH": str(log),
        "SLACK_API_URL": slack,
        "SLACK_BOT_TOKEN": "xoxb-benchmark",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_PACE": str(pace),
        "LOG_LEVEL": "warning",
    }
    said = folder / f"advisor-{port}.txt"
    async with _running(command, port, settings, said, cores) as server:
        yield server


@contextlib.asynccontextmanager
async def _running(
    command: Sequence[str],
    port: int,
    settings: Mapping[str, str],
    said: Path,
    cores: set[int] | None = None,
) -> AsyncIterator[Server]:
    begun = time.monotonic()
    process = _start(command, settings, said, cores or split_cores()[0])
    try:
        while not await asyncio.to_thread(_is_alive, port):
            if process.poll() is not None or time.monotonic() - begun > PATIENCE:
                raise NoServer(_read(said))
            await asyncio.sleep(0.02)
        yield Server(process.pid, port, time.monotonic() - begun)
    finally:
        process.terminate()
        # While it ends it still talks to Slack, which is in this event loop.
        await asyncio.to_thread(process.wait)


def _start(
    command: Sequence[str], settings: Mapping[str, str], said: Path, cores: set[int]
) -> "subprocess.Popen[bytes]":
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    mine = os.sched_getaffinity(0)
    with said.open("wb") as out:
        # A process begins on the cores of the one that starts it.
        os.sched_setaffinity(0, cores)
        try:
            return subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env={**kept, **settings, "PYTHONPATH": str(ROOT)},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        finally:
            os.sched_setaffinity(0, mine)


def _read(file: Path) -> str:
    return file.read_text(errors="replace")


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        port: int = listening.getsockname()[1]
        return port


def _is_alive(port: int) -> bool:
    with contextlib.closing(http.client.HTTPConnection(HOST, port, timeout=5)) as connection:
        try:
            connection.request("GET", "/health/live")
            return connection.getresponse().status == http.client.OK
        except OSError:
            return False
