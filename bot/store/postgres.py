"""The log in PostgreSQL: a connection for each thread that is at it."""

import contextlib
import functools
import threading
from collections.abc import Iterator, Sequence
from typing import Self

import psycopg

from bot.addresses import shown
from bot.store.dialects import POSTGRESQL
from bot.store.engine import BUSY_SECONDS, Row, insertion, storable
from bot.store.opening import Keep
from bot.store.postgres_connections import Connections
from bot.store.postgres_errors import explained, from_postgres
from bot.store.postgres_opening import (
    Opened,
    configure,
    numbered,
    others,
    parameters,
    set_up,
)

Cursor = psycopg.Cursor[Row]
BEGIN = b"BEGIN ISOLATION LEVEL READ COMMITTED"
SNAPSHOT = b"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"


@functools.cache
def translated(sql: str) -> bytes:
    """A statement with the marks that the driver knows; there are only so many statements."""
    return sql.replace("%", "%%").replace("?", "%s").encode()


def fitting(value: object) -> object:
    """A value that PostgreSQL takes: as everywhere, and "?" for the character 0 too."""
    value = storable(value)
    return value.replace("\0", "?") if isinstance(value, str) else value


class Postgres:
    """An open database, used from as many threads as it has connections."""

    dialect = POSTGRESQL

    def __init__(self, connections: Connections, where: str, tables: set[str]) -> None:
        self.where = where
        self.threads = connections.most
        self.connections = connections
        self._numbered = tables
        self._here = threading.local()

    @classmethod
    def open(
        cls,
        url: str,
        *,
        wait: float = BUSY_SECONDS,
        pool: int = 1,
        keep: Keep | None = None,
        as_it_is: bool = False,
    ) -> Self:
        """Opens the log in the database of a URL, whose tables are made where they are missing.

        `keep` is called before the tables of a log are brought up to date. With `as_it_is` they
        are not: it is opened to be read.

        Raises:
            StoreError: if it cannot be used.
        """
        where, given = shown(url), parameters(url, wait)

        def connect() -> Opened:
            conn = psycopg.Connection[Row].connect(**given)
            try:
                configure(conn, wait)
            except BaseException:
                conn.close()
                raise
            return conn

        connections = Connections(connect, pool, max(1.0, wait))
        with explained(where):
            first = connections.take()
            try:
                set_up(first, where, keep, as_it_is=as_it_is)
                tables = numbered(first)
            except BaseException:
                connections.close()
                raise
            finally:
                connections.give_back(first)
        return cls(connections, where, tables)

    def reader(self) -> Self:
        """The same one: no reader waits for a writer."""
        return self

    def close(self) -> None:
        """Closes all connections; a second time does nothing."""
        self.connections.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction, or a part of the one that is open on this thread.

        Raises:
            StoreError: if the server refuses, or cannot be reached.
        """
        if (outer := self._own()) is None:
            with explained(self.where), self._begun():
                yield
            return
        try:
            with outer.transaction():
                yield
        except psycopg.Error as error:
            raise from_postgres(self.where, error, lost=outer.broken) from error

    @contextlib.contextmanager
    def snapshot(self) -> Iterator[None]:
        """A transaction that reads, all of it as at its beginning.

        Raises:
            StoreError: if the server refuses, or cannot be reached.
        """
        with explained(self.where), self._begun(SNAPSHOT) as conn:
            # The moment is that of the first statement, not of the beginning.
            conn.execute(b"SELECT 1")
            yield

    def run(self, sql: str, values: Sequence[object] = ()) -> Cursor:
        """Runs one statement.

        Raises:
            StoreError: if the server refuses it, or cannot be reached.
        """
        own = self._own()
        if own is None and not sql.lstrip().startswith("SELECT"):
            with self.transaction():
                return self.run(sql, values)
        fit = [fitting(value) for value in values]
        try:
            if own is not None:
                return own.execute(translated(sql), fit)
            with self._lent(translated(sql), fit) as (_, ran):
                return ran
        except psycopg.Error as error:
            raise from_postgres(self.where, error, lost=own is not None and own.broken) from error

    def insert(self, table: str, values: Row) -> int:
        """Adds a row, given by column name; its number, 0 where the table numbers none.

        Raises:
            StoreError: if the server refuses it, or cannot be reached.
        """
        sql = insertion(table, tuple(values))
        if table not in self._numbered:
            self.run(sql, list(values.values()))
            return 0
        [added] = self.rows(f"{sql} RETURNING id", list(values.values()))
        return int(added["id"])

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """The rows of a query, each by column name.

        Raises:
            StoreError: if the server refuses it, or cannot be reached.
        """
        return self.run(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or None.

        Raises:
            StoreError: if the server refuses it, or cannot be reached.
        """
        return self.run(sql, values).fetchone()

    def batches(self, sql: str, size: int) -> Iterator[list[Row]]:
        """The rows of a query, so many at a time; inside a transaction or a snapshot.

        Raises:
            StoreError: if the server refuses it, or cannot be reached.
        """
        own = self._own()
        assert own is not None, "expected a transaction or a snapshot around batches"
        with explained(self.where), own.cursor(name="batches") as cursor:
            cursor.execute(translated(sql))
            while found := cursor.fetchmany(size):
                yield found

    def fill(self, table: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Adds rows with the values of these columns, inside a transaction.

        Raises:
            StoreError: if the server refuses one.
        """
        own = self._own()
        assert own is not None, "expected a transaction around the rows that are added"
        with explained(self.where), own.cursor() as cursor:
            cursor.executemany(translated(insertion(table, names)), rows)

    def renumber(self, table: str) -> None:
        """Makes the next row of a table get a number above all that it has.

        Raises:
            StoreError: if the server refuses it.
        """
        if table in self._numbered:
            next_one = f"(SELECT coalesce(max(id), 0) + 1 FROM {table})"  # noqa: S608 - a table of ours
            self.rows(f"SELECT setval(pg_get_serial_sequence(?, 'id'), {next_one}, false)", [table])

    def storable(self, value: object) -> object:
        """A value as it will be read back."""
        return fitting(value)

    def others(self) -> int:
        """How many connections others have to this log: servers, and whoever else has it open.

        Raises:
            StoreError: if the server cannot be reached.
        """
        with explained(self.where), self._begun() as conn:
            return others(conn)

    def _own(self) -> Opened | None:
        """The connection on which this thread has a transaction."""
        found: Opened | None = getattr(self._here, "conn", None)
        return found

    @contextlib.contextmanager
    def _begun(self, begin: bytes = BEGIN) -> Iterator[Opened]:
        with self._lent(begin) as (conn, _):
            self._here.conn = conn
            try:
                yield conn
            except BaseException:
                with contextlib.suppress(psycopg.Error):
                    conn.execute(b"ROLLBACK", prepare=False)
                raise
            else:
                # Where the connection ends now, nobody knows whether it was done.
                conn.execute(b"COMMIT", prepare=False)
            finally:
                self._here.conn = None

    @contextlib.contextmanager
    def _lent(self, first: bytes, values: Sequence[object] = ()) -> Iterator[tuple[Opened, Cursor]]:
        """A connection on which a first statement was run, which is one that can be run twice."""
        conn, ran = self._first(first, values)
        try:
            yield conn, ran
        finally:
            self.connections.give_back(conn)

    def _first(
        self, sql: bytes, values: Sequence[object], *, again: bool = True
    ) -> tuple[Opened, Cursor]:
        """Runs a first statement, on a new connection where the server has been away."""
        conn = self.connections.take()
        try:
            return conn, conn.execute(sql, values, prepare=None if values else False)
        except BaseException:
            is_lost = conn.broken
            self.connections.give_back(conn)
            if not (is_lost and again):
                raise
        return self._first(sql, values, again=False)
