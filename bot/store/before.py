"""What stands by while a log is opened: it is kept before it changes, and what helps is named."""

import contextlib
import datetime
import logging
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from bot.store import backups
from bot.store.copying import back_up, reading
from bot.store.engine import Engine
from bot.store.errors import Damaged, StoreError, fault
from bot.store.moving import first_filled

WORKING = Path("var")
"""Where the log of a database on a server is kept, unless a folder for backups was named."""

logger = logging.getLogger(__name__)


class Before:
    """Keeps a log as it was before the migrations, unless it is empty; `kept` is the file."""

    def __init__(self, log: Path | str, wait: float, folder: Path | None) -> None:
        self.kept: Path | None = None
        self._log = log
        self._wait = wait
        self._folder = folder

    def __call__(self, step: str) -> None:
        """Backs the log up; `step` is the first of the migrations.

        Raises:
            StoreError: if it cannot be; nothing was changed then.
        """
        now = datetime.datetime.now(datetime.UTC)
        with contextlib.closing(self._opened()) as log:
            if first_filled(log) is None:
                return
            if isinstance(self._log, Path):
                folder, name = self._log.parent, self._log.name
            else:
                folder, name = self._folder or WORKING, "advisor"
            try:
                made = back_up(log, folder / backups.before(name, step, now))
            except StoreError as error:
                wrong = "is of an older version, and cannot be kept before it is brought up to date"
                raise fault(log.where, wrong, str(error)) from error
        self.kept = made.path
        logger.warning(
            "the log %s was of an older version; as it was, it is in %s", log.where, made.path
        )

    def undo(self) -> None:
        """Removes what was kept, because the log was not changed after all."""
        if self.kept is not None:
            self.kept.unlink(missing_ok=True)

    def _opened(self) -> Engine:
        if isinstance(self._log, Path):
            return reading(self._log, self._wait)
        from bot.store.postgres import Postgres  # noqa: PLC0415 - a driver that most do without

        return Postgres.open(self._log, wait=self._wait, as_it_is=True)


class Last(NamedTuple):
    """The newest backup, and the command that restores it."""

    path: Path
    command: str


def newest(folders: Sequence[Path]) -> Last | None:
    """The newest backup in some folders; None where there is none."""
    found = backups.newest_in(folders)
    if found is None:
        return None
    return Last(found, f"advisor restore {shlex.quote(str(found))} --force")


@contextlib.contextmanager
def naming_the_newest(log: Path, folders: Sequence[Path]) -> Iterator[None]:
    """Adds to the error about a damaged log how it is restored.

    Raises:
        StoreError: as it was raised inside, but naming the newest backup where there is one.
    """
    try:
        yield
    except Damaged as error:
        if (last := newest(folders)) is None:
            raise
        said = f"the newest backup is {last.path.name}, and this restores it: {last.command}"
        raise fault(str(log), error.wrong, said) from error
