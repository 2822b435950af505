"""An empty log in memory, and two on one file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store.store import Store


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty log in memory."""
    with Store.open(None) as opened:
        yield opened


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """Two logs on one file, as two processes have them, that don't wait for each other."""
    path = tmp_path / "log.sqlite"
    with Store.open(path, wait=0) as first, Store.open(path, wait=0) as second:
        yield first, second
