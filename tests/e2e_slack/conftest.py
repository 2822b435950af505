"""The two programs, once for all tests of a process: Slack's stand-in and the advisor."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest

from tests.conftest import clean_environment, skip_or_fail
from tests.e2e_slack import node
from tests.e2e_slack.world import BOT, SECRET, World

HERE = Path(__file__).parent
START_SECONDS = 60
STOP_SECONDS = 30


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, object]]:
    """Both programs; where they listen, and the ids of people and channels."""
    try:
        found = node.find()
        dist = node.install(found)
    except node.NoNodeError as error:
        skip_or_fail(str(error))
    folder = tmp_path_factory.mktemp("e2e-slack")
    port = free_port()
    advisor = f"http://127.0.0.1:{port}"
    with contextlib.ExitStack() as stack:
        slack = stack.enter_context(standing_in(found, dist, f"{advisor}/slack/events"))
        url = str(slack["url"]).replace("localhost", "127.0.0.1")
        stack.enter_context(serving(port, url, folder))
        yield {**slack, "url": url, "advisor": advisor, "database": folder / "advisor.db"}


@pytest.fixture
async def world(programs: dict[str, object]) -> AsyncIterator[World]:
    """Slack and the advisor."""
    users, channels = programs["users"], programs["channels"]
    assert isinstance(users, dict)
    assert isinstance(channels, dict)
    async with aiohttp.ClientSession() as session:
        yield World(
            slack=str(programs["url"]),
            advisor=str(programs["advisor"]),
            users=users,
            channels=channels,
            session=session,
        )


@contextlib.contextmanager
def standing_in(found: node.Node, dist: Path, events: str) -> Iterator[dict[str, object]]:
    """Runs Slack's stand-in, which ends with its standard input."""
    environment = {
        **os.environ,
        "DIST": str(dist),
        "EVENTS_URL": events,
        "SIGNING_SECRET": SECRET,
        "BOT_USER": BOT,
    }
    command = [found.program, str(HERE / "emulate.mjs")]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, "the stand-in did not start: its error is on standard error"
        slack: dict[str, object] = json.loads(line)
        yield slack


@contextlib.contextmanager
def serving(port: int, slack: str, folder: Path) -> Iterator[None]:
    """Runs the advisor, and ends it as an operator does: it must go, and go in peace."""
    log = folder / "advisor.log"
    environment = clean_environment(
        folder / "advisor.db",
        PYTHONWARNINGS="error",
        PORT=str(port),
        SLACK_BOT_TOKEN="xoxb-advisor",
        SLACK_SIGNING_SECRET=SECRET,
        SLACK_API_URL=f"{slack}/api/",
    )
    command = [sys.executable, "-m", "bot.cli", "serve"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=HERE.parents[1], env=environment, stdout=output, stderr=output
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/health/ready", process, log)
        yield
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_SECONDS) == 0, log.read_text()
    finally:
        process.kill()
        process.wait()
    said = log.read_text()
    assert " ERROR " not in said, said
    assert "Traceback" not in said, said


def wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Waits until the address answers."""
    deadline = time.monotonic() + START_SECONDS
    while True:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            pass
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(0.05)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
