"""`advisor migrate` moves a log, says so for every table, and refuses what it cannot move."""

import re
from pathlib import Path

import pytest

from bot.store import moving
from bot.store.engine import Engine
from bot.store.records import Filter
from bot.store.store import Store
from bot.store.tables import TABLES
from tests.commands.conftest import Run

LINE = re.compile(r"(\w+) +(\d+) rows  [0-9a-f]{64}  same")


def test_a_log_moves_to_another_file_with_a_line_for_each_table(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    target = tmp_path / "moved.db"
    done = run("migrate", "--from", f"sqlite:///{filled}", "--to", f"sqlite:///{target}")
    assert done.exit_code == 0, done.stderr
    lines = [LINE.fullmatch(line) for line in done.stdout.splitlines()]
    found = {line[1]: int(line[2]) for line in lines if line}
    assert list(found) == [table.name for table in TABLES]
    assert found["decisions"] == 3
    with Store.open(filled) as before, Store.open(target) as after:
        assert after.decisions(Filter()) == before.decisions(Filter())


def test_on_a_difference_the_status_is_1_and_nothing_is_kept(
    run: Run, filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(engine: Engine) -> None:
        engine.run("DELETE FROM reviews")

    monkeypatch.setattr(moving, "index_all", spoil)
    target = tmp_path / "moved.db"
    done = run("migrate", "--from", f"sqlite:///{filled}", "--to", f"sqlite:///{target}")
    assert done.exit_code == 1
    assert [line.split()[0] for line in done.stdout.splitlines() if "differs" in line] == [
        "reviews"
    ]
    with Store.open(target) as store:
        assert store.decisions(Filter()) == []


REFUSED = {
    "no log": ("sqlite:///{folder}/none.db", "sqlite:///{folder}/new.db", "--from: there is no"),
    "not empty": ("sqlite:///{folder}/a.db", "sqlite:///{log}", "--to: the log"),
    "the same": ("sqlite:///{log}", "sqlite:///{log}", "--to: expected another"),
    "the same by another name": (
        "sqlite:///{log}",
        "sqlite:///{folder}/var/../var/log.db",
        "--to: e",
    ),
    "no database": ("mysql://u:secret@h/d", "sqlite:///{folder}/new.db", "--from: expected postg"),
    "a path": ("{log}", "sqlite:///{folder}/new.db", "--from: expected postgresql://"),
    "nobody there": (
        "sqlite:///{log}",
        "postgresql://u:secret@127.0.0.1:1/x",
        "--to: the log",
    ),
}


@pytest.mark.parametrize(("source", "target", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_moved_is_refused(
    run: Run, filled: Path, tmp_path: Path, source: str, target: str, said: str
) -> None:
    with Store.open(tmp_path / "a.db"):
        pass
    places = {"log": str(filled), "folder": str(tmp_path)}
    done = run("migrate", "--from", source.format(**places), "--to", target.format(**places))
    assert done.exit_code == 2, done.output
    assert said in done.stderr
    assert "secret" not in done.output
    assert not (tmp_path / "new.db").exists()
