"""`/metrics`: what this server counted, and what waits in the log."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.advisor import Advisor
from bot.standing import Standing
from bot.store.inbox import Arrival
from bot.web import probing
from tests.store.test_troubled import bury_item
from tests.web.client import Browser
from tests.web.hosting import Site, web_side

Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


def scraped(site: Site) -> Samples:
    page = Browser(site.url).get("/metrics", Accept="text/plain")
    assert page.status == 200
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(page.source)
        for sample in family.samples
    }


def value(found: Samples, name: str, **labels: str) -> float | None:
    return found.get((name, frozenset(labels.items())))


def test_a_reply_in_the_chat_counts(site: Site) -> None:
    assert Browser(site.url).post("/say", {"text": "help"}).status == 303
    found = scraped(site)
    assert value(found, "advisor_replies_total", surface="web", outcome="help") == 1
    assert value(found, "process_start_time_seconds")


def test_what_waits_is_told_with_its_age_and_what_was_given_up(site: Site) -> None:
    with site.log() as log:
        bury_item(log, "event:0", site.clock())
        log.accept([Arrival(keys=("k",), lane="C1", trace="event:1", body="{}")], site.clock())
    site.clock.forward(seconds=90)
    found = scraped(site)
    assert value(found, "advisor_queue_depth", queue="inbox") == 1
    assert value(found, "advisor_queue_oldest_seconds", queue="inbox") == 90
    assert value(found, "advisor_queue_dead", queue="inbox") == 1
    assert value(found, "advisor_queue_oldest_seconds", queue="outbox") == 0


def test_a_log_that_hangs_leaves_out_what_waits_and_nothing_else(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(probing, "PATIENCE_SECONDS", 0.1)
    other = sqlite3.connect(site.database, isolation_level=None)
    try:
        other.execute("BEGIN IMMEDIATE")
        found = scraped(site)
    finally:
        other.close()
    assert value(found, "advisor_queue_depth", queue="inbox") is None
    assert value(found, "advisor_part_seconds_count", part="whole") == 0


def test_without_slack_nothing_is_said_of_it(site: Site) -> None:
    assert value(scraped(site), "advisor_slack_up") is None


@pytest.fixture
def in_slack(advisor: Advisor, tmp_path: Path) -> Iterator[tuple[Site, Standing]]:
    standing = Standing("http")
    with web_side(advisor, tmp_path / "log.sqlite", standing) as running:
        yield running, standing


def test_slack_is_up_while_it_takes_the_token(in_slack: tuple[Site, Standing]) -> None:
    site, standing = in_slack
    assert value(scraped(site), "advisor_slack_up") == 0
    standing.accepted("bot_token")
    assert value(scraped(site), "advisor_slack_up") == 1


def test_the_newer_form_of_prometheus_is_given_where_it_is_asked_for(site: Site) -> None:
    accept = "application/openmetrics-text;version=1.0.0"
    page = Browser(site.url).get("/metrics", Accept=accept)
    assert page.headers["content-type"].startswith("application/openmetrics-text")
    assert page.source.endswith("# EOF\n")
