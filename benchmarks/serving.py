"""Measures the server: from its start to the first answer, and its memory at rest."""

import contextlib
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.goals import SPEED, Figures, table

HOST = "127.0.0.1"
PATIENCE = 60.0
REST = 2.0
"""Seconds after the first answer at which the memory is looked at."""

ROOT = Path(__file__).parent.parent


class NoAnswer(Exception):
    """The server did not answer; the message says what it printed."""


def measure() -> Figures:
    """The figures of a server of its own, on an empty log.

    Raises:
        NoAnswer: if it ends, or does not answer within a minute.
    """
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder, Path(folder, "out").open("w+b") as out:
        log = Path(folder, "log.db")
        environment = {"PATH": os.environ["PATH"], "PORT": str(port), "DATABASE_PATH": str(log)}
        start = time.perf_counter()
        server = subprocess.Popen(
            [sys.executable, "-m", "bot.cli", "serve"],
            cwd=ROOT,
            env=environment,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            while not _answered(port):
                if server.poll() is not None or time.perf_counter() - start > PATIENCE:
                    out.seek(0)
                    raise NoAnswer(out.read().decode(errors="replace"))
                time.sleep(0.01)
            answered = time.perf_counter() - start
            time.sleep(REST)
            return {"first_answer_s": answered, **_resident(server.pid)}
        finally:
            server.terminate()
            server.wait()


def main() -> None:
    """Prints each figure with its goal."""
    figures = measure()
    print(table([goal for goal in SPEED if goal.key in figures], figures))


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind((HOST, 0))
        port: int = listening.getsockname()[1]
        return port


def _answered(port: int) -> bool:
    body = json.dumps({"text": "is drf too slow"})
    with contextlib.closing(http.client.HTTPConnection(HOST, port, timeout=PATIENCE)) as connection:
        try:
            connection.request("POST", "/api/v1/ask", body, {"Content-Type": "application/json"})
            return connection.getresponse().status == http.client.OK
        except ConnectionError:
            return False


def _resident(pid: int) -> Figures:
    """The memory that a process holds; nothing where the system does not tell."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return {}
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmRSS:"))
    return {"resting_mb": int(line.split()[1]) / 1024}


if __name__ == "__main__":
    main()
