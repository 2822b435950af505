"""A backup is one file with all of the log, as it was at one moment, or it is not there."""

import datetime
import errno
import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest

from bot.store import copying, moving
from bot.store.backups import backups_in, made_at, name_at, newest_in, thin_out
from bot.store.copying import Stopped, back_up, reading
from bot.store.engine import Engine
from bot.store.errors import StoreError
from bot.store.moving import Digest, digests
from bot.store.records import Filter
from bot.store.store import Store
from bot.store.tables import TABLES

from .older import write_older
from .samples import NOON, after, decide
from .test_moving import fill, rows

HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def filled(store: Store) -> Store:
    """A log with rows in every table."""
    fill(store)
    return store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for backups that is not there yet."""
    return tmp_path / "backups"


def hashes(engine: Engine) -> dict[str, str]:
    """The digest of every table of a log."""
    with engine.snapshot():
        found = digests(engine, [table.name for table in TABLES])
    return {name: digest.hex for name, digest in found.items()}


def test_a_backup_has_every_row_of_the_log(filled: Store, folder: Path) -> None:
    made = back_up(filled.engine, folder / "b.sqlite")
    assert made.rows == sum(rows(filled).values())
    assert made.size == (folder / "b.sqlite").stat().st_size
    with Store.open(made.path) as copy:
        assert hashes(copy.engine) == hashes(filled.engine)
        assert copy.decisions(Filter(text="naive")) == filled.decisions(Filter(text="naive")) != []


def test_a_backup_is_a_single_file_that_only_its_owner_reads(filled: Store, folder: Path) -> None:
    made = back_up(filled.engine, folder / "b.sqlite")
    assert [path.name for path in folder.iterdir()] == ["b.sqlite"]
    assert made.path.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(made.path)) as conn:
        assert conn.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_a_backup_made_while_others_write_is_of_one_moment(
    place: Path | str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each transaction writes a claim and a process of the same name: no copy has one alone."""
    monkeypatch.setattr(copying, "PAGES", 1)
    ending, begun = threading.Event(), threading.Event()

    def write() -> None:
        with Store.open(place) as writer:
            number = 0
            while not ending.is_set():
                number += 1
                with writer.transaction():
                    writer.run("INSERT INTO claims VALUES (?, 'at')", (f"k{number}",))
                    writer.run("INSERT INTO processes VALUES (?, 'h', 1, 1)", (f"k{number}",))
                if number == 20:
                    begun.set()

    Store.open(place).close()
    writing = threading.Thread(target=write)
    writing.start()
    try:
        assert begun.wait(30)
        with Store.open(place) as log:
            found = [back_up(log.engine, folder / f"{n}.sqlite") for n in range(3)]
    finally:
        ending.set()
        writing.join()
    for made in found:
        with closing(sqlite3.connect(made.path)) as conn:
            claims = conn.execute("SELECT key FROM claims ORDER BY key").fetchall()
            owners = conn.execute("SELECT owner FROM processes ORDER BY owner").fetchall()
        assert claims == owners
        assert len(claims) >= 20


def test_a_log_of_an_older_version_is_backed_up_as_it_is(place: Path | str, folder: Path) -> None:
    write_older(place)
    if isinstance(place, Path):
        source: Engine = reading(place, 1)
    else:
        from bot.store.postgres import Postgres  # noqa: PLC0415 - as the product loads it

        source = Postgres.open(place, as_it_is=True)
    with closing(source):
        made = back_up(source, folder / "b.sqlite")
    assert made.rows == 3
    assert {"polls", "inbox"}.isdisjoint(table.table for table in made.tables)
    with Store.open(made.path) as copy:
        assert copy.walk("w1") is not None


