"""Logs in every database: an empty one, and two on the same."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.store.store import Store
from tests.conftest import skip_or_fail

from .postgres import NoServer, held, with_schema

ENGINES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a PostgreSQL database that all tests share."""
    own = tmp_path_factory.getbasetemp()
    # Processes of pytest-xdist have folders of their own in a common one.
    shared = own.parent if own.name.startswith("popen-") else own
    try:
        with held(shared) as url:
            yield url
    except NoServer as error:
        skip_or_fail(str(error))


@pytest.fixture
def url(postgres: str) -> str:
    """The URL of an empty schema in PostgreSQL."""
    return with_schema(postgres)


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest) -> str:
    """The database that a test runs on: each of them in turn."""
    return str(request.param)


@pytest.fixture
def place(database: str, request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a log can be, that is not there yet: a file, or a URL."""
    found: Any = request.getfixturevalue("url") if database == "postgresql" else None
    return found or tmp_path / "log.sqlite"


@pytest.fixture
def store(database: str, request: pytest.FixtureRequest) -> Iterator[Store]:
    """An empty log."""
    where: Any = request.getfixturevalue("url") if database == "postgresql" else None
    with Store.open(where, wait=1) as opened:
        yield opened


@pytest.fixture
def pair(place: Path | str) -> Iterator[tuple[Store, Store]]:
    """Two logs on one database, as two processes have them, that don't wait for each other."""
    with Store.open(place, wait=0, pool=2) as first, Store.open(place, wait=0) as second:
        yield first, second


@pytest.fixture
def in_memory() -> Iterator[Store]:
    """An empty log of SQLite, in memory."""
    with Store.open(None) as opened:
        yield opened


@pytest.fixture
def in_postgres(url: str) -> Iterator[Store]:
    """An empty log of PostgreSQL."""
    with Store.open(url, wait=1) as opened:
        yield opened
