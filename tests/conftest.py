"""What tests share: the real content, loaded once, and a conversation on a log in memory."""

import datetime
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest

from bot.advisor import Advisor
from bot.app import load_advisor
from bot.conversation import Conversation
from bot.settings import Settings
from bot.store.store import Store
from knowledge.base import KnowledgeBase
from rules.models import Walkthrough

CACHE = Path(__file__).parent.parent / ".cache" / "advisor"
"""Where the processes of all tests keep what they compute from the content, for one another."""

NOW = datetime.datetime(2026, 11, 22, 9, 30, tzinfo=datetime.UTC)
"""The time at which every test takes place."""


def fixed_clock() -> datetime.datetime:
    """The clock of every conversation under test."""
    return NOW


def clean_environment(log: Path, **settings: str) -> dict[str, str]:
    """The environment of a process of its own: the log, the settings, and little else of ours."""
    ours = {name: os.environ[name] for name in ("PATH", "OPENBLAS_NUM_THREADS")}
    return {**ours, "CACHE_PATH": str(CACHE), "DATABASE_PATH": str(log), **settings}


def skip_or_fail(reason: str) -> NoReturn:
    """Skips a test that this machine cannot run; where CI=true everything must run, so it fails."""
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def advisor() -> Advisor:
    """The advisor as it is served: immutable, so that all tests can share it."""
    return load_advisor(Settings(cache_path=CACHE))


@pytest.fixture(scope="session")
def knowledge_base(advisor: Advisor) -> KnowledgeBase:
    """All content of knowledge/, checked."""
    return advisor.knowledge


@pytest.fixture(scope="session")
def walkthrough(advisor: Advisor) -> Walkthrough:
    """The walkthrough that people are led through."""
    return advisor.walkthrough


@pytest.fixture
def store() -> Iterator[Store]:
    """An empty log in memory."""
    with Store.open(None) as opened:
        yield opened


@pytest.fixture
def conversation(advisor: Advisor, store: Store) -> Conversation:
    """A conversation on an empty log in memory, with a clock that stands still."""
    return Conversation(advisor=advisor, store=store, clock=fixed_clock)
