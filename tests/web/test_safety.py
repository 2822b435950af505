"""What every response carries, and what is said when something goes wrong."""

import logging
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from sanic import HTTPResponse, Request, Sanic

from bot.advisor import Advisor
from bot.store.store import StoreError
from bot.web import errors
from tests.web.client import Browser
from tests.web.hosting import hosted, settings_for, whole_app

PATHS = (
    "/",
    "/?thread=nowhere",
    "/nowhere",
    "/review",
    "/review/1",
    "/review/sign-in?token=wrong",
    "/health/live",
    "/api/v1/openapi.json",
    "/api/v1/nothing",
    "/static/style.css",
    "/static/review.css",
    "/static/nothing.css",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_response_carries_the_headers_that_keep_a_browser_safe(
    browser: Browser, path: str
) -> None:
    headers = browser.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_a_page_that_is_not_there_says_so_to_people_and_to_programs(browser: Browser) -> None:
    page = browser.get("/nowhere")
    assert page.status == 404
    assert page.headers["content-type"].startswith("text/html")
    assert "<h1>" in page.source
    program = browser.get("/nowhere", Accept="application/json")
    assert program.status == 404
    assert program.json["error"]


def test_the_review_pages_are_not_kept_by_the_browser(browser: Browser) -> None:
    assert browser.get("/review").headers["cache-control"] == "no-store"


@pytest.fixture
def failing() -> Iterator[Browser]:
    """A server on which everything fails."""
    server = Sanic(f"failing-{secrets.token_hex(8)}", configure_logging=False)
    errors.install(server)

    @server.get("/broken")
    async def broken(_: Request) -> HTTPResponse:
        raise RuntimeError("the inner secret")

    @server.get("/locked")
    async def locked(_: Request) -> HTTPResponse:
        raise StoreError("the log /inner/path is locked")

    with hosted(server) as url:
        yield Browser(url)


@pytest.mark.parametrize(("path", "status"), [("/broken", 500), ("/locked", 503)])
def test_a_fault_of_ours_shows_a_number_that_the_log_has_too_and_nothing_else(
    failing: Browser, caplog: pytest.LogCaptureFixture, path: str, status: int
) -> None:
    with caplog.at_level(logging.ERROR):
        page = failing.get(path)
    assert page.status == status
    assert "inner" not in page.source
    assert "Traceback" not in page.source
    [record] = caplog.records
    assert isinstance(record.args, tuple)
    assert str(record.args[0]) in page.text
    assert record.exc_info


def test_a_body_of_more_than_a_megabyte_is_refused(advisor: Advisor, tmp_path: Path) -> None:
    with whole_app(advisor, settings_for(tmp_path / "log.sqlite")) as url:
        page = Browser(url).post("/say", {"text": "x" * 1_100_000})
        assert page.status == 413
        assert "<h1>" in page.source
        assert Browser(url).get("/health/live").status == 200
