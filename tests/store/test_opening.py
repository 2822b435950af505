"""Opening a log: what is set up, and what is refused and how."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import schema
from bot.store.errors import StoreError
from bot.store.schema import STEPS
from bot.store.store import Store

from .samples import decide


def written(path: Path) -> Path:
    """A log with some decisions, closed."""
    with Store.open(path) as store:
        for number in range(50):
            decide(store, f"thread {number}", reason="because " * 20)
    return path


def run(path: Path, sql: str) -> Path:
    """A database of somebody else, on which SQL was run."""
    with closing(sqlite3.connect(path)) as other:
        other.executescript(sql)
    return path


def contents(path: Path) -> bytes | None:
    """What is in a file; None where there is no file, or cannot be one."""
    try:
        return path.read_bytes()
    except OSError:
        return None


def text_file(path: Path) -> Path:
    path.write_text("Dear diary, " * 500)
    return path


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def below_a_file(path: Path) -> Path:
    path.write_text("a file")
    return path / "log.sqlite"


def far_below_a_file(path: Path) -> Path:
    path.write_text("a file")
    return path / "logs" / "2026" / "log.sqlite"


def name_too_long(path: Path) -> Path:
    return path / ("long" * 100) / "log.sqlite"


def dangling_link(path: Path) -> Path:
    path.symlink_to(path.parent / "gone" / "log.sqlite")
    return path


def truncated(path: Path) -> Path:
    data = written(path).read_bytes()
    path.write_bytes(data[: len(data) // 2])
    return path


def scribbled_over(path: Path) -> Path:
    data = bytearray(written(path).read_bytes())
    data[4096 : 8 * 4096] = b"\xff" * 7 * 4096
    path.write_bytes(data)
    return path


def from_the_future(path: Path) -> Path:
    return run(
        written(path),
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('advisor', 'm999_flying_cars', '2099-01-01')",
    )


def somebody_elses(path: Path) -> Path:
    return run(path, "CREATE TABLE turns (left_turns INTEGER, right_turns INTEGER)")


# How the file is broken; what the message says is wrong; what it says to do.
BROKEN: list[tuple[Callable[[Path], Path], str, str]] = [
    (text_file, "is not an SQLite database", "name another file"),
    (folder, "is a folder", "name a file in it"),
    (below_a_file, "has no folder that can be used", "name another file"),
    (far_below_a_file, "has no folder that can be used", "name another file"),
    (name_too_long, "has no folder that can be used", "name another file"),
    (dangling_link, "cannot be opened", "check that the folder exists"),
    (truncated, "is damaged", "restore it from a backup"),
    (scribbled_over, "is damaged", "restore it from a backup"),
    (from_the_future, "newer version of the advisor (it has m999_flying_cars)", "update"),
    (somebody_elses, "cannot be used", "table turns already exists"),
]


@pytest.mark.parametrize(
    ("broken", "wrong", "remedy"), BROKEN, ids=[case[0].__name__ for case in BROKEN]
)
def test_a_broken_file_is_named_with_the_fault_and_the_remedy_and_left_as_it_was(
    tmp_path: Path, broken: Callable[[Path], Path], wrong: str, remedy: str
) -> None:
    path = broken(tmp_path / "broken")
    before = contents(path)
    with pytest.raises(StoreError) as caught:
        Store.open(path)
    message = str(caught.value)
    assert str(path) in message
    assert wrong in message
    assert remedy in message
    assert contents(path) == before


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "var" / "advisor" / "log.sqlite"
    with Store.open(path):
        assert path.exists()


def test_an_empty_file_becomes_a_log(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    with Store.open(path) as store:
        assert decide(store) == 1


@pytest.mark.parametrize("name", ["log.sqlite", "."])
def test_a_file_or_folder_without_the_right_to_write_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """The answer of the system is replaced, because root is refused nothing."""
    path = tmp_path / "log.sqlite"
    path.touch()
    refused = (tmp_path / name).resolve()
    monkeypatch.setattr(os, "access", lambda place, _mode: Path(place) != refused)
    with pytest.raises(StoreError, match=f"is not writable: give the advisor .* write {refused}"):
        Store.open(path)


def test_a_locked_file_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "log.sqlite"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match=r"log\.sqlite is locked by another program: stop"):
            Store.open(path, wait=0)


def test_a_log_that_another_writes_to_can_be_opened_and_read(tmp_path: Path) -> None:
    path = written(tmp_path / "log.sqlite")
    with Store.open(path) as writer, writer.transaction():
        decide(writer, "unfinished")
        with Store.open(path, wait=0) as reader:
            assert reader.decision(50) is not None
            assert reader.decision(51) is None


def test_what_was_written_is_there_after_opening_again(tmp_path: Path) -> None:
    path = written(tmp_path / "log.sqlite")
    with Store.open(path) as store:
        assert store.decision(50) is not None
    assert [file.name for file in tmp_path.iterdir()] == ["log.sqlite"]


def test_the_connection_is_set_up(tmp_path: Path) -> None:
    expected = {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 5000, "synchronous": 2}
    with Store.open(tmp_path / "log.sqlite") as store:
        found = {name: (store.row(f"PRAGMA {name}") or {}) for name in expected}
    assert {name: next(iter(row.values())) for name, row in found.items()} == expected


def test_a_migration_that_fails_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def m005_broken(_db: object) -> None:
        raise sqlite3.OperationalError("no such luck")

    path = tmp_path / "log.sqlite"
    with monkeypatch.context() as patched:
        patched.setattr(schema, "STEPS", (*STEPS, m005_broken))
        with pytest.raises(StoreError, match="no such luck"):
            Store.open(path)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    with Store.open(path) as store:
        assert decide(store) == 1
