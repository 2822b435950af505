"""An open log, in whichever database: what every part of it stands on."""

from pathlib import Path
from types import TracebackType
from typing import Self

from bot.addresses import is_remote, sqlite_file
from bot.store.backups import beside
from bot.store.before import Before, naming_the_newest
from bot.store.engine import BUSY_SECONDS, Engine, Row, as_json, stamp
from bot.store.sqlite import SQLite

__all__ = ["Connection", "Row", "as_json", "stamp"]


class Connection:
    """An open log, with the means that every table needs: those of its engine."""

    kept: Path | None = None
    """The log as it was before it was brought up to date, where that was to be done."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.where = engine.where
        # Bound here, not called through: these are on everybody's way.
        self.transaction = engine.transaction
        self.run = engine.run
        self.insert = engine.insert
        self.rows = engine.rows
        self.row = engine.row

    @classmethod
    def open(
        cls,
        where: Path | str | None,
        *,
        wait: float = BUSY_SECONDS,
        pool: int = 1,
        backups: Path | None = None,
    ) -> Self:
        """Opens the log in a file, at a URL (`postgresql://…`, `sqlite:///…`), or in memory for
        None. A file is made where it is missing, a database is not; the tables are. A log that
        an older version wrote is kept as it was, and brought up to date.

        `wait` is the number of seconds that somebody else is waited for, here and later; `pool`
        how many connections a database that is reached by URL is given; `backups` the folder that
        was named for backups.

        Raises:
            StoreError: if it cannot be used; it is left as it was.
        """
        path = sqlite_file(where) if isinstance(where, str) and not is_remote(where) else where
        if path is None:
            return cls(SQLite.open(None, wait=wait))
        keep = Before(path, wait, backups)
        try:
            if isinstance(path, Path):
                with naming_the_newest(path, [backups or beside(path), path.parent]):
                    opened = cls(SQLite.open(path, wait=wait, keep=keep))
            else:
                # A driver that most do without, and that takes its time to load.
                from bot.store.postgres import Postgres  # noqa: PLC0415

                opened = cls(Postgres.open(path, wait=wait, pool=pool, keep=keep))
        except BaseException:
            keep.undo()
            raise
        opened.kept = keep.kept
        return opened

    def reader(self) -> Self:
        """The log to read from, on another thread than the one that writes; where any thread may
        write, or nothing can be read from two sides, this one.
        """
        reader = self.engine.reader()
        return self if reader is self.engine else type(self)(reader)

    def close(self) -> None:
        """Closes the log; a second time does nothing."""
        self.engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
