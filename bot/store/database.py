"""An open log: running SQL on it, and transactions."""

import contextlib
import datetime
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pydantic_core import to_json
from sqlite_utils import Database

from bot.store.errors import explained
from bot.store.opening import connect, immediately

Row = dict[str, Any]
BUSY_SECONDS = 5.0
LARGEST = 2**63 - 1


def stamp(at: datetime.datetime) -> str:
    """A time as text that sorts: ISO 8601 in UTC, always with microseconds.

    Raises:
        ValueError: if the time has no zone.
    """
    if at.tzinfo is None:
        raise ValueError(f"expected a time with a zone, not {at.isoformat()}")
    return at.astimezone(datetime.UTC).isoformat(timespec="microseconds")


def as_json(value: object) -> str:
    """A value as JSON text; mappings keep their order."""
    return to_json(value).decode()


def storable(value: object) -> object:
    """A value that SQLite takes.

    Half a surrogate pair, which JSON can carry, becomes "?"; a number beyond 64 bits (typed into
    an address) becomes the largest, which no row has.
    """
    if isinstance(value, str):
        return value.encode(errors="replace").decode()
    if isinstance(value, int):
        return max(-LARGEST, min(value, LARGEST))
    return value


class Connection:
    """An open log, used from one thread at a time, with the means that every table needs."""

    def __init__(self, db: Database, where: str) -> None:
        self.db = db
        self.where = where

    @classmethod
    def open(cls, path: Path | None, *, wait: float = BUSY_SECONDS) -> Self:
        """Opens the log in a file, which is made where it is missing, or in memory for None.

        `wait` is the number of seconds that a locked file is waited for, here and later.

        Raises:
            StoreError: if the file cannot be used; it is left as it was.
        """
        where = ":memory:" if path is None else str(path)
        return cls(connect(path, where, wait), where)

    def close(self) -> None:
        """Closes the file; a second time does nothing."""
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is committed together or not at all; an inner one joins the outer.

        An inner one that fails undoes its own part, also where the outer one goes on. Never
        await inside: what other tasks write would join.

        Raises:
            StoreError: if the file is locked for longer than the time to wait, or not writable.
        """
        if self.db.conn.in_transaction:
            with self.db.atomic():
                yield
        else:
            with explained(self.where), immediately(self.db):
                yield

    def run(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Runs one statement.

        Raises:
            StoreError: if SQLite refuses it.
        """
        with explained(self.where):
            return self.db.execute(sql, [storable(value) for value in values])

    def insert(self, table: str, values: Row) -> int:
        """Adds a row, given by column name, and returns its number.

        Raises:
            StoreError: if SQLite refuses it.
        """
        marks = ", ".join("?" * len(values))
        # Table and columns are spelled in this package, never typed by a person.
        sql = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})"  # noqa: S608
        return self.run(sql, list(values.values())).lastrowid or 0

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """The rows of a query, each by column name.

        Raises:
            StoreError: if SQLite refuses it.
        """
        cursor = self.run(sql, values)
        names = [column[0] for column in cursor.description]
        with explained(self.where):
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or None.

        Raises:
            StoreError: if SQLite refuses it.
        """
        return next(iter(self.rows(sql, values)), None)
