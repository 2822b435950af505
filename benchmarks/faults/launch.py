"""Starts the server with what a fault needs: a clock that is off, or a start that takes no time.

`python -m benchmarks.faults.launch` runs the server as `advisor serve` does, with two changes that
the environment may ask for: FAULTS_CLOCK names a file that holds the seconds by which the clock is
off, read anew whenever the time is; FAULTS_PING sets the seconds between two pings of Socket Mode.

`… --nursery` loads the content once and then starts a server for each line of its standard input,
by a fork: a process of its own all the same, with its own connections, which opens its log and its
port anew. It saves the two seconds that importing and loading take.
"""

import datetime
import gc
import json
import os
import signal
import sys
import time
from pathlib import Path

import bot.app
import bot.cli
import bot.serving
import bot.slack.app
import bot.slack.socket
import bot.web
from bot.advisor import Advisor
from bot.settings import Settings, load

CLOCK, PING = "FAULTS_CLOCK", "FAULTS_PING"


def prepare() -> None:
    """Makes the changes that the environment asks for."""
    if CLOCK in os.environ:
        _shift(Path(os.environ[CLOCK]))
    if PING in os.environ:
        bot.slack.socket.PING_SECONDS = float(os.environ[PING])


def nursery() -> None:
    """Starts and watches servers, as told by lines of JSON; answers each by a line."""
    advisor = bot.app.load_advisor(load())
    # Fitted here, not in each of the servers.
    _ = advisor.finder

    def load_advisor(settings: Settings | None = None) -> Advisor:  # noqa: ARG001 - it is loaded
        return advisor

    bot.app.load_advisor = load_advisor
    # What is loaded is not looked through again and again by the children.
    gc.collect()
    gc.freeze()
    _say({"ready": True})
    born: set[int] = set()
    for line in sys.stdin:
        asked = json.loads(line)
        if "start" in asked:
            born.add(pid := _born(asked["start"], asked["log"]))
            _say({"pid": pid})
        else:
            pid, status = os.waitpid(asked["poll"], os.WNOHANG)
            born.discard(pid)
            _say({"code": os.waitstatus_to_exitcode(status) if pid else None})
    # Who asked is gone, perhaps in a hurry.
    for pid in born:
        os.kill(pid, signal.SIGKILL)


def _born(environment: dict[str, str], log: str) -> int:
    pid = os.fork()
    if pid:
        return pid
    os.environ.clear()
    os.environ.update(environment)
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((nothing, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    code = 1
    try:
        prepare()
        bot.cli.main(["serve"], standalone_mode=False)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException as error:  # what a person reads in the log; the parent's loop is not ours
        print(f"Error: {error}", file=sys.stderr)
        code = 2
    finally:
        sys.stdout.flush()
        os._exit(code)


def _shift(file: Path) -> None:
    """Shifts what the product takes for the time: the clock of the app, and that of the ingress."""
    real_time, real_now = time.time, bot.app.utc_now

    def offset() -> float:
        return float(file.read_text())

    def utc_now() -> datetime.datetime:
        return real_now() + datetime.timedelta(seconds=offset())

    time.time = lambda: real_time() + offset()
    bot.app.utc_now = utc_now
    vars(bot.serving)["utc_now"] = utc_now


def _say(value: object) -> None:
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    if "--nursery" in sys.argv:
        nursery()
    else:
        prepare()
        bot.cli.main(["serve"])
