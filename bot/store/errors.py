"""What can go wrong with the log, in sentences that name the database, the fault and the remedy."""

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping

from bot.running import Again

UNUSABLE = "cannot be used", "see the cause in brackets"
# By SQLite's primary result code: what is wrong, and what to do.
FAULTS: Mapping[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: (
        "is locked by another program",
        "stop that program, or try again when it is done",
    ),
    sqlite3.SQLITE_READONLY: (
        "is not writable",
        "give the advisor the right to write the file and its folder, or name another file",
    ),
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened",
        "check that the folder exists and may be written, or name another file",
    ),
    sqlite3.SQLITE_NOTADB: (
        "is not an SQLite database",
        "name another file; nothing was changed in this one",
    ),
    sqlite3.SQLITE_CORRUPT: (
        "is damaged",
        "restore it from a backup, or move it away to start with an empty log",
    ),
    sqlite3.SQLITE_FULL: ("has no room to grow: the disk is full", "make room on the disk"),
    sqlite3.SQLITE_IOERR: ("cannot be read or written", "check the disk"),
    sqlite3.SQLITE_CONSTRAINT: (
        "refuses the row",
        "make sure that what the row refers to is stored before it, and the row itself only once",
    ),
}


class StoreError(Exception):
    """The log cannot be used as asked; the message says which one, what is wrong, what to do.

    `where` is the file or the URL, empty where neither is at fault; `wrong` what is wrong with it.
    """

    where = ""
    wrong = ""


class Damaged(StoreError):
    """The file is no sound database: only a backup helps."""


class RowRefused(StoreError):
    """The database is well, but does not take what it was given: trying again will not help."""


class Undone(StoreError, Again):
    """The database undid the whole transaction, for the sake of another one or because the
    connection broke: the same again can succeed.
    """


class NoSuchDecision(StoreError):
    """There is no decision with this id."""

    def __init__(self, decision: int) -> None:
        self.decision = decision
        super().__init__(f"there is no decision {decision}: look its number up in the list")


class NotReviewable(StoreError):
    """The decision was superseded, so that a verdict on it would mean nothing."""

    def __init__(self, decision: int) -> None:
        self.decision = decision
        super().__init__(
            f"decision {decision} cannot be reviewed, because a later one superseded it: "
            "review the later one"
        )


KINDS: Mapping[str, type[StoreError]] = {
    FAULTS[sqlite3.SQLITE_CONSTRAINT][0]: RowRefused,
    FAULTS[sqlite3.SQLITE_CORRUPT][0]: Damaged,
    FAULTS[sqlite3.SQLITE_NOTADB][0]: Damaged,
}


def fault(
    where: str,
    wrong: str,
    remedy: str,
    *,
    what: str = "log",
    kind: type[StoreError] | None = None,
) -> StoreError:
    """An error about a database in the one form that all of them have: the log or a backup."""
    error = (kind or KINDS.get(wrong, StoreError))(f"the {what} {where} {wrong}: {remedy}")
    error.where, error.wrong = where, wrong
    return error


def variable(error: StoreError) -> str:
    """The setting that names the database which an error is about."""
    return "DATABASE_URL" if "://" in error.where else "DATABASE_PATH"


def from_sqlite(where: str, error: sqlite3.Error, *, what: str = "log") -> StoreError:
    """What SQLite raised, as an error about the database at `where`."""
    # The low byte is the primary code; errors of the Python module itself carry none.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    wrong, remedy = FAULTS.get(code, UNUSABLE)
    return fault(where, wrong, f"{remedy} ({error})", what=what)


@contextlib.contextmanager
def explained(where: str, *, what: str = "log") -> Iterator[None]:
    """Turns what SQLite raises inside into a `StoreError` about the database at `where`."""
    try:
        yield
    except sqlite3.Error as error:
        raise from_sqlite(where, error, what=what) from error
