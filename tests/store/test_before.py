"""A log is kept before it is brought up to date, and the newest backup is named where it helps."""

import logging
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.store import before, opening, schema
from bot.store.backups import name_at
from bot.store.copying import back_up
from bot.store.errors import StoreError
from bot.store.schema import STEPS
from bot.store.store import Store

from .older import LATER, write_older
from .samples import after, decide
from .test_opening import scribbled_over, text_file, truncated, written


@pytest.fixture
def backups(tmp_path: Path) -> Path:
    """A folder for backups."""
    return tmp_path / "named"


def kept_in(tmp_path: Path) -> list[Path]:
    return sorted(tmp_path.rglob("*.before-*"))


def test_a_log_of_an_older_version_is_kept_before_it_changes(
    place: Path | str, backups: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write_older(place)
    with caplog.at_level(logging.WARNING), Store.open(place, backups=backups) as log:
        assert not log.polls("w1")
        assert log.kept is not None
    assert kept_in(tmp_path) == [log.kept]
    assert log.kept.parent == (place.parent if isinstance(place, Path) else backups)
    number = STEPS[LATER].__name__.partition("_")[0]
    assert f".before-{number}-" in log.kept.name
    assert str(log.kept) in caplog.text
    # As it was: when it is opened, it lacks the same again.
    with Store.open(log.kept) as old:
        assert old.walk("w1") is not None
        assert old.kept is not None
    with Store.open(place, backups=backups) as again:
        assert again.kept is None


def test_an_empty_log_is_not_kept(place: Path | str, backups: Path, tmp_path: Path) -> None:
    write_older(place, rows=())
    for _ in range(2):
        with Store.open(place, backups=backups) as log:
            assert log.kept is None
    assert kept_in(tmp_path) == []


def test_a_new_log_is_not_kept(place: Path | str, tmp_path: Path) -> None:
    with Store.open(place, backups=tmp_path) as log:
        assert log.kept is None
    assert kept_in(tmp_path) == []


def test_where_the_change_fails_nothing_is_kept_and_nothing_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def m999_broken(_db: object) -> None:
        raise OSError("no such luck")

    path = tmp_path / "log.sqlite"
    write_older(path)
    with monkeypatch.context() as patched:
        patched.setattr(schema, "STEPS", (*STEPS, m999_broken))
        with pytest.raises(OSError, match="no such luck"):
            Store.open(path)
    assert kept_in(tmp_path) == []
    with Store.open(path) as log:
        assert log.kept is not None


def test_a_log_that_cannot_be_kept_is_not_changed(
    place: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    write_older(place)
    with monkeypatch.context() as patched:
        patched.setattr(before, "back_up", full)
        with pytest.raises(StoreError, match=r"cannot be kept .* the disk is full"):
            Store.open(place, backups=tmp_path)
    with Store.open(place, backups=tmp_path) as log:
        assert log.kept is not None


@pytest.mark.parametrize("broken", [text_file, truncated, scribbled_over])
def test_a_damaged_log_names_the_newest_backup_and_the_command(
    tmp_path: Path, backups: Path, broken: Callable[[Path], Path]
) -> None:
    with Store.open(None) as store:
        decide(store)
        made = [back_up(store.engine, backups / name_at(after(n))).path for n in (0, 2, 1)]
    path = broken(tmp_path / "log's.sqlite")
    with pytest.raises(StoreError) as caught:
        Store.open(path, backups=backups)
    said = str(caught.value)
    assert str(path) in said
    command = said[said.index("advisor restore") :]
    assert shlex.split(command) == ["advisor", "restore", str(made[1]), "--force"]


def test_backups_beside_the_log_are_named_where_no_folder_is(tmp_path: Path) -> None:
    with Store.open(None) as store:
        decide(store)
        back_up(store.engine, tmp_path / "backups" / name_at(after(0)))
    with pytest.raises(StoreError, match="is damaged: the newest backup is advisor-"):
        Store.open(truncated(tmp_path / "log.sqlite"))


def test_a_large_file_is_not_looked_through_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "log.sqlite")
    size = path.stat().st_size
    # The last page only: the tables can be read as far as the start needs them.
    path.write_bytes(path.read_bytes()[:-4096] + b"\xff" * 4096)
    with pytest.raises(StoreError, match="is damaged"):
        Store.open(path)
    monkeypatch.setattr(opening, "SMALL", size - 1)
    with Store.open(path) as log:
        assert log.decision(1) is not None
