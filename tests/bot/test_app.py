"""The composition root: what it puts together, and what it leaves out."""

import dataclasses
import subprocess
import sys
from pathlib import Path

import pytest

from bot.advisor import Advisor
from knowledge.asking import Finder
from tests.conftest import clean_environment
from tests.web.hosting import settings_for, whole_app

ROOT = Path(__file__).parent.parent.parent

BUILDING = """
import sys
import bot.cli
from bot.app import create_app
from bot.settings import load
create_app(load())
print(*{name.partition(".")[0] for name in sys.modules})
"""

COMMANDS = """
import sys
import bot.cli
print(*{name.partition(".")[0] for name in sys.modules})
"""

FOR_SLACK = {"aiohttp", "slack_bolt", "slack_sdk"}
NOT_AT_ONCE = {"matplotlib", "prometheus_client", "pytest", "structlog"}
FOR_THE_SERVER = {"sanic", "jinja2", "markdown_it", *FOR_SLACK}


def imported(log: Path, *, program: str = BUILDING, **settings: str) -> set[str]:
    """The packages that a process has imported once it has built the server, or run a program."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=clean_environment(log, **settings),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_without_slack_settings_the_server_imports_nothing_of_slack(tmp_path: Path) -> None:
    found = imported(tmp_path / "log.db")
    assert "sanic" in found
    assert not found & (FOR_SLACK | NOT_AT_ONCE)


@pytest.mark.parametrize("way_in", [{"SLACK_APP_TOKEN": "xapp-1"}, {"SLACK_SIGNING_SECRET": "5e"}])
def test_with_slack_settings_the_server_has_slack_on_it(
    tmp_path: Path, way_in: dict[str, str]
) -> None:
    found = imported(tmp_path / "log.db", SLACK_BOT_TOKEN="xoxb-1", **way_in)
    assert found >= FOR_SLACK
    assert not found & NOT_AT_ONCE


def test_the_commands_import_nothing_of_the_server(tmp_path: Path) -> None:
    found = imported(tmp_path / "log.db", program=COMMANDS)
    assert "click" in found
    assert not found & (FOR_THE_SERVER | NOT_AT_ONCE)


def test_the_server_is_fitted_before_anybody_asks(advisor: Advisor, tmp_path: Path) -> None:
    fitted: list[Finder] = []

    def fit() -> Finder:
        fitted.append(advisor.finder)
        return advisor.finder

    unfit = dataclasses.replace(advisor, fit=fit)
    with whole_app(unfit, settings_for(tmp_path / "log.db")):
        assert fitted == [advisor.finder]
