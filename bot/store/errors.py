"""What can go wrong with the log, in sentences that name the file, the fault and the remedy."""

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping

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
    """The log cannot be used as asked; the message says which file, what is wrong, what to do."""


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


def fault(where: str, wrong: str, remedy: str) -> StoreError:
    """An error about the log's file in the one form that all of them have."""
    return StoreError(f"the log {where} {wrong}: {remedy}")


@contextlib.contextmanager
def explained(where: str) -> Iterator[None]:
    """Turns what SQLite raises inside into a `StoreError` about the log at `where`."""
    try:
        yield
    except sqlite3.Error as error:
        # The low byte is the primary code; errors of the Python module itself carry none.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        wrong, remedy = FAULTS.get(code, UNUSABLE)
        raise fault(where, wrong, f"{remedy} ({error})") from error
