"""`advisor outbox`: what could not be answered or posted, and what to do about it."""

import datetime
from collections.abc import Sequence

import click

from bot.app import utc_now
from bot.commands.decisions import Refused, reading
from bot.store.database import as_json as dumped
from bot.store.outbox import Trouble

HEAD = ("trace", "since", "tries", "state", "where", "error")
LONGEST_ERROR = 200


@click.group()
def outbox() -> None:
    """See to what could not be answered, or posted to Slack."""


@outbox.command("list")
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help="At most so many."
)
@click.option("--dead", is_flag=True, help="Only what was given up.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def list_troubled(limit: int, dead: bool, as_json: bool) -> None:
    """List what was given up, and what is tried again, the oldest first."""
    with reading() as store:
        found = store.troubled(limit, dead_only=dead)
        depths = store.depths()
    if as_json:
        click.echo(dumped({"boxes": depths, "troubled": found}))
        return
    click.echo(table(found))
    for name, depth in depths.items():
        click.echo(f"{name}: {depth.waiting} waiting, {depth.dead} given up", err=True)


@outbox.command()
@click.argument("trace", required=False)
@click.option("--all", "everything", is_flag=True, help="All that was given up.")
def retry(trace: str | None, everything: bool) -> None:
    """Try again what was given up; the running server takes it within seconds."""
    if (trace is None) == (not everything):
        raise click.UsageError("expected either a TRACE or --all")
    with reading() as store:
        done = store.revive(trace, utc_now())
    _say(done, trace, "will be tried again")


@outbox.command()
@click.argument("trace")
def drop(trace: str) -> None:
    """Take what was given up out for good: it is not answered."""
    with reading() as store:
        done = store.drop(trace)
    _say(done, trace, "taken out")


def table(found: Sequence[Trouble]) -> str:
    """What failed, in columns; a line for each."""
    if not found:
        return "Nothing failed."
    rows = [HEAD, *(_cells(one) for one in found)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEAD) - 1)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    )


def _cells(one: Trouble) -> tuple[str, ...]:
    since = one.at.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S")
    # One line, and no colours: an error may quote what somebody wrote.
    error = "".join(c if c.isprintable() else " " for c in one.error or "")[:LONGEST_ERROR]
    return (one.trace, since, str(one.tries), one.state, one.box, error)


def _say(done: int, trace: str | None, what: str) -> None:
    if not done and trace is not None:
        raise Refused(f"nothing was given up under {trace!r}: look the trace up in the list")
    click.echo(f"{done} {what}")
