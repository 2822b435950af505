"""Looking at a file that should hold a log, before anybody relies on it."""

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from bot.store.errors import FAULTS, explained, fault
from bot.store.schema import STEPS, migrations

WRONG, REMEDY = FAULTS[sqlite3.SQLITE_CORRUPT][0], "use another one"


@contextlib.contextmanager
def opened(path: Path) -> Iterator[Database]:
    """A backup, to be read; nothing is written to it or beside it.

    Raises:
        StoreError: if there is no file, or none that can be read.
    """
    if not path.is_file():
        raise fault(
            str(path),
            "does not exist" if not path.exists() else "is no file",
            "name the file of a backup",
            what="backup",
        )
    # With a log of changes beside it, the file alone is not all of it, and SQLite has to look.
    whole = not path.with_name(f"{path.name}-wal").exists()
    uri = f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if whole else ''}"
    with explained(str(path), what="backup"):
        conn = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        try:
            yield Database(conn, execute_plugins=False)
        finally:
            conn.close()


def check_whole(db: Database, path: Path) -> None:
    """Makes sure that a backup is sound: each page, each index, each reference.

    Raises:
        StoreError: if it is not; the message says what was found first.
        sqlite3.Error: if SQLite cannot read it.
    """
    found = db.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise fault(str(path), WRONG, f"{REMEDY} ({found})", what="backup")
    astray = db.execute("PRAGMA foreign_key_check").fetchone()
    if astray is not None:
        said = f"a row of {astray[0]} refers to one of {astray[2]} that is not there"
        raise fault(str(path), WRONG, f"{REMEDY} ({said})", what="backup")


def check_version(db: Database, path: Path) -> list[str]:
    """Makes sure that a backup is of a log that this version knows; the steps that it lacks.

    Raises:
        StoreError: if a newer version wrote it, or if it is no log at all.
    """
    applied = {one.name for one in migrations().applied(db)}
    steps = [step.__name__ for step in STEPS]
    if not applied:
        raise fault(str(path), "holds no log", "name the file of a backup", what="backup")
    unknown = applied - set(steps)
    if unknown:
        raise fault(
            str(path),
            f"was written by a newer version of the advisor (it has {', '.join(sorted(unknown))})",
            "update the advisor, or use another one",
            what="backup",
        )
    return [step for step in steps if step not in applied]
