"""`advisor backup` and `advisor restore`: the log becomes one file, and a file the log."""

import contextlib
import os
from pathlib import Path

import click

from bot.app import utc_now
from bot.settings import Settings, load
from bot.store.backups import name_at
from bot.store.before import WORKING
from bot.store.copying import Backup, back_up, reading
from bot.store.database import as_json as dumped
from bot.store.engine import BUSY_SECONDS, Engine
from bot.store.errors import StoreError
from bot.store.restoring import restore as restored
from bot.upkeep import folder_for

UNITS = ("bytes", "kB", "MB", "GB")


class Refused(Exception):
    """There is no backup of the log, or it does not become the log; the message says why."""


@click.command()
@click.argument("place", metavar="[FILE|FOLDER]", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def backup(place: str | None, as_json: bool) -> None:
    """Back the log up, while it is in use, into one SQLite file.

    Without a place, into the folder BACKUP_PATH or, where that is not set, "backups" beside the
    log. In a folder the file is called by the time. It is compared with the log before it is there.
    """
    settings = load()
    try:
        with contextlib.closing(_opened(settings)) as log:
            made = back_up(log, _file(place, settings))
    except (StoreError, OSError) as error:
        raise Refused(str(error)) from error
    if as_json:
        click.echo(dumped(_described(made)))
    else:
        click.echo(f"{made.path}  {in_units(made.size)}  {made.rows:,} rows")


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace a log with rows; it is kept beside.")
def restore(file: Path, force: bool) -> None:
    """Make a backup the log again: that of DATABASE_PATH, or of DATABASE_URL.

    The server has to be stopped. Backups of SQLite and of PostgreSQL go into either.
    """
    settings = load()
    keep_in = settings.backup_path or WORKING
    try:
        done = restored(file, settings.database, utc_now(), force=force, keep_in=keep_in)
    except (StoreError, OSError) as error:
        raise Refused(str(error)) from error
    if done.kept:
        click.echo(f"{done.kept} has what was there before.")
    if done.steps:
        click.echo(f"The tables were brought up to date: {', '.join(done.steps)}.")
    click.echo(f"{done.where} has all {sum(table.rows for table in done.tables):,} rows of {file}.")


def in_units(size: int) -> str:
    """A number of bytes for people."""
    amount, unit = float(size), UNITS[0]
    for unit in UNITS:
        if amount < 1000 or unit == UNITS[-1]:
            break
        amount /= 1000
    return f"{amount:.0f} {unit}" if amount >= 10 or unit == UNITS[0] else f"{amount:.1f} {unit}"


def _opened(settings: Settings) -> Engine:
    log = settings.database
    if isinstance(log, Path):
        return reading(log, BUSY_SECONDS)
    # A driver that most do without, and that takes its time to load.
    from bot.store.postgres import Postgres  # noqa: PLC0415

    return Postgres.open(log, as_it_is=True)


def _file(place: str | None, settings: Settings) -> Path:
    if place is None:
        return folder_for(settings.database, settings.backup_path) / name_at(utc_now())
    path = Path(place)
    return path / name_at(utc_now()) if path.is_dir() or place.endswith(os.sep) else path


def _described(made: Backup) -> dict[str, object]:
    tables = {table.table: {"rows": table.rows, "sha256": table.digest} for table in made.tables}
    return {"path": str(made.path), "bytes": made.size, "rows": made.rows, "tables": tables}
