"""`advisor rules`: what the rules of the files as they stand would do."""

from pathlib import Path
from typing import get_args

import click

import knowledge.base
import rules.loading
import rules.proof
from bot.app import WALKTHROUGH
from bot.commands import plotting, proving, replaying
from bot.commands.decisions import reading
from bot.picturing import Form, Theme
from bot.store.database import as_json as dumped


@click.group("rules")
def group() -> None:
    """Try the rules before they are merged."""


@group.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def prove(context: click.Context, as_json: bool) -> None:
    """Go through every set of answers, and exit with 1 if the rules have a fault."""
    proof = rules.proof.prove(rules.loading.load()[WALKTHROUGH])
    if as_json:
        click.echo(proof.model_dump_json())
    else:
        for line in proving.text(proof):
            click.echo(line)
    if proof.faults:
        context.exit(1)


@group.command()
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    show_default=True,
    help="List at most so many results of a kind; JSON has them all.",
)
@click.option("--fail-on-change", is_flag=True, help="Exit with 1 unless every result stays.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_context
def replay(context: click.Context, limit: int, fail_on_change: bool, as_json: bool) -> None:
    """Run the results of the log through the rules, and list those that would change."""
    walkthrough = rules.loading.load()[WALKTHROUGH]
    with reading() as store:
        found = replaying.replayed(store, walkthrough)
    if as_json:
        click.echo(dumped(replaying.as_data(walkthrough, found)))
    else:
        for line in replaying.text(walkthrough, found, limit):
            click.echo(line)
    if fail_on_change and found.same < len(found.results):
        context.exit(1)


@group.command()
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Draw into this file, .svg or .png.",
)
@click.option(
    "--theme",
    type=click.Choice(get_args(Theme)),
    default="light",
    show_default=True,
    help="The page that it is for.",
)
def diagram(out: Path, theme: Theme) -> None:
    """Draw the whole set of rules: what each answer does to each framework."""
    # With matplotlib, most of a second, which no other command should take.
    from bot.commands.diagram import draw  # noqa: PLC0415

    walkthrough = rules.loading.load()[WALKTHROUGH]
    names = {name: profile.name for name, profile in knowledge.base.load().profiles.items()}
    form: Form = "png" if out.suffix == ".png" else "svg"
    try:
        plotting.check(out)
        out.write_bytes(draw(walkthrough, names, theme=theme, form=form))
    except plotting.NoPlot as error:
        raise click.BadParameter(str(error), param_hint="--out") from error
    except OSError as error:
        reason = f"{str(out)!r} cannot be written: {error.strerror}"
        raise click.BadParameter(reason, param_hint="--out") from error
