"""What a database has to do for the log, and what all databases share."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from pydantic_core import to_json

from bot.store.dialects import Dialect

Row = dict[str, Any]
BUSY_SECONDS = 5.0
LARGEST = 2**63 - 1
ROWS = 50
"""How many one statement adds: as many again cost less than as many statements more."""


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
    """A value that a database takes.

    Half a surrogate pair, which JSON can carry, becomes "?"; a number beyond 64 bits (typed into
    an address) becomes the largest, which no row has.
    """
    if isinstance(value, str):
        return value if value.isascii() else value.encode(errors="replace").decode()
    if isinstance(value, int):
        # Of a truth value, too: a column of numbers is no column of truth values everywhere.
        return int(max(-LARGEST, min(value, LARGEST)))
    return value


def insertion(table: str, names: Sequence[str], rows: int = 1) -> str:
    """The statement that adds so many rows to a table.

    Table and columns are spelled in this package, never typed by a person.
    """
    marks = ", ".join([f"({', '.join('?' * len(names))})"] * rows)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES {marks}"  # noqa: S608 - as it says


class Ran(Protocol):
    """A statement that was run: how many rows it changed."""

    @property
    def rowcount(self) -> int:
        """The number of rows that were added, changed or deleted."""
        ...


class Engine(Protocol):
    """An open database that holds the log.

    Statements are written once for all databases, with `?` where a value goes; where they
    differ, the words come from `dialect`. Every method raises a `StoreError` where the database
    refuses, naming it by `where`, which holds no password.
    """

    @property
    def where(self) -> str:
        """The database, to be shown to people."""
        ...

    @property
    def dialect(self) -> Dialect:
        """The words in which databases differ."""
        ...

    @property
    def threads(self) -> int:
        """How many threads may use it at the same time."""
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Everything inside is committed together or not at all; an inner one joins the outer.

        An inner one that fails undoes its own part, also where the outer one goes on. It belongs
        to the thread that began it. Never await inside: what other tasks write would join.
        """
        ...

    def snapshot(self) -> AbstractContextManager[None]:
        """Everything that is read inside is of one moment, whatever others write meanwhile."""
        ...

    def run(self, sql: str, values: Sequence[object] = ()) -> Ran:
        """Runs one statement."""
        ...

    def insert(self, table: str, values: Row) -> int:
        """Adds a row, given by column name; its number, 0 where the table numbers none."""
        ...

    def rows(self, sql: str, values: Sequence[object] = ()) -> list[Row]:
        """The rows of a query, each by column name."""
        ...

    def row(self, sql: str, values: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or None."""
        ...

    def batches(self, sql: str, size: int) -> Iterator[list[Row]]:
        """The rows of a query, so many at a time; inside a transaction or a snapshot."""
        ...

    def fill(self, table: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        """Adds rows with the values of these columns, many at once."""
        ...

    def renumber(self, table: str) -> None:
        """Makes the next row of a table get a number above all that it has."""
        ...

    def storable(self, value: object) -> object:
        """A value as it will be read back."""
        ...

    def reader(self) -> "Engine":
        """A way to read that does not wait for who writes; the same engine where none does."""
        ...

    def close(self) -> None:
        """Closes the database; a second time does nothing."""
        ...
