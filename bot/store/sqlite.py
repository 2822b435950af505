"""The log in an SQLite file: one writer, and readers beside it."""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from bot.store.dialects import SQLITE
from bot.store.engine import BUSY_SECONDS, Row, insertion, storable
from bot.store.errors import explained, from_sqlite
from bot.store.opening import Keep, connect, connect_to_read, immediately

NUMBERED = """
    SELECT tables.name FROM sqlite_master AS tables, pragma_table_info(tables.name) AS columns
    WHERE tables.type = 'table' AND columns.name = 'id' AND columns.type = 'INTEGER'
    AND columns.pk = 1
"""


class SQLite:
    """An open file, or a log in memory, used from one thread at a time."""

    dialect = SQLITE
    threads = 1

    def __init__(self, db: Database, path: Path | None, where: str, wait: float) -> None:
        self.db = db
        self.where = where
        self._path = path
        self._wait = wait
        self._numbered = {row[0] for row in db.execute(NUMBERED)}

    @classmethod
    def open(
        cls, path: Path | None, *, wait: float = BUSY_SECONDS, keep: Keep | None = None
    ) -> Self:
        """Opens the log in a file, which is made where it is missing, or in memory for None.

        `keep` is called before the tables of a log are brought up to date.

        Raises:
            StoreError: if the file cannot be used; it is left as it was.
        """
        where = ":memory:" if path is None else str(path)
        return cls(connect(path, where, wait, keep), path, where, wait)

    def reader(self) -> "SQLite":
        """A connection of its own that only reads; in memory there can be no other."""
        if self._path is None:
            return self
        return SQLite(connect_to_read(self.where, self._wait), self._path, self.where, self._wait)

    def close(self) -> None:
        """Closes the file; a second time does nothing."""
        self.db.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction, or a part of the one that is open.

        Raises:
            StoreError: if the file is locked for longer than the time to wait, or not writable.
        """
        if self.db.conn.in_transaction:
            with self._part():
                yield
        else:
            with explained(self.where), immediately(self.db):
                yield

    @contextlib.contextmanager
    def _part(self) -> Iterator[None]:
        # Not by sqlite-utils, which gives each a name of its own: a new statement every time.
        execute = self.db.conn.execute
        execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            # Some errors end the whole transaction, and this part with it.
            if self.db.conn.in_transaction:
                execute("ROLLBACK TO part")
                execute("RELEASE part")
            raise
        else:
            execute("RELEASE part")

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """A transaction that reads."""
        self.run("BEGIN")
        try:
            # The moment is that of the first look, not of the beginning.
            self.run("SELECT 1 FROM sqlite_master")
            yield
        finally:
            self.run("ROLLBACK")

    def run(self, sql: str, values: Sequence[object] = ()) -> sqlite3.Cursor:
        """Runs one statement.

        Raises:
            StoreError: if SQLite refuses it.
        """
        # Not by a context manager, which would cost as much as a small statement does.
        try:
            return self.db.execute(sql, [storable(value) for value in values])
        except sqlite3.Error as error:
            raise from_sqlite(self.where, error) from error

    def insert(self, table: str, values: Row) -> int:
        """Adds a row, given by column name; its number, 0 where the table numbers none.

        Raises:
            StoreError: if SQLite refuses it.
        """
        ran = self.run(insertion(table, tuple(values)), list(values.values()))
        return ran.lastrowid or 0 if table in self._numbered else 0

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """The rows of a query, each by column name.

        Raises:
            StoreError: if SQLite refuses it.
        """
        cursor = self.run(sql, values)
        names = [column[0] for column in cursor.description]
        try:
            return [dict(zip(names, row, strict=True)) for row in cursor]
        except sqlite3.Error as error:
            raise from_sqlite(self.where, error) from error

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or None.

        Raises:
            StoreError: if SQLite refuses it.
        """
        return next(iter(self.rows(sql, values)), None)

    def batches(self, sql: str, size: int) -> Iterator[list[Row]]:
        """The rows of a query, so many at a time.

        Raises:
            StoreError: if SQLite refuses it.
        """
        cursor = self.run(sql)
        names = [column[0] for column in cursor.description]
        with explained(self.where):
            while found := cursor.fetchmany(size):
                yield [dict(zip(names, row, strict=True)) for row in found]

    def fill(self, table: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Adds rows with the values of these columns.

        Raises:
            StoreError: if SQLite refuses one.
        """
        with explained(self.where):
            self.db.conn.executemany(insertion(table, names), rows)

    def renumber(self, table: str) -> None:
        """Does nothing: SQLite goes on from the highest number by itself."""

    def storable(self, value: object) -> object:
        """A value as it will be read back."""
        return storable(value)
