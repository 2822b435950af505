"""Moving a log from one database to another, row by row, and proving that all of it arrived."""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.store.engine import Engine, Row, as_json
from bot.store.index import index_all
from bot.store.tables import TABLES, Table

BATCH = 1_000
Ask = Callable[[], None]
"""Asked after each batch whether to go on; it raises where not."""

OWN = "rowid"
"""The column that only tells the order of the rows: each database has its own numbers."""


class NotEmpty(Exception):
    """The database to move to holds rows already."""

    def __init__(self, where: str, table: str) -> None:
        super().__init__(
            f"the log {where} is not empty (it has rows in {table}): name an empty database"
        )


class Different(Exception):
    """What arrived is not what was sent; nothing of it was kept."""


@dataclass(frozen=True)
class Moved:
    """A table on both sides: how many rows, and the SHA-256 over all of them."""

    table: str
    rows: int
    digest: str
    rows_there: int
    digest_there: str

    @property
    def same(self) -> bool:
        """Whether both sides hold the same."""
        return (self.rows, self.digest) == (self.rows_there, self.digest_there)


def on() -> None:
    """Goes on."""


def move(source: Engine, target: Engine, ask: Ask = on) -> list[Moved]:
    """Moves all rows of a log into an empty one, as they were at the beginning.

    Both may be in use; what is written to the source meanwhile is not moved. All of it is one
    transaction of the target: it holds everything in the end, or nothing.

    Raises:
        NotEmpty: if the target holds rows already.
        Different: if a table is another one there afterwards; its argument is the list.
        StoreError: if a database cannot be used.
    """
    with source.snapshot(), target.transaction():
        if found_in := first_filled(target):
            raise NotEmpty(target.where, found_in)
        tables = tables_of(source)
        sent = {table.name: _send(table, source, target, ask) for table in tables}
        for table in tables:
            _complete(table, source, target)
        index_all(target)
        found = compared(sent, target, ask)
        if not all(moved.same for moved in found):
            # Raised inside, so that the transaction is undone.
            raise Different(found)
        # Last, because no rollback takes it back.
        for table in tables:
            target.renumber(table.name)
    return found


def tables_of(engine: Engine) -> list[Table]:
    """The tables that a log has: all, or fewer where an older version wrote it."""
    found = {row["name"] for row in engine.rows(engine.dialect.tables)}
    return [table for table in TABLES if table.name in found]


def first_filled(engine: Engine) -> str | None:
    """The first table of a log that has rows, None of an empty one."""
    for table in tables_of(engine):
        if engine.row(f"SELECT 1 AS one FROM {table.name} LIMIT 1"):  # noqa: S608 - our tables
            return table.name
    return None


def compared(sent: Mapping[str, "Digest"], target: Engine, ask: Ask = on) -> list[Moved]:
    """Tables beside what they are elsewhere; inside a transaction or a snapshot."""
    found = []
    for name, there in digests(target, list(sent), ask).items():
        here = sent[name]
        found.append(Moved(name, here.rows, here.hex, there.rows, there.hex))
    return found


def digests(engine: Engine, names: Sequence[str], ask: Ask = on) -> dict[str, "Digest"]:
    """The digests of some tables, in their order; inside a transaction or a snapshot."""
    found = {table.name: Digest() for table in TABLES if table.name in names}
    for table in TABLES:
        if table.name in found:
            for batch in engine.batches(_all(table), BATCH):
                found[table.name].add(batch)
                ask()
    return found


class Digest:
    """The SHA-256 over rows in the order given, and their number.

    A row counts as its values by column name, in the order of the names: each database has its
    columns in an order of its own.
    """

    def __init__(self) -> None:
        self.rows = 0
        self._hash = hashlib.sha256()

    def add(self, batch: Sequence[Row]) -> None:
        """Adds rows."""
        for row in batch:
            counted = sorted(item for item in row.items() if item[0] != OWN)
            self._hash.update(as_json(counted).encode() + b"\n")
        self.rows += len(batch)

    @property
    def hex(self) -> str:
        """The digest as text."""
        return self._hash.hexdigest()


def _send(table: Table, source: Engine, target: Engine, ask: Ask) -> Digest:
    sent = Digest()
    for batch in _read(table, source, target):
        sent.add(batch)
        ask()
        names = [name for name in batch[0] if name not in table.later]
        target.fill(table.name, names, [[row[name] for name in names] for row in batch])
    return sent


def _complete(table: Table, source: Engine, target: Engine) -> None:
    """Fills in the columns that refer to a table which was not there yet."""
    for name in table.later:
        filled = f"UPDATE {table.name} SET {name} = ? WHERE {table.id} = ?"  # noqa: S608 - our tables
        for batch in _read(table, source, target):
            for row in batch:
                # Not there at all where an older version wrote the log.
                if row.get(name) is not None:
                    target.run(filled, (row[name], row[table.id]))


def _read(table: Table, source: Engine, target: Engine) -> Iterator[list[Row]]:
    """The rows of a table, with their values as the target can hold them."""
    for batch in source.batches(_all(table), BATCH):
        yield [
            {name: target.storable(value) for name, value in row.items() if name != OWN}
            for row in batch
        ]


def _all(table: Table) -> str:
    return f"SELECT * FROM {table.name} ORDER BY {table.order}"  # noqa: S608 - our tables
