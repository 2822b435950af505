"""A backup becomes the log, in either database, and what was there is kept."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.store import restoring
from bot.store.copying import back_up, reading
from bot.store.errors import StoreError
from bot.store.records import Filter
from bot.store.schema import STEPS
from bot.store.store import Store

from .older import LATER, write_older
from .samples import NOON, decide
from .test_backups import hashes
from .test_moving import fill
from .test_opening import contents, from_the_future, scribbled_over, text_file, truncated, written


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is waited for who will not go."""
    monkeypatch.setattr(restoring, "WAIT", 0.5)


@pytest.fixture
def backup(in_memory: Store, tmp_path: Path) -> Path:
    """A backup with rows in every table."""
    fill(in_memory)
    return back_up(in_memory.engine, tmp_path / "kept" / "b.sqlite").path


def restore(
    file: Path, target: Path | str, tmp_path: Path, *, force: bool = False
) -> restoring.Restored:
    return restoring.restore(file, target, NOON, force=force, keep_in=tmp_path / "kept")


def test_a_backup_becomes_the_log_with_every_row(
    backup: Path, in_memory: Store, place: Path | str, tmp_path: Path
) -> None:
    done = restore(backup, place, tmp_path)
    assert done.kept is None
    assert not done.steps
    assert all(table.same for table in done.tables)
    with Store.open(place) as log:
        assert hashes(log.engine) == hashes(in_memory.engine)
        assert [found.id for found in log.decisions(Filter(text="naive"))] == [1]
        assert decide(log, "three") == 4


def test_a_log_comes_back_from_its_own_backup(store: Store, tmp_path: Path) -> None:
    fill(store)
    made = back_up(store.engine, tmp_path / "b.sqlite")
    before = hashes(store.engine)
    restore(made.path, tmp_path / "other.db", tmp_path)
    with Store.open(tmp_path / "other.db") as log:
        assert hashes(log.engine) == before


def test_a_log_with_rows_is_only_replaced_by_force_and_kept(
    backup: Path, in_memory: Store, place: Path | str, tmp_path: Path
) -> None:
    with Store.open(place) as log:
        decide(log, "mine")
        mine = hashes(log.engine)
    with pytest.raises(StoreError, match=r"is not empty .* --force"):
        restore(backup, place, tmp_path)
    with Store.open(place) as log:
        assert hashes(log.engine) == mine
    done = restore(backup, place, tmp_path, force=True)
    with Store.open(place) as log:
        assert hashes(log.engine) == hashes(in_memory.engine)
    assert done.kept is not None
    assert done.kept.parent == (place.parent if isinstance(place, Path) else tmp_path / "kept")
    with Store.open(done.kept) as kept:
        assert hashes(kept.engine) == mine


def test_a_log_that_somebody_has_open_is_left_alone(
    backup: Path, place: Path | str, tmp_path: Path
) -> None:
    with Store.open(place) as log:
        decide(log, "mine")
        mine = hashes(log.engine)
        with pytest.raises(StoreError, match="is in use: stop the server"):
            restore(backup, place, tmp_path, force=True)
        assert hashes(log.engine) == mine
        assert decide(log, "more") == 2
    restore(backup, place, tmp_path, force=True)


def test_a_backup_of_an_older_version_is_brought_up_to_date(
    place: Path | str, tmp_path: Path
) -> None:
    old = tmp_path / "old.sqlite"
    write_older(old)
    before = contents(old)
    done = restore(old, place, tmp_path)
    assert list(done.steps) == [step.__name__ for step in STEPS[LATER:]]
    with Store.open(place) as log:
        assert log.kept is None
        assert log.walk("w1") is not None
        assert not log.polls("w1")
    assert contents(old) == before


def folder(path: Path) -> Path:
    path.mkdir()
    return path


def missing(path: Path) -> Path:
    return path


def without_people(path: Path) -> Path:
    written(path)
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("DELETE FROM people")
        conn.commit()
    return path


