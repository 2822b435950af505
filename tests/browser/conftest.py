"""Chromium without a screen, and pages in it that report every fault they meet."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bot.advisor import Advisor
from tests.browser.chromium import launch
from tests.conftest import skip_or_fail
from tests.web.hosting import Site, web_side

Open = Callable[..., Page]

# What Chromium reports of any page whose status is not 200, which is what some tests want.
ITS_OWN_STATUS = "Failed to load resource: the server responded with a status of 4"


@pytest.fixture
def site(advisor: Advisor, tmp_path: Path) -> Iterator[Site]:
    with web_side(advisor, tmp_path / "log.sqlite") as running:
        yield running


# Not for the whole session: while Playwright runs, no other test of the process can use asyncio.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """A running Chromium."""
    if shutil.which("chromium") is None:
        skip_or_fail("there is no chromium on this machine")
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()


@pytest.fixture
def open_page(chromium: Browser, site: Site) -> Iterator[Open]:
    """Opens a path in a browser of its own; what it is given are Playwright's context options.

    Unless they say otherwise nothing scrolls smoothly: a click waits until its button stands still.
    At the end of the test no page may have met a fault: none in the console, none in a script,
    and none against the content security policy (which Chromium reports in the console).
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_path(path: str = "/", **options: Any) -> Page:
        settings = {"base_url": site.url, "reduced_motion": "reduce", **options}
        contexts.append(chromium.new_context(**settings))
        page = contexts[-1].new_page()
        page.on("console", lambda message: _note(faults, message.type, message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path)
        return page

    yield open_path
    for context in contexts:
        context.close()
    assert faults == []


def _note(faults: list[str], kind: str, text: str) -> None:
    if kind in ("error", "warning") and not text.startswith(ITS_OWN_STATUS):
        faults.append(f"{kind}: {text}")
