"""`advisor decisions`: the log of decisions, listed, shown and exported. It is only read."""

import contextlib
import datetime
import functools
import itertools
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

import click

from bot import ballots, exporting
from bot.advisor import Advisor
from bot.app import load_advisor
from bot.commands import illustrating, record
from bot.commands.adr import to_adr
from bot.settings import SettingsError, load
from bot.store.database import as_json as dumped
from bot.store.errors import StoreError, variable
from bot.store.records import Decision, Filter, Status
from bot.store.store import Store
from knowledge.ids import FRAMEWORKS

MOST = 2**31
"""More decisions than there will be."""

FORMATS: Mapping[str, Callable[[Advisor, Store, Filter], Iterator[str]]] = {
    "csv": exporting.to_csv,
    "json": lambda *of: itertools.chain(exporting.to_json(*of), ["\n"]),
}
"""What is exported piece by piece, by the name of the format; `adr` is written as a whole."""


class Refused(Exception):
    """The log cannot be read, a decision is not in it, or a file cannot be written."""


def filters(command: Callable[..., None]) -> Callable[..., None]:
    """Adds options that narrow the decisions down; the command gets a `Filter` as `which`."""
    day = click.DateTime(formats=["%Y-%m-%d"])

    @click.option("--status", type=click.Choice(get_args(Status)), help="Only of this status.")
    @click.option("--framework", type=click.Choice(FRAMEWORKS), help="Only where it was chosen.")
    @click.option("--person", help="Only by people with this in their name or id.")
    @click.option("--since", type=day, help="Only from this day on (UTC), as 2026-11-22.")
    @click.option("--until", type=day, help="Only up to this day (UTC), which is included.")
    @click.option("--search", "text", help="Only with these words in answers, reason or name.")
    @functools.wraps(command)
    def narrowed(
        since: datetime.datetime | None, until: datetime.datetime | None, **options: Any
    ) -> None:
        which = Filter(
            since=since and since.date(),
            until=until and until.date() + datetime.timedelta(days=1),
            **{name: options.pop(name) for name in ("status", "framework", "person", "text")},
        )
        command(which=which, **options)

    return narrowed


@click.group()
def decisions() -> None:
    """Read the log of decisions."""


@decisions.command("list")
@filters
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_decisions(which: Filter, limit: int, as_json: bool) -> None:
    """List decisions, newest first."""
    with reading() as store:
        found, total = store.decisions(which, limit=limit), store.count_decisions(which)
    listed = {"total": total, "decisions": found}
    click.echo(dumped(listed) if as_json else record.listing(found, total))


@decisions.command()
@click.argument("number", metavar="ID", type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def show(number: int, as_json: bool) -> None:
    """Show everything about a decision: answers, ranking, reviews, conversation."""
    with reading() as store:
        decision = store.decision(number)
        if decision is None:
            raise Refused(_unknown(number, store.decisions(Filter(), limit=1)))
        turns = store.turns(decision.thread)
        advisor = load_advisor(load())
        polls = ballots.summaries(advisor, store, [decision.walk])
    if as_json:
        click.echo(dumped(record.everything(advisor, decision, turns, polls)))
    else:
        click.echo(record.text(advisor, decision, turns, polls))


@decisions.command()
@filters
@click.option(
    "--format",
    "form",
    type=click.Choice([*FORMATS, "adr"]),
    required=True,
    help="For a spreadsheet, a program, or a repository.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file, all at once, in place of standard output.",
)
@click.option(
    "--pictures",
    type=click.Path(file_okay=False, path_type=Path),
    help="Draw a picture of each decision into this folder, for the records to link.",
)
def export(which: Filter, form: str, output: Path | None, pictures: Path | None) -> None:
    """Export decisions as CSV, JSON or architecture decision records in Markdown."""
    if pictures and form != "adr":
        raise click.BadParameter(f"{form} links no pictures, adr does", param_hint="--pictures")
    # One state of the log, however long it takes.
    with reading() as store, store.engine.snapshot():
        advisor = load_advisor(load())
        if form == "adr":
            pieces: Iterable[str] = [_records(advisor, store, which, pictures, output)]
        else:
            pieces = FORMATS[form](advisor, store, which)
        if output is None:
            for piece in pieces:
                click.echo(piece, nl=False)
            return
        with writing("--output", output):
            write(output, pieces)
        count = store.count_decisions(which)
    click.echo(f"{count} decision{'s' * (count != 1)} in {output}", err=True)


@contextlib.contextmanager
def reading() -> Iterator[Store]:
    """The log, which must be there: reading never makes one.

    Raises:
        Refused: if it is not, or if it or a setting cannot be used.
    """
    try:
        settings = load()
        path = settings.database
        if isinstance(path, Path) and not path.exists():
            raise Refused(
                f"there is no log at {path} yet: start the advisor, "
                "or set DATABASE_PATH to the file of another log"
            )
        with Store.open(path, backups=settings.backup_path) as store:
            yield store
    except SettingsError as error:
        raise Refused(str(error)) from error
    except StoreError as error:
        raise Refused(f"{variable(error)}: {error}") from error


@contextlib.contextmanager
def writing(option: str, path: Path) -> Iterator[None]:
    """Turns what goes wrong with the file or folder of an option into a `Refused`."""
    try:
        yield
    except OSError as error:
        raise Refused(f"{option} {path}: cannot be written ({error.strerror})") from error


def write(path: Path, pieces: Iterable[str]) -> None:
    """Writes a file so that it holds either what it held before, or all pieces of the text.

    Raises:
        OSError: if the folder cannot be written to; the file is as it was.
    """
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("x", encoding="utf-8", newline="") as file:
            file.writelines(pieces)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _records(
    advisor: Advisor, store: Store, which: Filter, pictures: Path | None, output: Path | None
) -> str:
    """Architecture decision records, with pictures where a folder for them is given."""
    found = store.decisions(which, limit=MOST)
    polls = ballots.summaries(advisor, store, [decision.walk for decision in found])
    if pictures is None:
        return to_adr(advisor, found, polls=polls)
    with writing("--pictures", pictures):
        drawn = illustrating.draw(advisor, found, pictures, beside=output)
    return to_adr(advisor, found, drawn, polls)


def _unknown(number: int, newest: Sequence[Decision]) -> str:
    if not newest:
        return f"there is no decision {number}: none is recorded yet"
    return f"there is no decision {number}: the highest is {newest[0].id}"
