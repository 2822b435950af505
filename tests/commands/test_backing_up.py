"""`advisor backup` and `advisor restore`: what they say, and what they refuse."""

import datetime
import json
import signal
import threading
from pathlib import Path

import pytest

from bot.commands.backing_up import in_units
from bot.store.backups import backups_in, made_at
from bot.store.records import Filter
from bot.store.store import Store
from bot.store.tables import TABLES
from tests.commands.conftest import Run
from tests.commands.test_serving import PATIENCE, announced, free_port, started
from tests.store.older import write_older


def chosen(log: Path) -> list[str]:
    with Store.open(log) as store:
        return [decision.chosen for decision in store.decisions(Filter())]


def test_a_backup_is_named_with_its_size_and_rows(run: Run, filled: Path, tmp_path: Path) -> None:
    target = tmp_path / "b.sqlite"
    done = run("backup", str(target))
    assert done.exit_code == 0, done.stderr
    assert str(target) in done.stdout
    assert "rows" in done.stdout
    assert len(done.stdout.splitlines()) == 1
    assert chosen(target) == chosen(filled)


def test_a_backup_goes_into_a_folder_under_the_time(run: Run, filled: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    for place in (str(there), f"{tmp_path}/new/"):
        assert run("backup", place).exit_code == 0
        assert [made_at(path) for path in backups_in(Path(place))] != [None]
        assert len(backups_in(Path(place))) == 1
    assert run("backup", BACKUP_PATH=str(tmp_path / "named")).exit_code == 0
    assert len(backups_in(tmp_path / "named")) == 1
    assert run("backup").exit_code == 0
    assert len(backups_in(filled.parent / "backups")) == 1


def test_a_backup_in_json_has_every_table(run: Run, filled: Path, tmp_path: Path) -> None:
    assert filled.exists()
    found = json.loads(run("backup", str(tmp_path / "b.sqlite"), "--json").stdout)
    assert found["path"] == str(tmp_path / "b.sqlite")
    assert found["bytes"] == (tmp_path / "b.sqlite").stat().st_size
    assert list(found["tables"]) == [table.name for table in TABLES]
    assert found["rows"] == sum(table["rows"] for table in found["tables"].values())
    assert found["tables"]["decisions"]["rows"] == 3
    assert all(len(table["sha256"]) == 64 for table in found["tables"].values())


NO_BACKUP = {
    "no log": ({"DATABASE_PATH": "{folder}/none.db"}, "b.sqlite", "does not exist"),
    "a text": ({"DATABASE_PATH": "{folder}/file"}, "b.sqlite", "is not an SQLite database"),
    "a file where a folder should be": ({}, "file/b.sqlite", "cannot be written"),
    "a file that is there": ({}, "file", "is there already"),
    "nobody there": (
        {"DATABASE_PATH": "", "DATABASE_URL": "postgresql://u:secret@127.0.0.1:1/x"},
        "b.sqlite",
        "cannot be reached",
    ),
}


@pytest.mark.parametrize(("settings", "place", "said"), NO_BACKUP.values(), ids=NO_BACKUP)
def test_where_no_backup_can_be_made_one_line_says_why(
    run: Run, filled: Path, tmp_path: Path, settings: dict[str, str], place: str, said: str
) -> None:
    (tmp_path / "file").write_text("a text. " * 200)
    given = {name: value.format(folder=tmp_path) for name, value in settings.items()}
    done = run("backup", str(tmp_path / place), **given)
    assert done.exit_code == 2, done.output
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert "secret" not in done.output
    assert {path.name for path in tmp_path.iterdir()} == {"file", "var"}
    assert [path.name for path in filled.parent.iterdir()] == [filled.name]


def test_what_was_recorded_after_the_backup_is_kept_when_it_is_restored(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    target = tmp_path / "b.sqlite"
    run("backup", str(target))
    with Store.open(filled) as store:
        store.add_review(1, reviewer="Lin", verdict="approved", comment="", at=made())
    refused = run("restore", str(target))
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    done = run("restore", str(target), "--force")
    assert done.exit_code == 0, done.stderr
    [kept] = filled.parent.glob("*.before-restore-*")
    assert str(kept) in done.stdout
    with Store.open(filled) as store, Store.open(kept) as before:
        assert [len(d.reviews) for d in store.decisions(Filter())] == [0, 1, 0]
        assert [len(d.reviews) for d in before.decisions(Filter())] == [0, 1, 1]


def made() -> datetime.datetime:
    return datetime.datetime(2026, 11, 30, tzinfo=datetime.UTC)


def test_a_log_that_is_gone_comes_back(run: Run, filled: Path, tmp_path: Path) -> None:
    before = chosen(filled)
    run("backup", str(tmp_path / "b.sqlite"))
    filled.unlink()
    assert run("restore", str(tmp_path / "b.sqlite")).exit_code == 0
    assert chosen(filled) == before


def test_a_file_that_is_no_backup_is_refused(run: Run, filled: Path, tmp_path: Path) -> None:
    (tmp_path / "text").write_text("a text. " * 200)
    for name in ("text", "missing"):
        done = run("restore", str(tmp_path / name), "--force")
        assert done.exit_code == 2
        assert str(tmp_path / name) in done.stderr
    assert len(chosen(filled)) == 3


def test_the_command_that_a_damaged_log_names_restores_it(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    before = chosen(filled)
    run("backup", BACKUP_PATH=str(tmp_path / "b"))
    data = filled.read_bytes()
    filled.write_bytes(data[:4096] + b"x" * (len(data) - 4096))
    said = run("decisions", "list", BACKUP_PATH=str(tmp_path / "b")).stderr
    command = said[said.index("advisor restore") :].split()[1:]
    assert run(*command).exit_code == 0
    assert chosen(filled) == before


def test_a_running_server_makes_backups_and_is_not_restored_over(
    run: Run, filled: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "b"
    with started(filled, free_port(), BACKUP_PATH=str(folder)) as process:
        announced(process)
        waiting = threading.Event()
        for _ in range(PATIENCE * 20):
            if backups_in(folder) or waiting.wait(0.05):
                break
        [newest] = backups_in(folder)
        assert len(chosen(newest)) == 3
        refused = run("restore", str(newest), "--force")
        assert refused.exit_code == 2
        assert "is in use" in refused.stderr
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out) == (0, "")
    assert str(newest) in err
    assert run("restore", str(newest), "--force").exit_code == 0


def test_the_start_says_where_the_log_is_as_it_was_before(log: Path) -> None:
    log.parent.mkdir()
    write_older(log)
    with started(log, free_port()) as process:
        said = announced(process)
    [kept] = log.parent.glob(f"{log.name}.before-m*")
    assert str(kept) in said


def test_sizes_are_in_the_largest_unit_that_fits() -> None:
    sizes = (0, 999, 1000, 12_345, 107_000_000, 5_000_000_000, 5_000_000_000_000)
    assert [in_units(size) for size in sizes] == [
        *("0 bytes", "999 bytes", "1.0 kB", "12 kB", "107 MB", "5.0 GB", "5000 GB")
    ]
