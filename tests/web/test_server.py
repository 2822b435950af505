"""The server ends whenever it is told to."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

STARTING = """
import os, signal
from sanic import Request
from sanic.response import empty
from bot.web.server import Server

server = Server("ending", configure_logging=False)

@server.get("/")
async def page(_: Request):
    return empty()

@server.after_server_start
async def begin(_: object):
    os.kill(os.getpid(), signal.SIGTERM)

@server.after_server_start
async def end(_: object):
    server.started()

@server.after_server_stop
async def close(_: object):
    print("closed")

server.run("127.0.0.1", 0, single_process=True, motd=False)
"""


def test_what_tells_it_to_end_while_it_starts_is_heard_once_it_has_started() -> None:
    done = subprocess.run(
        [sys.executable, "-c", STARTING],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "closed\n", "")
