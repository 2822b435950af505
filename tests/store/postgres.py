"""The PostgreSQL server of a test run, shared by its processes, and a schema for each test."""

import contextlib
import fcntl
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg

from tests.store.server import HELD

ROOT = Path(__file__).parent.parent.parent


class NoServer(Exception):
    """PostgreSQL cannot be started here; the message says why."""


@contextlib.contextmanager
def held(shared: Path) -> Iterator[str]:
    """The URL of the server of this test run, which is started where none is running.

    `shared` is a folder of all processes of the run.

    Raises:
        NoServer: if it cannot be started.
    """
    with (shared / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        pipe, url = _joined(shared / "postgres.json") or _started(shared / "postgres.json")
    try:
        yield url
    finally:
        os.close(pipe)


def with_schema(url: str) -> str:
    """The URL of a new and empty schema in a database."""
    name = f"t{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute(f"CREATE SCHEMA {name}".encode())
    return f"{url}&options={quote(f'-csearch_path={name}')}"


def _joined(noted: Path) -> tuple[int, str] | None:
    if not noted.exists():
        return None
    found = json.loads(noted.read_text())
    try:
        # Refused where nobody reads at the other end: that server has gone.
        return os.open(found["pipe"], os.O_WRONLY | os.O_NONBLOCK), found["url"]
    except OSError:
        return None


def _started(noted: Path) -> tuple[int, str]:
    folder = Path(tempfile.mkdtemp(prefix="advisor-pg-"))
    os.mkfifo(folder / HELD)
    # A group of its own: Ctrl-C ends the tests, and the server by their end.
    with subprocess.Popen(
        [sys.executable, "-m", "tests.store.server", folder],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as server:
        assert server.stdout
        said = json.loads(server.stdout.readline() or '{"fault": "it ended without a word"}')
        if "fault" in said:
            raise NoServer(f"PostgreSQL cannot be started here ({said['fault']})")
        server.stdout.close()
        pipe = os.open(folder / HELD, os.O_WRONLY)
        noted.write_text(json.dumps({"pipe": str(folder / HELD), "url": said["url"]}))
        # It outlives this block: it is waited for by nobody, and ends by itself.
        server.returncode = 0
    return pipe, str(said["url"])
