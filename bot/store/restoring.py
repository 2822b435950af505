"""A backup becomes the log again, in whichever database; what was there is kept."""

import contextlib
import datetime
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from bot.addresses import shown
from bot.store.backups import BEHIND, ENDING, moment
from bot.store.checking import check_version, check_whole, opened
from bot.store.copying import back_up
from bot.store.engine import Engine
from bot.store.errors import Damaged, StoreError, explained, fault
from bot.store.moving import Different, Moved, compared, digests, first_filled, move, tables_of
from bot.store.opening import immediately, prepare
from bot.store.schema import migrations
from bot.store.sqlite import SQLite
from bot.store.tables import TABLES

WAIT = 2.0
"""Seconds in which a server that was stopped just now lets go of its connections."""

IN_USE = "is in use", "stop the server, and whatever else has it open"


@dataclass(frozen=True)
class Restored:
    """What was restored: the tables, the steps that brought them up to date, what was kept."""

    where: str
    tables: Sequence[Moved]
    steps: Sequence[str]
    kept: Path | None


def restore(
    file: Path, target: Path | str, at: datetime.datetime, *, force: bool, keep_in: Path
) -> Restored:
    """Makes a log of a backup. One that an older version wrote is brought up to date.

    With `force` a log that has rows is replaced, after a backup of it was made: beside it, or in
    `keep_in` where it is on a server. A file that is damaged is moved aside.

    Raises:
        StoreError: if the backup or the target cannot be used, or is in use; nothing was changed.
    """
    with _prepared(file, target) as (ready, steps):
        if isinstance(target, Path):
            tables, kept = _into_file(ready, target, at, force=force)
        else:
            tables, kept = _into_server(ready, target, at, force=force, keep_in=keep_in)
    where = shown(target) if isinstance(target, str) else str(target)
    return Restored(where, tables, steps, kept)


@contextlib.contextmanager
def _prepared(file: Path, target: Path | str) -> Iterator[tuple[SQLite, Sequence[str]]]:
    """A copy of the backup, checked and brought up to date, with the steps that did so."""
    if isinstance(target, Path):
        if target.exists() and file.exists() and target.samefile(file):
            raise fault(str(file), "is the log itself", "name a backup", what="backup")
        prepare(target)
    beside = target.parent if isinstance(target, Path) else None
    with tempfile.TemporaryDirectory(prefix=".restoring-", dir=beside) as folder:
        path = Path(folder) / "log"
        with opened(file) as given, explained(str(file), what="backup"):
            check_version(given, file)
            check_whole(given, file)
            with contextlib.closing(sqlite3.connect(path)) as copied:
                given.conn.backup(copied)
                copied.execute("PRAGMA journal_mode = DELETE")
        conn = sqlite3.connect(path, isolation_level=None)
        with contextlib.closing(conn), explained(str(file), what="backup"):
            db = Database(conn, execute_plugins=False)
            steps = [step.name for step in migrations().pending(db)]
            with immediately(db):
                migrations().apply(db)
            yield SQLite(db, path, str(file), 0.0), steps


def _into_file(
    ready: SQLite, target: Path, at: datetime.datetime, *, force: bool
) -> tuple[Sequence[Moved], Path | None]:
    try:
        with contextlib.closing(_alone(target)) as log:
            kept: Path | None = None
            if (table := first_filled(log)) is not None:
                kept = _kept(log, table, target.with_name(_before(target.name, at)), force)
            return _replaced(ready, log), kept
    except Damaged:
        if not force:
            raise
    with (
        _aside(target, target.with_name(f"{target.name}.damaged-{moment(at)}")) as moved,
        contextlib.closing(_alone(target)) as log,
    ):
        return _replaced(ready, log), moved


def _replaced(ready: SQLite, log: SQLite) -> Sequence[Moved]:
    """All of a log overwritten, in one transaction of SQLite's, and compared."""
    with explained(log.where):
        # In the other mode the pages would have to be as large as they are there.
        log.db.execute("PRAGMA journal_mode = DELETE")
        ready.db.conn.backup(log.db.conn)
        log.db.execute("PRAGMA journal_mode = WAL")
    names = [table.name for table in tables_of(ready)]
    with ready.snapshot(), log.snapshot():
        found = compared(digests(ready, names), log)
    if not all(moved.same for moved in found):
        raise _differs(log.where, found)
    return found


@contextlib.contextmanager
def _aside(path: Path, to: Path) -> Iterator[Path]:
    """Moves the files of a database away, and back where something fails inside."""
    moved = [ending for ending in BEHIND if path.with_name(path.name + ending).exists()]
    for ending in moved:
        path.with_name(path.name + ending).rename(to.with_name(to.name + ending))
    try:
        yield to
    except BaseException:
        for ending in BEHIND:
            path.with_name(path.name + ending).unlink(missing_ok=True)
        for ending in moved:
            to.with_name(to.name + ending).rename(path.with_name(path.name + ending))
        raise


def _alone(path: Path) -> SQLite:
    """The log of a file that nobody else has open, nor can open until it is closed."""
    with explained(str(path)):
        conn = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
        try:
            db = Database(conn, execute_plugins=False)
            # Everybody who has it open holds a lock, also while they do nothing with it.
            conn.execute("PRAGMA locking_mode = EXCLUSIVE")
            try:
                conn.execute("BEGIN EXCLUSIVE")
                conn.execute("COMMIT")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                    raise fault(str(path), *IN_USE) from error
                raise
            conn.execute("PRAGMA synchronous = FULL")
            found = conn.execute("PRAGMA quick_check(1)").fetchone()[0]
            if found != "ok":
                raise fault(str(path), "is damaged", f"--force moves it aside ({found})")
            if db.table_names() and not migrations().applied(db):
                raise fault(str(path), "holds something else", "name another file for the log")
        except BaseException:
            conn.close()
            raise
        return SQLite(db, path, str(path), WAIT)


def _into_server(
    ready: SQLite, url: str, at: datetime.datetime, *, force: bool, keep_in: Path
) -> tuple[Sequence[Moved], Path | None]:
    # A driver that most do without, and that takes its time to load.
    from bot.store.postgres import Postgres  # noqa: PLC0415

    kept: Path | None = None
    with contextlib.closing(Postgres.open(url, wait=WAIT, as_it_is=True)) as found:
        deadline = time.monotonic() + WAIT
        while found.others():
            if time.monotonic() > deadline:
                raise fault(found.where, *IN_USE)
            time.sleep(0.05)
        if (table := first_filled(found)) is not None:
            kept = _kept(found, table, keep_in / _before("advisor", at), force)
    with contextlib.closing(Postgres.open(url, wait=WAIT)) as log:
        try:
            with log.transaction():
                log.run(f"TRUNCATE {', '.join(one.name for one in TABLES)}, decisions_text")
                return move(ready, log), kept
        except Different as error:
            raise _differs(log.where, error.args[0]) from error


def _kept(log: Engine, table: str, path: Path, force: bool) -> Path:
    if not force:
        wrong = f"is not empty (it has rows in {table})"
        raise fault(log.where, wrong, "--force replaces it, and keeps what is there in a backup")
    return back_up(log, path).path


def _before(log: str, at: datetime.datetime) -> str:
    return f"{log}.before-restore-{moment(at)}{ENDING}"


def _differs(where: str, found: Sequence[Moved]) -> StoreError:
    names = ", ".join(moved.table for moved in found if not moved.same)
    return fault(where, f"is not the same as the backup in {names}", "check the disk, try again")
