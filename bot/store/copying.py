"""A backup of a log, in whichever database it is: one SQLite file, checked before it has its name.

It is written under a name of its own and renamed in the end, so that a file with the name of a
backup always is a whole one.
"""

import contextlib
import os
import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from bot.store.backups import BEHIND, UNFINISHED
from bot.store.checking import check_whole
from bot.store.engine import Engine
from bot.store.errors import StoreError, explained, fault
from bot.store.moving import Ask, Different, Digest, Moved, compared, digests, move, tables_of
from bot.store.opening import connect_to_read
from bot.store.schema import STEPS, migrations
from bot.store.sqlite import SQLite

PAGES = 256
"""Pages that are copied at once: a megabyte, then it is asked whether to go on."""

WATCH_SECONDS = 0.2

Stop = Callable[[], bool]


class Stopped(Exception):
    """The backup was given up, because whoever wanted it ends."""


@dataclass(frozen=True)
class Backup:
    """A backup that was made and checked. `tables` are those of the log, as on both sides."""

    path: Path
    size: int
    tables: Sequence[Moved]

    @property
    def rows(self) -> int:
        """The rows of all tables."""
        return sum(table.rows for table in self.tables)


def never() -> bool:
    """Nobody asks for a stop."""
    return False


def back_up(source: Engine, path: Path, *, stop: Stop = never) -> Backup:
    """Writes all rows of a log, as they are at one moment, into a new file, and checks it.

    The log may be in use, and nobody waits for this one. Where it fails, no file is left.

    Raises:
        StoreError: if the log cannot be read, the file not be written, or one is not the other.
        Stopped: if `stop` says so.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
    try:
        with _writing(path):
            if path.exists():
                raise fault(str(path), "is there already", "name another file", what="backup")
            path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.closing(_new(part, path)) as conn, ending_when(conn, stop):
                copied = SQLite(Database(conn, execute_plugins=False), None, str(path), 0.0)
                tables = _fill(source, copied, path, asking(stop))
                with explained(str(path), what="backup"):
                    check_whole(copied.db, path)
            _to_disk(part)
            part.replace(path)
            _to_disk(path.parent)
            return Backup(path, path.stat().st_size, tables)
    except StoreError:
        if stop():
            raise Stopped from None
        raise
    finally:
        for ending in BEHIND:
            # Where it cannot be removed, it could not be made.
            with contextlib.suppress(OSError):
                part.with_name(part.name + ending).unlink()


def asking(stop: Stop) -> Ask:
    """Raises `Stopped` as soon as `stop` says so."""

    def ask() -> None:
        if stop():
            raise Stopped

    return ask


@contextlib.contextmanager
def ending_when(conn: sqlite3.Connection, stop: Stop) -> Iterator[None]:
    """Breaks off what SQLite is at as soon as `stop` says so, be it a single long statement."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(WATCH_SECONDS):
            if stop():
                conn.interrupt()

    # Not by SQLite's own question in between, which a check of all pages does not ask.
    watching = threading.Thread(target=watch, name="watch")
    watching.start()
    try:
        yield
    finally:
        done.set()
        watching.join()


def reading(path: Path, wait: float) -> SQLite:
    """A log in a file, to be read as it is: neither checked nor brought up to date.

    Raises:
        StoreError: if there is none.
    """
    if not path.is_file():
        raise fault(str(path), "does not exist", "set DATABASE_PATH to the file of another log")
    with explained(str(path)):
        return SQLite(connect_to_read(str(path), wait), path, str(path), wait)


def _fill(source: Engine, copied: SQLite, path: Path, ask: Ask) -> Sequence[Moved]:
    if not tables_of(source):
        raise fault(source.where, "holds no log", "start the advisor, or name another database")
    if isinstance(source, SQLite):
        return _copy(source, copied, path, ask)
    with explained(str(path), what="backup"):
        applied = {row["name"] for row in source.rows("SELECT name FROM advisor_migrations")}
        later = [step.__name__ for step in STEPS if step.__name__ not in applied]
        # As many tables as the log has: one that an older version wrote can be backed up, too.
        migrations().apply(copied.db, stop_before=later)
        copied = SQLite(copied.db, None, str(path), 0.0)
    try:
        return move(source, copied, ask)
    except Different as error:
        raise _differs(path, error.args[0]) from error


def _copy(source: SQLite, copied: SQLite, path: Path, ask: Ask) -> Sequence[Moved]:
    # In one snapshot, in which pages can be copied a few at a time: what others write meanwhile
    # would else make SQLite begin again.
    with source.snapshot():
        with explained(str(path), what="backup"):
            source.db.conn.backup(copied.db.conn, pages=PAGES, progress=lambda *_: ask())
            # One file, that can be read where nothing can be written.
            copied.db.execute("PRAGMA journal_mode = DELETE")
        here = digests(source, [table.name for table in tables_of(source)], ask)
    return _same(here, copied, path, ask)


def _same(here: Mapping[str, Digest], copied: SQLite, path: Path, ask: Ask) -> Sequence[Moved]:
    with copied.snapshot():
        found = compared(here, copied, ask)
    if not all(moved.same for moved in found):
        raise _differs(path, found)
    return found


def _differs(path: Path, found: Sequence[Moved]) -> StoreError:
    names = ", ".join(moved.table for moved in found if not moved.same)
    return fault(str(path), f"is not the same as the log in {names}", "try again", what="backup")


def _new(part: Path, path: Path) -> sqlite3.Connection:
    # Whoever may read the log need not be whoever may read this folder.
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    with explained(str(path), what="backup"):
        conn = sqlite3.connect(part, isolation_level=None, check_same_thread=False)
        # Nothing has to be undone in a file that has no name yet, and it is synced as a whole.
        conn.execute("PRAGMA journal_mode = MEMORY")
        conn.execute("PRAGMA synchronous = OFF")
        return conn


def _to_disk(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


@contextlib.contextmanager
def _writing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        said = f"cannot be written ({error.strerror or error})"
        remedy = "make room, give the right to write there, or name another place"
        raise fault(str(path), said, remedy, what="backup") from error
