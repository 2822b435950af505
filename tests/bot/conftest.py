"""A conversation on a walkthrough small enough to follow by hand, beside the real one."""

import pytest

import rules.loading
from bot.advisor import Advisor
from bot.conversation import Conversation
from bot.store.store import Store
from tests.bot.polled import Group
from tests.conftest import fixed_clock
from tests.rules.content import SOUND


@pytest.fixture(scope="session")
def small_advisor(advisor: Advisor) -> Advisor:
    """The real knowledge with the walkthrough of the fixtures: team, speed, size, in that order."""
    small = rules.loading.load(SOUND)["small"]
    return Advisor(knowledge=advisor.knowledge, walkthrough=small, fit=lambda: advisor.finder)


@pytest.fixture
def small_talk(small_advisor: Advisor, store: Store) -> Conversation:
    """A conversation on the small walkthrough and an empty log in memory."""
    return Conversation(advisor=small_advisor, store=store, clock=fixed_clock)


@pytest.fixture
def group(small_talk: Conversation) -> Group:
    """People who talk with the advisor on the small walkthrough."""
    return Group(small_talk)
