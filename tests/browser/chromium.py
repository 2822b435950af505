"""The Chromium of this machine, for tests and for screenshots."""

import shutil

from playwright.sync_api import Browser, Playwright, expect

POPUPS = ("WebUIOmniboxAimPopup", "WebUIOmniboxPopup")
"""Two pages below an address bar that nobody sees, loaded anew for each page of ours: a third of
the work."""

OF_PLAYWRIGHT = (
    *("AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades"),
    *("LensOverlay", "MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints"),
    *("PaintHolding", "PreconnectToSearch", "ThirdPartyStoragePartitioning"),
)
"""What Playwright switches off itself: of two lists, Chromium takes the last one only."""

ARGUMENTS = (
    "--no-sandbox",  # it runs as root in containers, and sees nothing but our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join((*OF_PLAYWRIGHT, *POPUPS))}",
)

PATIENCE = 30_000
"""Milliseconds until something that does not appear is given up; busy machines need some."""


def launch(playwright: Playwright) -> Browser:
    """Starts the Chromium that is installed, without a screen."""
    expect.set_options(timeout=PATIENCE)
    return playwright.chromium.launch(
        executable_path=shutil.which("chromium"), args=list(ARGUMENTS)
    )
