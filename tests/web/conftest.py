"""A web side for each test, on a log of its own, with browsers to look at it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.advisor import Advisor
from tests.web.client import Browser
from tests.web.hosting import Site, web_side


@pytest.fixture
def site(advisor: Advisor, tmp_path: Path) -> Iterator[Site]:
    with web_side(advisor, tmp_path / "log.sqlite") as running:
        yield running


@pytest.fixture
def browser(site: Site) -> Browser:
    """Somebody's browser, without any cookies yet."""
    return Browser(site.url)


@pytest.fixture
def signed_in(site: Site) -> Callable[[str], Browser]:
    """Gives the browser of a lead of that name, who has signed in."""

    def sign_in(name: str) -> Browser:
        lead = Browser(site.url)
        token = site.invite().partition("token=")[2]
        answered = lead.post("/review/sign-in", {"token": token, "name": name})
        assert (answered.status, answered.headers["location"]) == (303, "/review")
        return lead

    return sign_in


@pytest.fixture
def lead(signed_in: Callable[[str], Browser]) -> Browser:
    """The browser of a lead who has signed in as Lee."""
    return signed_in("Lee")
