"""Opening a log in SQLite: the checks that name what is wrong with a file, the migrations."""

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlite_utils import Database

from bot.store.errors import explained, fault
from bot.store.schema import STEPS, migrations

SMALL = 256 * 2**20
"""Bytes up to which a file is checked before it is used: that takes half a second. A larger one is
checked beside the work, by the server.
"""

Keep = Callable[[str], None]
"""Keeps the log as it is, given the first of the migrations that are about to change it."""


def prepare(path: Path) -> None:
    """Makes the folder of the log where it is missing.

    Raises:
        StoreError: if the file cannot be there, or may not be written.
    """
    another = "name another file"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise fault(str(path), "is a folder", f"name a file in it, like {path / 'log.sqlite'}")
    except OSError as error:
        reason = error.strerror or str(error)
        raise fault(str(path), f"has no folder that can be used ({reason})", another) from error
    for place in (path.parent, path):
        if place.exists() and not os.access(place, os.W_OK):
            remedy = f"give the advisor the right to write {place}, or {another}"
            raise fault(str(path), "is not writable", remedy)


def set_up(db: Database, where: str, keep: Keep | None = None) -> None:
    """Checks the file, sets the connection up, and brings the tables up to date.

    `keep` is called before a log that has tables already is changed, while nobody else can write.

    Raises:
        StoreError: if the file is damaged, or was written by a newer version.
        sqlite3.Error: if SQLite cannot use the file.
    """
    if size(db) <= SMALL:
        check(db, where)
    ours = migrations()
    unknown = {one.name for one in ours.applied(db)} - {step.__name__ for step in STEPS}
    if unknown:
        raise fault(
            where,
            f"was written by a newer version of the advisor (it has {', '.join(sorted(unknown))})",
            "update the advisor, or name another file",
        )
    db.execute("PRAGMA foreign_keys = ON")
    # What was acknowledged is on the disk: a power cut costs nothing that somebody was told of.
    db.execute("PRAGMA synchronous = FULL")
    if ours.pending(db):
        # One transaction around all of them, taken for writing at once: two processes that start
        # together on an empty file would otherwise both create the tables.
        with immediately(db):
            # Looked at again: somebody else may have been first.
            pending = ours.pending(db)
            if keep and pending and ours.applied(db):
                keep(pending[0].name)
            ours.apply(db)
    # Last, because it marks the file: one that the tables do not fit into stays as it was.
    if db.journal_mode not in ("wal", "memory"):
        db.execute("PRAGMA journal_mode = WAL")


def size(db: Database) -> int:
    """The bytes of a database, without what was written to the log of changes only."""
    pages, each = (
        db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    return int(pages) * int(each)


def check(db: Database, where: str) -> None:
    """Looks at every page.

    Raises:
        StoreError: if the file is damaged.
        sqlite3.Error: if SQLite cannot read it.
    """
    found = db.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        remedy = f"restore it from a backup, or move it away to start anew ({found})"
        raise fault(where, "is damaged", remedy)


@contextlib.contextmanager
def immediately(db: Database) -> Iterator[None]:
    """A transaction that may write from its start.

    sqlite-utils' `atomic()` begins as a reader; under WAL a reader that turns writer after
    somebody else wrote fails at once, whatever the busy timeout.
    """
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def connect(path: Path | None, where: str, wait: float, keep: Keep | None = None) -> Database:
    """A connection to the log, with every check made and the tables up to date.

    Raises:
        StoreError: if the file cannot be used; it is left as it was.
    """
    if path is not None:
        prepare(path)
    with explained(where):
        # Any thread may use it, though one at a time: a server hands the calls to a worker.
        conn = sqlite3.connect(where, timeout=wait, isolation_level=None, check_same_thread=False)
        try:
            db = Database(conn, execute_plugins=False)
            set_up(db, where, keep)
        except BaseException:
            conn.close()
            raise
    return db


def connect_to_read(where: str, wait: float) -> Database:
    """A second connection to a log that is open already, which cannot write.

    Raises:
        StoreError: if the file cannot be used.
    """
    with explained(where):
        conn = sqlite3.connect(where, timeout=wait, isolation_level=None, check_same_thread=False)
        try:
            db = Database(conn, execute_plugins=False)
            db.execute("PRAGMA query_only = ON")
        except BaseException:
            conn.close()
            raise
    return db
