"""The server under test, as a process of its own: started, killed, ended, frozen."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import aiohttp

ROOT = Path(__file__).parents[2]
HOST = "127.0.0.1"
START_SECONDS = 180.0
"""Others may keep the machine busy."""

POLL_SECONDS = 0.02
MOST_STARTS = 10

Environment = Mapping[str, str]


class NotStarted(Exception):
    """The server ended, or did not answer in time; the message is what it printed."""


class Start(Protocol):
    """Starts a server; returns its process id, and what tells its exit status."""

    def __call__(self, environment: Environment, log: Path) -> tuple[int, "Poll"]:
        """Starts it with an environment; what it prints goes to a log."""
        ...


class Poll(Protocol):
    """The exit status of a process, or None as long as it runs."""

    def __call__(self) -> int | None:
        """Looks once."""
        ...


def cold(environment: Environment, log: Path) -> tuple[int, Poll]:
    """Starts the server by the command that an operator uses."""
    is_changed = any(name.startswith("FAULTS_") for name in environment)
    module = "benchmarks.faults.launch" if is_changed else "bot.cli"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *(() if is_changed else ("serve",))],
            cwd=ROOT,
            env=dict(environment),
            stdout=output,
            stderr=output,
        )
    return process.pid, process.poll


@contextlib.contextmanager
def warm(cache: Path) -> Iterator[Start]:
    """Starts servers from one process that has loaded everything; it ends with this context."""
    with subprocess.Popen(
        [sys.executable, "-m", "benchmarks.faults.launch", "--nursery"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "CACHE_PATH": str(cache), "OPENBLAS_NUM_THREADS": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as nursery:
        assert nursery.stdin is not None
        assert nursery.stdout is not None
        asking, answering = nursery.stdin, nursery.stdout

        def ask(asked: object) -> dict[str, int | None]:
            asking.write(json.dumps(asked).encode() + b"\n")
            asking.flush()
            line = answering.readline()
            if not line:
                raise NotStarted("the process that starts the servers ended")
            told: dict[str, int | None] = json.loads(line)
            return told

        def start(environment: Environment, log: Path) -> tuple[int, Poll]:
            pid = ask({"start": dict(environment), "log": str(log)})["pid"]
            assert pid is not None
            ended: list[int] = []

            def poll() -> int | None:
                if not ended and (code := ask({"poll": pid})["code"]) is not None:
                    ended.append(code)
                return ended[0] if ended else None

            return pid, poll

        if not answering.readline():
            raise NotStarted("the process that starts the servers ended")
        yield start


@dataclass
class Server:
    """One server; it can be started again after its end, on the same port and log."""

    begin: Start
    environment: Environment
    log: Path
    port: int = 0
    starts: int = 0
    refused: int = 0
    """How many starts ended by themselves."""

    pid: int = 0
    _poll: Poll = field(default=lambda: 0)

    def __post_init__(self) -> None:
        self.port = self.port or free_port()

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://{HOST}:{self.port}"

    @property
    def is_running(self) -> bool:
        """Whether the process is there."""
        return self._poll() is None

    def start(self) -> None:
        """Starts it, and does not wait until it answers."""
        environment = {**self.environment, "PORT": str(self.port)}
        self.pid, self._poll = self.begin(environment, self.log)
        self.starts += 1

    async def up(self) -> None:
        """Waits until it answers; starts it again where it ended instead, as a supervisor does.

        Raises:
            NotStarted: if it does not answer all the same.
        """
        for _ in range(MOST_STARTS):
            try:
                await self.ready()
            except NotStarted:
                if self.is_running:
                    raise
                self.refused += 1
                self.start()
            else:
                return
        raise NotStarted(self.said()[-2_000:])

    async def ready(self, seconds: float = START_SECONDS) -> None:
        """Waits until it answers.

        Raises:
            NotStarted: if it ends instead, or takes too long.
        """
        deadline = time.monotonic() + seconds
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
            while True:
                with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                    async with session.get(f"{self.url}/health/ready") as response:
                        if response.status == 200:
                            return
                if not self.is_running or time.monotonic() > deadline:
                    raise NotStarted(self.said()[-2_000:])
                await asyncio.sleep(POLL_SECONDS)

    async def listens(self, seconds: float = START_SECONDS) -> None:
        """Waits until somebody listens on its port, which is before it answers."""
        await until(lambda: _is_open(self.port), seconds, pause=0.002)

    def signal(self, number: signal.Signals) -> None:
        """Sends it a signal."""
        if self.is_running:
            os.kill(self.pid, number)

    async def kill(self) -> None:
        """Kills it, and waits until it is gone."""
        self.signal(signal.SIGKILL)
        await self.ended(10.0)

    async def ended(self, seconds: float) -> int | None:
        """The exit status, as soon as it has ended; None if it has not within so many seconds."""
        await until(lambda: self._poll() is not None, seconds)
        return self._poll()

    def said(self) -> str:
        """What all of its processes printed."""
        return self.log.read_text(errors="replace") if self.log.exists() else ""


async def until(check: Callable[[], bool], seconds: float, pause: float = POLL_SECONDS) -> bool:
    """Looks until a check holds, for so many seconds at most; whether it holds."""
    deadline = time.monotonic() + seconds
    # What is outside of this process sets no event.
    while not (holds := check()) and time.monotonic() < deadline:  # noqa: ASYNC110
        await asyncio.sleep(pause)
    return holds


def _is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server((HOST, 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
