"""The command under test, in this process, on a log of its own."""

import datetime
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.advisor import Advisor
from bot.app import WALKTHROUGH, load_advisor
from bot.cli import main
from bot.conversation import Conversation
from bot.settings import Settings
from bot.store.store import Store
from knowledge.ids import FRAMEWORKS
from tests.conftest import CACHE, NOW
from tests.rules.content import FIXTURES
from tests.web.deciding import decide

Run = Callable[..., Result]

CRUD = {"workload": "crud", "team": "django", "data-layer": "relational-heavy", "admin": "yes"}
REALTIME = {"workload": "realtime", "concurrency": "thousands-long-lived", "team": "async"}
REASON = '=HYPERLINK("x")\n---\n# Owned'
"""A reason that would do harm in a spreadsheet, and in Markdown."""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """The place of a log that does not exist yet."""
    return tmp_path / "var" / "log.db"


@pytest.fixture
def run(log: Path, advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command with some arguments; `settings` are environment variables.

    Nothing of the environment that the tests run in reaches it. The content is the real one,
    though loaded once for all tests; the tests that start a process load it themselves.
    `typed` is standard input.
    """
    modules = (
        "cli",
        "terminal",
        *(f"commands.{n}" for n in ("decisions", "evaluating", "suggesting")),
    )
    for module in modules:
        monkeypatch.setattr(
            f"bot.{module}.load_advisor",
            lambda settings: load_advisor(settings) if settings.knowledge_path else advisor,
        )
    clean = {name.upper(): None for name in Settings.model_fields}

    def invoke(*args: str, typed: str | bytes | None = None, **settings: str) -> Result:
        environment = {**clean, "DATABASE_PATH": str(log), "CACHE_PATH": str(CACHE), **settings}
        return CliRunner().invoke(main, args, input=typed, env=environment)

    return invoke


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A folder with small, sound content for `advisor check`, to be spoilt.

    The rules rest on `how-to-choose`, those about speed on the entry about it.
    """
    for name in ("knowledge", "rules"):
        shutil.copytree(FIXTURES / name, tmp_path / "content" / name)
    folder = tmp_path / "content"
    hosts = [
        f'[[projects]]\nframework = "{f}"\nhosts = ["manual.example", "{f}.example"]\n'
        for f in FRAMEWORKS
    ]
    (folder / "knowledge/primary-hosts.toml").write_text("\n".join(hosts), "utf-8")
    small = folder / "rules/walkthroughs/small.toml"
    text = small.read_text("utf-8").replace('id = "small"', f'id = "{WALKTHROUGH}"', 1)
    ours = re.sub('see = "(?!how-fast)[^"]*"', 'see = "how-to-choose"', text)
    small.with_stem(WALKTHROUGH).write_text(ours, "utf-8")
    small.unlink()
    return folder


@pytest.fixture
def filled(log: Path, advisor: Advisor) -> Path:
    """A log with three decisions, each a day after the one before, the second one approved.

    1: Ada, as recommended. 2: Ben, another one than recommended. 3: Ada again, in Slack.
    """
    with Store.open(log) as store:

        def on(day: int) -> Conversation:
            at = NOW + datetime.timedelta(days=day)
            return Conversation(advisor=advisor, store=store, clock=lambda: at)

        decide(on(0), "Ada", thread="test:1", answers=CRUD)
        decide(on(1), "Ben", thread="test:2", answers=CRUD, chosen="sanic", reason=REASON)
        decide(on(2), "Ada", thread="test:3", answers=REALTIME, surface="slack")
        at = NOW + datetime.timedelta(days=3)
        store.add_review(2, reviewer="Lin", verdict="approved", comment="Fine.", at=at)
    return log
