"""Health: 503 only where this server can do no work, and every part told as it is."""

import contextlib
import datetime
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.standing import Standing
from bot.store.inbox import Arrival
from bot.store.outbox import Draft
from bot.web import probing
from bot.web.health import LIMITS
from tests.store.test_troubled import bury_letter
from tests.web.client import Browser, Page
from tests.web.hosting import Site, web_side


def ready(site: Site) -> Page:
    return Browser(site.url).get("/health/ready")


def arrive(site: Site) -> None:
    with site.log() as log:
        log.accept([Arrival(keys=("k",), lane="C1", trace="event:1", body="{}")], site.clock())


def write(site: Site) -> None:
    with site.log() as log:
        log.add_letter(Draft(key="k", lane="C1", trace="event:1", body="{}"), "us", site.clock())


@contextlib.contextmanager
def held(database: Path) -> Iterator[None]:
    """Another program has the log, and lets nobody write."""
    other = sqlite3.connect(database, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
    finally:
        other.close()


def test_a_server_that_can_do_its_work_is_ready(site: Site) -> None:
    page = ready(site)
    assert (page.status, page.json["status"]) == (200, "ready")
    assert page.json["database"] == {"state": "ok"}
    assert page.json["slack"] == {"state": "off"}
    assert (page.json["inbox"]["waiting"], page.json["outbox"]["dead"]) == (0, 0)
    assert page.headers["cache-control"] == "no-store"


def test_each_part_has_a_line(site: Site) -> None:
    page = ready(site)
    assert len(page.source.splitlines()) == len(page.json) + 2


@pytest.mark.parametrize(("queue", "fill"), [("inbox", arrive), ("outbox", write)])
def test_what_waits_for_too_long_is_told_and_takes_no_server_out(
    site: Site, queue: str, fill: object
) -> None:
    assert callable(fill)
    fill(site)
    site.clock.forward(seconds=LIMITS[queue] - 1)
    assert ready(site).json["status"] == "ready"
    site.clock.forward(seconds=2)
    page = ready(site)
    assert (page.status, page.json["status"]) == (200, "degraded")
    assert page.json[queue]["state"] == "degraded"
    assert page.json[queue]["oldest_seconds"] == LIMITS[queue] + 1
    assert page.json[queue]["waiting"] == 1


def test_what_was_given_up_is_counted_and_is_not_waited_for(site: Site) -> None:
    with site.log() as log:
        bury_letter(log, "event:1", site.clock() - datetime.timedelta(days=3))
    page = ready(site)
    assert page.json["status"] == "ready"
    assert page.json["outbox"]["dead"] == 1


def test_a_log_that_can_be_read_and_not_written_is_not_ready(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "PATIENCE_SECONDS", 0.1)
    with held(site.database):
        # However often it is asked: what hangs is looked for once.
        pages = [ready(site) for _ in range(3)]
        assert Browser(site.url).get("/health/live").status == 200
    for page in pages:
        assert (page.status, page.json["status"]) == (503, "not ready")
        assert page.json["database"]["state"] == "failed"
        assert page.json["database"]["reason"]
    monkeypatch.setattr(probing, "PATIENCE_SECONDS", 30.0)
    assert ready(site).status == 200


@pytest.fixture
def in_slack(advisor: Advisor, tmp_path: Path) -> Iterator[tuple[Site, Standing]]:
    """A server that is in Slack by HTTP, and how it stands there."""
    standing = Standing("http")
    with web_side(advisor, tmp_path / "log.sqlite", standing) as running:
        yield running, standing


def test_a_slack_that_is_away_or_refuses_us_takes_no_server_out(
    in_slack: tuple[Site, Standing],
) -> None:
    site, standing = in_slack
    page = ready(site)
    assert (page.status, page.json["status"]) == (200, "degraded")
    assert page.json["slack"] == {"state": "degraded", "bot_token": "not checked yet"}
    standing.accepted("bot_token")
    assert ready(site).json["slack"] == {"state": "ok", "bot_token": "good"}
    standing.refused("bot_token", "token_revoked")
    page = ready(site)
    assert (page.status, page.json["slack"]["bot_token"]) == (200, "refused (token_revoked)")


def test_a_server_whose_work_has_ended_is_not_ready(in_slack: tuple[Site, Standing]) -> None:
    site, standing = in_slack
    assert ready(site).json["delivery"] == {"state": "ok"}
    standing.working = lambda: False
    page = ready(site)
    assert (page.status, page.json["delivery"]) == (503, {"state": "failed"})
