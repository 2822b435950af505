"""What can go wrong with PostgreSQL, in the same sentences as with a file."""

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping

import psycopg

from bot.store.errors import FAULTS, UNUSABLE, StoreError, Undone, fault
from bot.store.postgres_connections import Closed

REFUSED = "refuses the user or the password", "correct them in the URL"
MISSING = "does not exist", "create it (createdb), or correct the name of the database in the URL"
UNREACHABLE = "cannot be reached", "start the database, or correct host and port in the URL"
NOT_WRITABLE = (
    "is not writable",
    "give its user the right to create and write tables, or name the server that takes writes",
)
LOCKED = "is locked by another transaction", "try again when that is done"
NO_CONNECTION = "has no connection left", "lower DATABASE_POOL, or raise what the server allows"

# By SQLSTATE, or its first two characters: what is wrong, and what to do.
STATES: Mapping[str, tuple[str, str]] = {
    "28": REFUSED,
    "3D": MISSING,
    "3F": NOT_WRITABLE,
    "25006": NOT_WRITABLE,
    "42501": NOT_WRITABLE,
    "53100": FAULTS[sqlite3.SQLITE_FULL],
    "53300": NO_CONNECTION,
    "55P03": LOCKED,
    "40": LOCKED,
    "23": FAULTS[sqlite3.SQLITE_CONSTRAINT],
    "08": UNREACHABLE,
    "57P": UNREACHABLE,
}
# The transaction was undone for the sake of another one: serialization failure, deadlock.
UNDONE = frozenset({"40001", "40P01"})
# A refused connection carries no SQLSTATE, only the server's words.
WORDS: Mapping[str, tuple[str, str]] = {
    "authentication failed": REFUSED,
    "no password supplied": REFUSED,
    "pg_hba.conf": REFUSED,
    "role ": REFUSED,
    "database ": MISSING,
    "too many clients": NO_CONNECTION,
    "remaining connection slots": NO_CONNECTION,
}


def from_postgres(where: str, error: psycopg.Error, *, lost: bool = False) -> StoreError:
    """What the driver raised, as an error about the log at `where`.

    `lost` says that a connection ended within a transaction, which came to nothing by that.
    """
    if isinstance(error, Closed):
        return fault(where, "is a closed database", "open it again")
    # Only the first sentence: the details repeat what people typed.
    cause = error.diag.message_primary or " ".join(str(error).split())
    wrong, remedy = _meaning(error, cause)
    undone = Undone if lost or error.sqlstate in UNDONE else None
    return fault(where, wrong, f"{remedy} ({cause})", kind=undone)


@contextlib.contextmanager
def explained(where: str) -> Iterator[None]:
    """Turns what the driver raises inside into a `StoreError` about the log at `where`."""
    try:
        yield
    except psycopg.Error as error:
        raise from_postgres(where, error) from error


def _meaning(error: psycopg.Error, cause: str) -> tuple[str, str]:
    if state := error.sqlstate:
        known = (STATES.get(state[:length]) for length in (5, 3, 2))
        return next(filter(None, known), UNUSABLE)
    if not isinstance(error, psycopg.OperationalError):
        return UNUSABLE
    _, fatal, said = cause.partition("FATAL: ")
    found = (meaning for word, meaning in WORDS.items() if fatal and word in said)
    return next(found, UNREACHABLE)
