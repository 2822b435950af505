"""`rules replay`: what would become of the results on record."""

import json
import sqlite3
from pathlib import Path

import pytest

from bot.store.store import Store
from tests.commands.conftest import Run


def altered(log: Path, *statements: str) -> None:
    with sqlite3.connect(log) as db:
        for statement in statements:
            db.execute(statement)
    db.close()


@pytest.mark.usefixtures("filled")
def test_rules_that_did_not_change_change_nothing(run: Run) -> None:
    done = run("rules", "replay", "--json", "--fail-on-change")
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert (found["replayed"], found["same"], found["changed"]) == (3, 3, 0)
    assert (found["not_replayable"], found["changes"], found["unknown"]) == (0, [], [])
    assert run("rules", "replay").exit_code == 0


def test_an_empty_log_has_nothing_to_replay(run: Run, log: Path) -> None:
    Store.open(log).close()
    done = run("rules", "replay", "--fail-on-change")
    assert done.exit_code == 0, done.output
    assert "0 results" in done.stdout
    assert json.loads(run("rules", "replay", "--json").stdout)["replayed"] == 0


def test_what_would_change_is_listed_with_who_when_and_why(run: Run, filled: Path) -> None:
    # As if decision 1 had been made under rules by which Flask took all points of DRF.
    altered(
        filled,
        "UPDATE decisions SET recommended = 'flask', version = 0 WHERE id = 1",
        "UPDATE walks SET rules = NULL",
        """UPDATE decisions SET ranking = replace(ranking, '"drf"', '"flask"') WHERE id = 1""",
    )
    found = json.loads(run("rules", "replay", "--json").stdout)
    assert (found["same"], found["changed"]) == (2, 1)
    assert found["moves"] == [{"was": "flask", "now": "drf", "count": 1}]
    [change] = found["changes"]
    assert (change["kind"], change["id"], change["person"]) == ("decision", 1, "Ada")
    assert (change["version"], change["was"], change["now"]) == (0, "flask", "drf")
    drf = [why for why in change["why"] if why["framework"] == "drf"]
    assert drf
    assert all(why["was"] == 0 != why["now"] for why in drf)
    done = run("rules", "replay")
    assert done.exit_code == 0
    assert "2026-11-22" in done.stdout
    assert "Ada" in done.stdout
    assert run("rules", "replay", "--fail-on-change").exit_code == 1


def test_weights_whose_words_have_changed_are_said_to_be_unknown(run: Run, filled: Path) -> None:
    altered(
        filled,
        "UPDATE decisions SET recommended = 'flask', ranking = '[]' WHERE id = 1",
        "UPDATE walks SET rules = NULL",
    )
    [change] = json.loads(run("rules", "replay", "--json").stdout)["changes"]
    assert change["why"]
    assert {why["was"] for why in change["why"]} == {None}


def test_answers_that_the_rules_no_longer_have_are_named(run: Run, filled: Path) -> None:
    altered(
        filled,
        """UPDATE decisions SET answers = '{"moon": "full", "team": "django"}' WHERE id = 2""",
    )
    found = json.loads(run("rules", "replay", "--json").stdout)
    assert (found["replayed"], found["not_replayable"]) == (2, 1)
    [lost] = found["unknown"]
    assert (lost["id"], lost["answers"]) == (2, {"moon": "full"})
    assert lost["now"]
    assert "moon=full" in run("rules", "replay").stdout
    assert run("rules", "replay", "--fail-on-change").exit_code == 1


def test_a_long_list_is_cut_and_says_so(run: Run, filled: Path) -> None:
    altered(filled, "UPDATE decisions SET recommended = 'falcon'")
    done = run("rules", "replay", "--limit", "1")
    assert "1 of 3" in done.stdout
    assert len(json.loads(run("rules", "replay", "--json", "--limit", "1").stdout)["changes"]) == 3


def test_what_people_typed_cannot_steer_the_terminal(run: Run, filled: Path) -> None:
    altered(
        filled,
        "UPDATE people SET name = char(27) || '[2JEve'",
        """UPDATE decisions SET answers = json_object(char(27) || 'x', 'y')""",
    )
    done = run("rules", "replay")
    assert "Eve" in done.stdout
    assert "\x1b" not in done.stdout


def test_reading_never_makes_a_log(run: Run, log: Path) -> None:
    done = run("rules", "replay")
    assert done.exit_code == 2
    assert str(log) in done.stderr
    assert not log.parent.exists()