def somebody_elses(path: Path) -> Path:
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE accounts (id INTEGER)")
    return path


BROKEN: list[tuple[Callable[[Path], Path], str]] = [
    (missing, "does not exist"),
    (folder, "is no file"),
    (text_file, "is not an SQLite database"),
    (truncated, "is damaged"),
    (scribbled_over, "is damaged"),
    (without_people, "refers to one of people"),
    (from_the_future, "newer version of the advisor (it has m999_flying_cars)"),
    (somebody_elses, "holds no log"),
]


@pytest.mark.parametrize(("broken", "wrong"), BROKEN, ids=[case[0].__name__ for case in BROKEN])
def test_what_is_no_sound_backup_is_refused_and_nothing_changes(
    place: Path | str, tmp_path: Path, broken: Callable[[Path], Path], wrong: str
) -> None:
    with Store.open(place) as log:
        decide(log, "mine")
        mine = hashes(log.engine)
    file = broken(tmp_path / "broken")
    before = contents(file)
    with pytest.raises(StoreError) as caught:
        restore(file, place, tmp_path, force=True)
    assert wrong in str(caught.value)
    assert str(file) in str(caught.value)
    assert contents(file) == before
    with Store.open(place) as log:
        assert hashes(log.engine) == mine
    assert {path.name for path in tmp_path.iterdir()} <= {"broken", "log.sqlite"}


@pytest.mark.parametrize("damaged", [text_file, truncated, scribbled_over])
def test_a_damaged_log_is_moved_aside_by_force(
    backup: Path, in_memory: Store, tmp_path: Path, damaged: Callable[[Path], Path]
) -> None:
    log = damaged(tmp_path / "log.sqlite")
    before = contents(log)
    with pytest.raises(StoreError, match=r"is damaged|is not an SQLite"):
        restore(backup, log, tmp_path)
    assert contents(log) == before
    done = restore(backup, log, tmp_path, force=True)
    assert done.kept is not None
    assert contents(done.kept) == before
    with Store.open(log) as restored:
        assert hashes(restored.engine) == hashes(in_memory.engine)


def test_a_database_of_somebody_else_is_not_replaced(backup: Path, tmp_path: Path) -> None:
    other = somebody_elses(tmp_path / "accounts.db")
    before = contents(other)
    with pytest.raises(StoreError, match="holds something else"):
        restore(backup, other, tmp_path, force=True)
    assert contents(other) == before


def test_the_log_is_no_backup_of_itself(tmp_path: Path) -> None:
    log = written(tmp_path / "log.sqlite")
    with pytest.raises(StoreError, match="is the log itself"):
        restore(log, tmp_path / "." / "log.sqlite", tmp_path, force=True)


def test_a_log_that_cannot_be_written_whole_stays_as_it_was(
    backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = truncated(tmp_path / "log.sqlite")
    before = contents(log)

    def fail(*_: object) -> None:
        raise StoreError("no room")

    monkeypatch.setattr(restoring, "_replaced", fail)
    with pytest.raises(StoreError, match="no room"):
        restore(backup, log, tmp_path, force=True)
    assert contents(log) == before
    assert {path.name for path in tmp_path.iterdir()} == {"kept", "log.sqlite"}


def test_a_backup_with_changes_beside_it_is_read_with_them(tmp_path: Path) -> None:
    """As the file of a server that was killed is."""
    copy = tmp_path / "copy.sqlite"
    with Store.open(tmp_path / "live.sqlite") as live:
        decide(live)
        for ending in ("", "-wal"):
            data = (tmp_path / f"live.sqlite{ending}").read_bytes()
            (tmp_path / f"copy.sqlite{ending}").write_bytes(data)
        restore(copy, tmp_path / "log.sqlite", tmp_path)
        with closing(reading(tmp_path / "log.sqlite", 1)) as log:
            assert hashes(log) == hashes(live.engine)
