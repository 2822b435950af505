"""`advisor outbox`: what was given up, tried again or taken out."""

import json
from pathlib import Path

import pytest

from bot.store.store import Store
from tests.commands.conftest import Run
from tests.store.test_troubled import bury_item, bury_letter


@pytest.fixture
def troubled(log: Path) -> Path:
    """A log in which an item and a letter were given up."""
    with Store.open(log) as store:
        bury_item(store, "event:Ev1")
        bury_letter(store, "trigger:7")
    return log


def dead(log: Path) -> list[str]:
    with Store.open(log) as store:
        return [one.trace for one in store.troubled(10, dead_only=True)]


def test_the_list_has_a_line_for_each_with_all_that_is_known(run: Run, troubled: Path) -> None:
    assert troubled.exists()
    done = run("outbox", "list")
    _, first, second = done.stdout.splitlines()
    assert first.split() == ["event:Ev1", "2026-11-22", "09:30:00", "1", "dead", "inbox", "broken"]
    assert second.split()[0] == "trigger:7"
    assert second.split()[-2:] == ["outbox", "is_archived"]
    assert "1 given up" in done.stderr


def test_the_list_as_json_is_one_object(run: Run, troubled: Path) -> None:
    assert troubled.exists()
    found = json.loads(run("outbox", "list", "--json", "--limit", "1").stdout)
    assert [one["trace"] for one in found["troubled"]] == ["event:Ev1"]
    assert found["boxes"]["outbox"] == {"waiting": 0, "dead": 1, "oldest": None}


def test_an_error_that_quotes_somebody_stays_in_its_line(run: Run, log: Path) -> None:
    with Store.open(log) as store:
        bury_item(store, "event:Ev1")
        store.run("UPDATE inbox SET error = ?", ("one\ntwo\x1b[31m" + "x" * 5_000,))
    _, line = run("outbox", "list").stdout.splitlines()
    assert "\x1b" not in line
    assert len(line) < 400


def test_a_list_of_nothing_says_so(run: Run, log: Path) -> None:
    Store.open(log).close()
    done = run("outbox", "list")
    assert (done.exit_code, len(done.stdout.splitlines())) == (0, 1)


def test_one_is_tried_again_by_its_trace(run: Run, troubled: Path) -> None:
    assert run("outbox", "retry", "trigger:7").exit_code == 0
    assert dead(troubled) == ["event:Ev1"]


def test_all_are_tried_again_at_once(run: Run, troubled: Path) -> None:
    done = run("outbox", "retry", "--all")
    assert (done.exit_code, done.stdout.split()[0]) == (0, "2")
    assert dead(troubled) == []
    assert run("outbox", "retry", "--all").exit_code == 0


def test_one_is_taken_out_by_its_trace(run: Run, troubled: Path) -> None:
    assert run("outbox", "drop", "event:Ev1").exit_code == 0
    assert dead(troubled) == ["trigger:7"]
    with Store.open(troubled) as store:
        assert store.inbox_depth().waiting == 0


@pytest.mark.parametrize("command", ["retry", "drop"])
def test_a_trace_that_is_not_there_is_named(run: Run, troubled: Path, command: str) -> None:
    done = run("outbox", command, "event:Ev9")
    assert done.exit_code == 2
    assert "event:Ev9" in done.stderr
    assert len(dead(troubled)) == 2


@pytest.mark.parametrize("arguments", [("retry",), ("retry", "event:Ev1", "--all"), ("drop",)])
def test_what_is_meant_must_be_said(run: Run, troubled: Path, arguments: tuple[str, ...]) -> None:
    assert run("outbox", *arguments).exit_code == 2
    assert len(dead(troubled)) == 2


def test_without_a_log_none_is_made(run: Run, log: Path) -> None:
    assert run("outbox", "list").exit_code == 2
    assert not log.exists()