def test_what_arrives_otherwise_is_no_backup(
    filled: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    def spoiled(engine: Engine, names: list[str], ask: moving.Ask = moving.on) -> dict[str, Digest]:
        if engine.where.endswith("b.sqlite"):
            engine.run("DELETE FROM sessions WHERE name = 'Kim'")
        return digests(engine, names, ask)

    monkeypatch.setattr(moving, "digests", spoiled)
    with pytest.raises(StoreError, match="is not the same as the log in sessions"):
        back_up(filled.engine, folder / "b.sqlite")
    assert list(folder.iterdir()) == []


def test_a_reference_to_nothing_is_found_before_there_is_a_backup(
    tmp_path: Path, folder: Path
) -> None:
    path = tmp_path / "log.sqlite"
    with Store.open(path) as store:
        decide(store)
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("DELETE FROM people")
        conn.commit()
    with closing(reading(path, 1)) as log, pytest.raises(StoreError, match="refers to one of"):
        back_up(log, folder / "b.sqlite")
    assert list(folder.iterdir()) == []


def test_a_file_that_is_there_is_not_written_over(filled: Store, tmp_path: Path) -> None:
    (tmp_path / "b.sqlite").write_text("mine")
    with pytest.raises(StoreError, match="is there already"):
        back_up(filled.engine, tmp_path / "b.sqlite")
    assert (tmp_path / "b.sqlite").read_text() == "mine"


@pytest.mark.parametrize("place", ["file/b.sqlite", "file/below/b.sqlite", f"{'x' * 300}/b"])
def test_a_place_that_cannot_be_written_is_named(
    in_memory: Store, tmp_path: Path, place: str
) -> None:
    (tmp_path / "file").write_text("a file")
    with pytest.raises(StoreError, match="cannot be written") as caught:
        back_up(in_memory.engine, tmp_path / place)
    assert str(tmp_path / place) in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


LIMITED = """
import resource, sys
from pathlib import Path
from bot.store.copying import back_up, reading
log = reading(Path(sys.argv[1]), 1)
log.rows("SELECT * FROM people")
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
back_up(log, Path(sys.argv[2]))
"""


def test_where_there_is_no_room_nothing_is_left(tmp_path: Path, folder: Path) -> None:
    path = tmp_path / "log.sqlite"
    with Store.open(path) as store:
        decide(store)
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, path, folder / "b.sqlite"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert f"the backup {folder / 'b.sqlite'} cannot be" in done.stderr.splitlines()[-1]
    assert list(folder.iterdir()) == []


def test_a_full_disk_is_called_so(
    filled: Store, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system's answer is replaced: no disk is filled for a test."""

    def full(_opened: int) -> NoReturn:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match=r"No space left on device\): make room"):
        back_up(filled.engine, folder / "b.sqlite")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("questions", [0, 1, 5, 20])
def test_a_backup_that_is_given_up_leaves_nothing(
    filled: Store, folder: Path, questions: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copying, "PAGES", 1)
    monkeypatch.setattr(copying, "WATCH_SECONDS", 0.001)
    asked: list[int] = []

    def stop() -> bool:
        asked.append(1)
        return len(asked) > questions

    with pytest.raises(Stopped):
        back_up(filled.engine, folder / "b.sqlite", stop=stop)
    assert list(folder.iterdir()) == []
    # The log goes on.
    assert decide(filled, "three") == 4


def test_a_log_that_is_not_there_is_not_made_by_reading_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="does not exist"):
        reading(tmp_path / "log.sqlite", 1)
    assert list(tmp_path.iterdir()) == []


def test_names_sort_as_the_times_do_and_tell_them() -> None:
    times = [after(minutes) for minutes in (0, 1, 60, 60 * 24, 60 * 24 * 40)]
    east = [at.astimezone(datetime.timezone(5 * HOUR)) for at in times]
    assert [made_at(Path(name_at(at))) for at in east] == times
    assert [name_at(at) for at in east] == sorted(name_at(at) for at in times)
    for other in ("advisor.db", "advisor-.sqlite", name_at(NOON).replace("03-01", "13-91")):
        assert made_at(Path(other)) is None


def test_the_oldest_backups_are_removed_and_nothing_else(tmp_path: Path) -> None:
    made = [tmp_path / name_at(after(60 * hour)) for hour in range(5)]
    others = [tmp_path / "mine.sqlite", tmp_path / "log.before-m009-2026.sqlite"]
    left = tmp_path / f".{name_at(NOON)}.ab.part"
    fresh = tmp_path / f".{name_at(after(1))}.cd.part"
    for path in (*made, *others, left, fresh):
        path.touch()
    os.utime(left, (0, 0))
    os.utime(fresh, (NOON.timestamp(),) * 2)
    assert thin_out(tmp_path, 2, after(60)) == made[:3]
    assert backups_in(tmp_path) == made[3:]
    assert all(path.exists() for path in (*others, fresh))
    assert not left.exists()
    assert newest_in([tmp_path / "nowhere", tmp_path]) == made[-1]
    assert thin_out(tmp_path, 0, after(60)) == made[3:4]
