"""The upkeep of the log while the server runs: backups on a schedule, and the check of large files.

On a thread and a connection of its own, so that nobody waits for it.
"""

import contextlib
import datetime
import logging
import os
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.running import Clock
from bot.store import backups
from bot.store.before import WORKING, naming_the_newest
from bot.store.chores import Chores
from bot.store.copying import Backup, Stopped, back_up, ending_when, reading
from bot.store.engine import BUSY_SECONDS
from bot.store.errors import StoreError, explained
from bot.store.opening import SMALL, check, size

LOOK_SECONDS = 60.0
FIRST_SECONDS = 1.0
"""Until the first look: who starts the server wants to see it answer."""

RETRY = datetime.timedelta(minutes=10)
AT_MOST = datetime.timedelta(hours=1)
"""How long a backup can take, until another process may try."""

LATE = 2
"""So many times the hours between two backups may pass, until the newest one is called old."""

logger = logging.getLogger(__name__)


def folder_for(log: Path | str, named: Path | None) -> Path:
    """The folder for the backups of a log: the one that was named, or else one beside the log."""
    if named is not None:
        return named
    return backups.beside(log) if isinstance(log, Path) else WORKING / "backups"


def stand_back() -> None:
    """Has the thread that calls it work when no other wants to, for good."""
    # Elsewhere a thread has no priority of its own.
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)


@dataclass
class Upkeep:
    """Looks after a log. Without a `folder` there are no backups on a schedule."""

    log: Path | str
    folder: Path | None
    every: datetime.timedelta
    kept: int
    clock: Clock
    host: str = field(default_factory=socket.gethostname)
    _fault: str | None = None
    _damage: str | None = None
    _tried: datetime.datetime | None = None
    _elsewhere: datetime.datetime | None = None
    _ending: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Begins, on a thread of its own."""
        self._thread = threading.Thread(target=self._run, name="upkeep")
        self._thread.start()

    def close(self) -> None:
        """Ends; a backup that is being made is given up."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> Backup | None:
        """Makes a backup where one is due. A failure is logged, and tried again some time later."""
        now = self.clock()
        if self.folder is None or (self._tried and now - self._tried < RETRY):
            return None
        self._tried = None
        try:
            made = self._make(self.folder, now) if self._is_due(self.folder, now) else None
            self._fault = None
        except Stopped:
            return None
        except (StoreError, OSError) as error:
            self._fault, self._tried = str(error), now
            logger.error("no backup was made: %s", error)
            return None
        return made

    def check_log(self) -> None:
        """Looks at every page of a file that is too large to be checked at each start."""
        if not isinstance(self.log, Path) or not self.log.exists():
            return
        try:
            with (
                naming_the_newest(self.log, [folder_for(self.log, self.folder), self.log.parent]),
                explained(str(self.log)),
                contextlib.closing(reading(self.log, BUSY_SECONDS)) as opened,
                ending_when(opened.db.conn, self._ending.is_set),
            ):
                if size(opened.db) > SMALL:
                    # On a thread that ends: one that has stood back never comes forward again.
                    with ThreadPoolExecutor(1, initializer=stand_back) as behind:
                        behind.submit(check, opened.db, str(self.log)).result()
        except StoreError as error:
            if self._ending.is_set():
                return
            self._damage = str(error)
            logger.critical("%s", error)

    def standing(self) -> dict[str, Any]:
        """How it stands, for the health check: `state` is "ok", "off", or "degraded" with a
        `reason`; where there is a backup, `newest` is its file's name, `hours` its age.
        """
        if self._damage:
            return {"state": "degraded", "reason": self._damage}
        if self.folder is None:
            return {"state": "off"}
        now, newest = self.clock(), backups.newest_in([self.folder])
        times = [at for at in (newest and backups.made_at(newest), self._elsewhere) if at]
        known: dict[str, Any] = {"newest": newest.name} if newest else {}
        if times:
            known["hours"] = round((now - max(times)) / datetime.timedelta(hours=1), 1)
        if self._fault:
            return {"state": "degraded", "reason": self._fault, **known}
        if times and now - max(times) > LATE * self.every:
            reason = f"the newest backup is {known['hours']:.0f} hours old"
            return {"state": "degraded", "reason": reason, **known}
        return {"state": "ok", **known}

    def _is_due(self, folder: Path, now: datetime.datetime) -> bool:
        times = [at for path in backups.backups_in(folder) if (at := backups.made_at(path))]
        # A time to come was told by a clock that was wrong.
        return not any(datetime.timedelta() <= now - at < self.every for at in times)

    def _make(self, folder: Path, now: datetime.datetime) -> Backup | None:
        chore = f"backup to {folder}"
        with Chores.open(self.log) as log:
            self._elsewhere = log.chore_done(chore, but_by=self.host)
            key = log.begin_chore(chore, now, by=self.host, every=self.every, at_most=AT_MOST)
            if key is None:
                return None
            # Looked at again: another process of this machine may have been at it until now.
            if not self._is_due(folder, now):
                log.give_chore_up(key)
                return None
            try:
                path = folder / backups.name_at(now)
                made = back_up(log.engine, path, stop=self._ending.is_set)
            except BaseException:
                log.give_chore_up(key)
                raise
            log.finish_chore(chore, key, now, by=self.host)
        logger.info("backup %s, %d bytes, %d rows", made.path, made.size, made.rows)
        for path in backups.thin_out(folder, self.kept, now):
            logger.info("removed the backup %s", path)
        return made

    def _run(self) -> None:
        wait = FIRST_SECONDS
        checked = False
        while not self._ending.wait(wait):
            wait = LOOK_SECONDS
            try:
                if not checked:
                    checked = True
                    self.check_log()
                self.look()
            # Whatever it is must not end the upkeep without a word.
            except Exception as error:
                self._fault = f"{type(error).__name__}: {error}"
                logger.exception("the upkeep of the log failed")
