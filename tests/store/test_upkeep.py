"""Backups on a schedule, by a clock that the test turns."""

import datetime
import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot import upkeep
from bot.store.backups import backups_in, made_at, name_at
from bot.store.chores import Chores
from bot.store.store import Store
from bot.upkeep import AT_MOST, RETRY, Upkeep, folder_for, stand_back

from .samples import NOON, decide
from .test_opening import written

HOUR = datetime.timedelta(hours=1)
DAY = 24 * HOUR


@dataclass
class Clock:
    """A clock that stands still until it is turned."""

    now: datetime.datetime = NOON

    def __call__(self) -> datetime.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def log(place: Path | str) -> Path | str:
    """A log with a decision."""
    with Store.open(place) as store:
        decide(store)
    return place


@pytest.fixture
def keeper(log: Path | str, folder: Path, clock: Clock) -> Upkeep:
    """What a server does: daily backups, of which three are kept."""
    return Upkeep(log=log, folder=folder, every=DAY, kept=3, clock=clock)


def beside(keeper: Upkeep, host: str | None = None) -> Upkeep:
    """Another server on the same log, or the same one after a restart."""
    host = host or keeper.host
    return Upkeep(keeper.log, keeper.folder, keeper.every, keeper.kept, keeper.clock, host)


def test_a_backup_is_made_when_the_newest_is_old_enough(
    keeper: Upkeep, clock: Clock, folder: Path
) -> None:
    times = []
    for _ in range(50):
        if keeper.look():
            times.append(clock.now)
        clock.now += HOUR
    assert times == [NOON, NOON + DAY, NOON + 2 * DAY]
    assert [made_at(path) for path in backups_in(folder)] == times


def test_after_a_restart_the_newest_backup_still_counts(
    keeper: Upkeep, clock: Clock, folder: Path
) -> None:
    assert keeper.look()
    clock.now += DAY - HOUR
    assert beside(keeper).look() is None
    clock.now += HOUR
    assert beside(keeper).look()
    assert len(backups_in(folder)) == 2


def test_a_backup_made_by_hand_counts(keeper: Upkeep, clock: Clock, folder: Path) -> None:
    folder.mkdir()
    (folder / name_at(NOON - HOUR)).touch()
    assert keeper.look() is None
    clock.now += DAY - HOUR
    assert keeper.look()


