"""`advisor migrate`: the log moves from one database to another."""

from collections.abc import Sequence
from pathlib import Path

import click

from bot.addresses import NoAddress, is_remote, sqlite_file
from bot.store.errors import StoreError
from bot.store.moving import Different, Moved, NotEmpty, move
from bot.store.store import Store


class Refused(Exception):
    """A database cannot be moved from, or not be moved to."""


@click.command()
@click.option("--from", "source", required=True, metavar="URL", help="The log to move.")
@click.option("--to", "target", required=True, metavar="URL", help="An empty database.")
def migrate(source: str, target: str) -> None:
    """Move the log to another database.

    Either URL is sqlite:///path/to/file or postgresql://user:password@host/database. The log may
    be in use. Both sides are compared table by table; on a difference nothing is kept, and the
    exit status is 1.
    """
    here, there = _place("--from", source), _place("--to", target)
    if isinstance(here, Path) and not here.exists():
        raise Refused(f"--from: there is no log at {here}")
    if here == there or _same_file(here, there):
        raise Refused("--to: expected another database than --from")
    with _opened("--from", here) as log, _opened("--to", there) as moved:
        try:
            found = move(log.engine, moved.engine)
        except NotEmpty as error:
            raise Refused(f"--to: {error}") from error
        except Different as error:
            _print(error.args[0])
            click.echo(f"{moved.where} differs, so nothing was kept there.", err=True)
            raise click.exceptions.Exit(1) from error
        except StoreError as error:
            raise Refused(str(error)) from error
        _print(found)
        click.echo(f"{moved.where} has it all.", err=True)


def _opened(option: str, place: Path | str) -> Store:
    try:
        return Store.open(place)
    except (StoreError, NoAddress) as error:
        raise Refused(f"{option}: {error}") from error


def _place(option: str, url: str) -> Path | str:
    try:
        return url if is_remote(url) else sqlite_file(url)
    except NoAddress as error:
        raise Refused(f"{option}: {error}") from None


def _same_file(here: Path | str, there: Path | str) -> bool:
    return (
        isinstance(here, Path)
        and isinstance(there, Path)
        and there.exists()
        and here.samefile(there)
    )


def _print(found: Sequence[Moved]) -> None:
    for table in found:
        said = "same" if table.same else f"differs: {table.rows_there} rows, {table.digest_there}"
        click.echo(f"{table.table:<12} {table.rows:>9} rows  {table.digest}  {said}")
