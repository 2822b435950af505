"""`decisions list` and `decisions show`: reading the log."""

import json
import sqlite3
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.store.store import Store
from tests.commands.conftest import CRUD, Run


def ids(stdout: str) -> list[int]:
    return [decision["id"] for decision in json.loads(stdout)["decisions"]]


@pytest.mark.usefixtures("filled")
def test_the_list_has_the_newest_first(run: Run) -> None:
    done = run("decisions", "list")
    assert done.exit_code == 0, done.stderr
    _, *rows = done.stdout.splitlines()
    assert [row.split()[0] for row in rows[:3]] == ["3", "2", "1"]
    assert "Ben" in rows[1]
    assert "approved" in rows[1]


FILTERS = {
    "status": (("--status", "approved"), [2]),
    "framework": (("--framework", "sanic"), [3, 2]),
    "person": (("--person", "ada"), [3, 1]),
    "since": (("--since", "2026-11-23"), [3, 2]),
    "until, which is included": (("--until", "2026-11-22"), [1]),
    "search in the reason": (("--search", "hyperlink"), [2]),
    "search, the last word begun": (("--search", "be"), [2]),
    "two at once": (("--framework", "sanic", "--person", "Ben"), [2]),
    "nothing left": (("--person", "nobody"), []),
    "limit": (("--limit", "1"), [3]),
}


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(("args", "expected"), FILTERS.values(), ids=FILTERS)
def test_a_filter_narrows_the_list(run: Run, args: tuple[str, ...], expected: list[int]) -> None:
    done = run("decisions", "list", "--json", *args)
    assert ids(done.stdout) == expected
    assert json.loads(done.stdout)["total"] == (3 if "--limit" in args else len(expected))
    assert run("decisions", "list", *args).exit_code == 0


@pytest.mark.usefixtures("filled")
def test_a_list_that_is_cut_says_of_how_many(run: Run) -> None:
    assert "1 of 3" in run("decisions", "list", "--limit", "1").stdout


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("option", "value", "valid"),
    [
        ("--status", "aproved", "approved"),
        ("--framework", "django", "drf"),
        ("--since", "yesterday", "%Y-%m-%d"),
        ("--limit", "0", "1"),
    ],
)
def test_a_filter_that_cannot_be_used_is_named_with_what_can(
    run: Run, option: str, value: str, valid: str
) -> None:
    done = run("decisions", "list", option, value)
    assert done.exit_code == 2
    for word in (option, value, valid):
        assert word in done.stderr


@pytest.mark.usefixtures("filled")
def test_a_decision_is_shown_with_answers_ranking_reviews_and_conversation(run: Run) -> None:
    done = run("decisions", "show", "2")
    assert done.exit_code == 0, done.stderr
    for word in ("Sanic", "Django REST Framework", "Ben", "HYPERLINK", "Lin", "approved", "Fine."):
        assert word in done.stdout
    assert "1. Django REST Framework" in done.stdout
    assert "Recorded: decision 2" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.usefixtures("filled")
def test_a_decision_as_json_has_everything(run: Run, advisor: Advisor) -> None:
    shown = json.loads(run("decisions", "show", "2", "--json").stdout)
    assert set(shown["answers"].values()) & set(CRUD.values())
    in_words = [given.model_dump() for given in advisor.given(shown["answers"])]
    assert shown["answers_in_words"] == in_words
    assert (shown["recommended"], shown["chosen"], shown["status"]) == ("drf", "sanic", "approved")
    assert shown["reviews"][0]["reviewer"] == "Lin"
    assert [turn["outcome"] for turn in shown["conversation"]][-2:] == ["prompt", "recorded"]
    assert shown["conversation"][-1]["reply"]["decision"] == 2


def test_a_decision_under_rules_that_have_changed_is_shown_all_the_same(
    run: Run, filled: Path
) -> None:
    with sqlite3.connect(filled) as db:
        db.execute("""UPDATE decisions SET answers = '{"moon": "full"}', ranking = '[{"a": 1}]'""")
        db.execute("""UPDATE turns SET reply = '{"kind": "from another version"}'""")
    db.close()
    for args in (("show", "1"), ("show", "1", "--json"), ("export", "--format", "adr")):
        done = run("decisions", *args)
        assert done.exit_code == 0, done.output
        assert "moon" in done.stdout
        assert "full" in done.stdout


def test_what_people_typed_cannot_steer_the_terminal(run: Run, filled: Path) -> None:
    with sqlite3.connect(filled) as db:
        db.execute("UPDATE people SET name = char(27) || '[2JEve'")
        db.execute("UPDATE decisions SET reason = char(27) || ']0;title' || char(7)")
    db.close()
    for args in (("list",), ("show", "1")):
        done = run("decisions", *args)
        assert "Eve" in done.stdout
        assert not {"\x1b", "\x07"} & set(done.stdout)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("number", ["4", str(10**30)])
def test_an_unknown_id_is_named_with_the_highest(run: Run, number: str) -> None:
    done = run("decisions", "show", number)
    assert done.exit_code == 2
    assert number in done.stderr
    assert "highest is 3" in done.stderr


@pytest.mark.parametrize("number", ["0", "-1", "abc", "1.5"])
def test_an_id_that_is_no_number_is_refused(run: Run, number: str) -> None:
    done = run("decisions", "show", number)
    assert done.exit_code == 2
    assert done.stderr


def test_an_empty_log_has_no_decisions(run: Run, log: Path) -> None:
    Store.open(log).close()
    assert ids(run("decisions", "list", "--json").stdout) == []
    assert run("decisions", "list").exit_code == 0
    done = run("decisions", "show", "1")
    assert done.exit_code == 2
    assert "none" in done.stderr


READING = {
    "list": ("list",),
    "show": ("show", "1"),
    "export": ("export", "--format", "csv"),
}


@pytest.mark.parametrize("args", READING.values(), ids=READING)
def test_reading_never_makes_a_log(run: Run, log: Path, args: tuple[str, ...]) -> None:
    done = run("decisions", *args)
    assert done.exit_code == 2
    assert str(log) in done.stderr
    assert "DATABASE_PATH" in done.stderr
    assert not log.parent.exists()


@pytest.mark.parametrize("args", READING.values(), ids=READING)
def test_a_file_that_is_no_log_is_named_and_left_alone(
    run: Run, tmp_path: Path, args: tuple[str, ...]
) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("Not a database. " * 100)
    done = run("decisions", *args, DATABASE_PATH=str(text))
    assert done.exit_code == 2
    assert "DATABASE_PATH" in done.stderr
    assert str(text) in done.stderr
    assert text.read_text() == "Not a database. " * 100


def test_a_malformed_setting_is_named(run: Run) -> None:
    done = run("decisions", "list", PORT="many")
    assert done.exit_code == 2
    assert "PORT" in done.stderr
    assert "many" in done.stderr
