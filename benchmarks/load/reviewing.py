"""The review pages and the exports over a full log: how long each takes, again and again."""

import contextlib
import datetime
import http.client
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.goals import Figures
from benchmarks.load.reckoning import percentile
from benchmarks.load.servers import HOST
from bot.app import utc_now
from bot.store.records import Filter
from bot.store.store import Store
from bot.web.sign_in import COOKIE

ROUNDS = 20
VALID = datetime.timedelta(hours=1)

PAGES: Mapping[str, str] = {
    "list": "the decisions, first page",
    "last": "the decisions, last page",
    "status": "the decisions that are proposed",
    "framework": "the decisions for a framework",
    "person": "the decisions of a person",
    "search": "the decisions in which a word stands",
    "month": "the decisions of a month",
    "decision": "one decision",
    "questions": "the questions without an answer",
    "csv": "export of a month, CSV",
    "json": "export of a month, JSON",
    "everything": "export of all decisions, CSV",
}


class NoPage(Exception):
    """A page did not come; the message says which, and with which status."""


def sign_in(log: Path) -> tuple[str, int, int]:
    """A lead's session, how many decisions there are, and the number of the newest."""
    with Store.open(log) as store:
        token = store.add_invitation(utc_now(), valid=VALID)
        session = store.redeem(token, "Benchmark", utc_now(), valid=VALID)
        assert session is not None, "the invitation is new"
        newest = store.decisions(Filter(), limit=1)
        return session, store.count_decisions(Filter()), newest[0].id if newest else 0


def addresses(decisions: int, newest: int) -> Mapping[str, str]:
    """The pages by their key, as addresses."""
    today = utc_now().date()
    month = urlencode({"since": today - datetime.timedelta(days=30), "until": today})
    return {
        "list": "/review",
        "last": f"/review?page={max(1, -(-decisions // 25))}",
        "status": "/review?status=proposed",
        "framework": "/review?framework=falcon",
        "person": "/review?person=Person+4321",
        "search": "/review?text=Django",
        "month": f"/review?{month}",
        "decision": f"/review/{newest}",
        "questions": "/review/questions",
        "csv": f"/review/export.csv?{month}",
        "json": f"/review/export.json?{month}",
        "everything": "/review/export.csv",
    }


def measure(port: int, session: str, decisions: int, newest: int, rounds: int = ROUNDS) -> Figures:
    """The 95th percentile of each page in milliseconds, and that of all but the last export.

    Raises:
        NoPage: if one does not come.
    """
    times: dict[str, list[float]] = {name: [] for name in PAGES}
    with contextlib.closing(http.client.HTTPConnection(HOST, port, timeout=120)) as connection:
        for turn in range(rounds):
            for name, address in addresses(decisions, newest).items():
                # What takes seconds is clear after a few times.
                if name != "everything" or turn < min(rounds, 3):
                    times[name].append(_time(connection, address, session))
    quick = [one for name, some in times.items() if name != "everything" for one in some]
    found: Figures = {f"{name}_ms": percentile(some, 95) for name, some in times.items()}
    return {**found, "all_ms": percentile(quick, 95), "decisions": decisions}


def _time(connection: http.client.HTTPConnection, address: str, session: str) -> float:
    begun = time.perf_counter()
    connection.request("GET", address, headers={"Cookie": f"{COOKIE}={session}"})
    response = connection.getresponse()
    response.read()
    if response.status != http.client.OK:
        raise NoPage(f"{address}: expected status 200, got {response.status}")
    return (time.perf_counter() - begun) * 1e3
