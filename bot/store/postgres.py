"""The log in PostgreSQL: a pool of connections, one for each thread that is at it."""

import contextlib
import functools
import threading
from collections.abc import Iterator, Sequence
from typing import Any, Self

import psycopg
from psycopg_pool import ConnectionPool

from bot.addresses import shown
from bot.store.dialects import POSTGRESQL
from bot.store.engine import BUSY_SECONDS, Row, insertion, storable
from bot.store.opening import Keep
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
SNAPSHOT = psycopg.IsolationLevel.REPEATABLE_READ


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

    def __init__(self, pool: "ConnectionPool[Opened]", where: str, tables: set[str]) -> None:
        self.where = where
        self.threads = pool.max_size
        self._pool = pool
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
        with explained(where):
            # One by itself: the pool would try again and again, and not say why.
            with psycopg.Connection[Row].connect(**given) as first:
                configure(first, wait)
                set_up(first, where, keep, as_it_is=as_it_is)
                tables = numbered(first)
            connections = ConnectionPool(
                connection_class=psycopg.Connection[Row],
                kwargs=given,
                min_size=pool,
                max_size=pool,
                timeout=max(1.0, wait),
                configure=functools.partial(configure, wait=wait),
                name="store",
                open=True,
            )
        return cls(connections, where, tables)

    def reader(self) -> Self:
        """The same one: no reader waits for a writer."""
        return self

    def close(self) -> None:
        """Closes all connections; a second time does nothing."""
        self._pool.close()

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """A transaction, or a part of the one that is open on this thread.

        Raises:
            StoreError: if the server refuses, or cannot be reached.
        """
        with explained(self.where):
            if (outer := self._own()) is not None:
                with outer.transaction():
                    yield
            else:
                with self._begun():
                    yield

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
        fit = [fitting(value) for value in values]
        try:
            if (own := self._own()) is not None:
                return own.execute(translated(sql), fit)
            # In a transaction of its own, because its beginning shows whether the server is there.
            with self._begun() as own:
                return own.execute(translated(sql), fit)
        except psycopg.Error as error:
            raise from_postgres(self.where, error) from error

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
    def _begun(self, isolation: psycopg.IsolationLevel | None = None) -> Iterator[Opened]:
        conn, transaction = self._begin(isolation)
        self._here.conn = conn
        try:
            with transaction:
                yield conn
        finally:
            self._here.conn = None
            self._give_back(conn, isolation)

    def _begin(
        self, isolation: psycopg.IsolationLevel | None
    ) -> tuple[Opened, contextlib.ExitStack]:
        """A connection with a transaction, on a new one where the server has been away."""
        again = True
        while True:
            conn = self._pool.getconn()
            opened = contextlib.ExitStack()
            try:
                if isolation is not None:
                    conn.isolation_level, conn.read_only = isolation, True
                opened.enter_context(conn.transaction())
            except BaseException as error:
                self._give_back(conn, isolation)
                if not (again and isinstance(error, psycopg.OperationalError)):
                    raise
                # Nothing was said to it yet. The others were made when this one was.
                again = False
                self._pool.check()
            else:
                return conn, opened

    def _give_back(self, conn: Opened, isolation: Any) -> None:
        if isolation is not None and not conn.closed:
            conn.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
            conn.read_only = None
        self._pool.putconn(conn)