def test_only_so_many_are_kept_and_the_oldest_go_last_of_all(
    keeper: Upkeep, clock: Clock, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        assert keeper.look()
        clock.now += DAY
    kept = backups_in(folder)
    assert [made_at(path) for path in kept] == [NOON + n * DAY for n in (2, 3, 4)]

    def fail(*_: object, **__: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr(upkeep, "back_up", fail)
    assert keeper.look() is None
    assert backups_in(folder) == kept


def test_of_two_servers_one_makes_the_backup(keeper: Upkeep, clock: Clock, folder: Path) -> None:
    """Each has a folder of its own under the same path, as on two machines."""
    keepers = [keeper, beside(keeper, "second"), beside(keeper, "third")]
    made = []
    for each in keepers:
        if each.look():
            made.append(each)
        for path in backups_in(folder):
            path.rename(path.with_name(f"elsewhere-{path.name}"))
    assert made == [keeper]
    clock.now += HOUR
    assert keepers[1].look() is None
    assert keepers[1].standing() == {"state": "ok", "hours": 1.0}
    clock.now += DAY - HOUR
    assert keepers[2].look()


def test_a_backup_that_was_lost_is_made_again(keeper: Upkeep, clock: Clock, folder: Path) -> None:
    made = keeper.look()
    assert made
    made.path.unlink()
    clock.now += HOUR
    assert beside(keeper).look()
    assert len(backups_in(folder)) == 1


def test_servers_that_look_at_the_same_moment_make_one_backup(keeper: Upkeep, folder: Path) -> None:
    together = threading.Barrier(4)
    made = []

    def look() -> None:
        each = beside(keeper)
        together.wait(30)
        made.append(each.look())

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len([one for one in made if one]) == 1
    assert len(backups_in(folder)) == 1


def test_a_process_that_was_killed_in_the_middle_holds_the_others_up_for_a_while(
    keeper: Upkeep, clock: Clock, folder: Path
) -> None:
    with Chores.open(keeper.log) as log:
        assert log.begin_chore(f"backup to {folder}", NOON, by="x", every=DAY, at_most=AT_MOST)
    assert keeper.look() is None
    clock.now += AT_MOST
    assert keeper.look()


def test_a_failure_is_said_and_tried_again_later(
    keeper: Upkeep, clock: Clock, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.write_text("a file where the folder should be")
    assert keeper.look() is None
    standing = keeper.standing()
    assert standing["state"] == "degraded"
    assert str(folder) in standing["reason"]
    assert str(folder) in caplog.text
    folder.unlink()
    assert keeper.look() is None
    clock.now += RETRY
    assert keeper.look()
    assert keeper.standing()["state"] == "ok"


def test_the_newest_backup_and_its_age_are_told(keeper: Upkeep, clock: Clock) -> None:
    assert keeper.standing() == {"state": "ok"}
    assert keeper.look()
    clock.now += 3 * HOUR
    assert keeper.standing() == {"state": "ok", "newest": name_at(NOON), "hours": 3.0}
    clock.now += 2 * DAY
    assert keeper.standing()["state"] == "degraded"
    assert "51 hours" in keeper.standing()["reason"]


def test_without_a_folder_there_are_no_backups(log: Path | str, clock: Clock) -> None:
    keeper = Upkeep(log=log, folder=None, every=DAY, kept=3, clock=clock)
    assert keeper.look() is None
    assert keeper.standing() == {"state": "off"}


def test_a_clock_that_was_ahead_holds_nothing_up(keeper: Upkeep, clock: Clock) -> None:
    clock.now += 365 * DAY
    assert keeper.look()
    clock.now = NOON
    assert keeper.look()
    assert keeper.look() is None


def test_a_large_file_that_is_damaged_is_said_loudly(
    tmp_path: Path, clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = written(tmp_path / "log.sqlite")
    keeper = Upkeep(log=path, folder=tmp_path, every=DAY, kept=3, clock=clock)
    monkeypatch.setattr(upkeep, "SMALL", 0)
    keeper.check_log()
    assert keeper.standing() == {"state": "ok"}
    assert keeper.look()
    path.write_bytes(path.read_bytes()[:-4096] + b"\xff" * 4096)
    keeper.check_log()
    standing = keeper.standing()
    assert standing["state"] == "degraded"
    assert "advisor restore" in standing["reason"]
    assert standing["reason"] in caplog.text


@pytest.mark.skipif(sys.platform != "linux", reason="a thread has no priority of its own")
def test_who_stands_back_does_so_alone() -> None:
    def priority() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    def stood_back() -> int:
        stand_back()
        return priority()

    before = priority()
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(stood_back).result() == 19
    assert priority() == before


@pytest.fixture
def running(keeper: Upkeep, monkeypatch: pytest.MonkeyPatch) -> Iterator[Upkeep]:
    """The upkeep on its thread, that looks all the time."""
    monkeypatch.setattr(upkeep, "FIRST_SECONDS", 0.0)
    monkeypatch.setattr(upkeep, "LOOK_SECONDS", 0.01)
    keeper.start()
    yield keeper
    keeper.close()


def test_it_works_on_a_thread_of_its_own_and_ends(running: Upkeep, folder: Path) -> None:
    ended = threading.Event()
    for _ in range(1000):
        if running.standing().get("newest") or ended.wait(0.02):
            break
    assert len(backups_in(folder)) == 1
    running.close()
    assert "upkeep" not in {thread.name for thread in threading.enumerate()}


def test_what_nobody_expected_does_not_end_it(
    running: Upkeep, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr(running, "look", fail)
    ended = threading.Event()
    for _ in range(1000):
        if running.standing()["state"] == "degraded" or ended.wait(0.02):
            break
    assert "a fault of ours" in running.standing()["reason"]
    monkeypatch.undo()


def test_backups_go_beside_a_file_unless_a_folder_is_named(tmp_path: Path) -> None:
    log = tmp_path / "log.db"
    assert folder_for(log, tmp_path / "named") == tmp_path / "named"
    assert folder_for(log, None) == tmp_path / "backups"
    assert folder_for("postgresql://h/d", None) == Path("var/backups")
