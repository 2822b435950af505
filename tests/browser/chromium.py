"""The Chromium of this machine, for tests and for screenshots."""

import shutil

from playwright.sync_api import Browser, Playwright, expect

ARGUMENTS = (
    "--no-sandbox",  # it runs as root in containers, and sees nothing but our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


PATIENCE = 30_000
"""Milliseconds until something that does not appear is given up; busy machines need some."""


def launch(playwright: Playwright) -> Browser:
    """Starts the Chromium that is installed, without a screen."""
    expect.set_options(timeout=PATIENCE)
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=list(ARGUMENTS)
    )
