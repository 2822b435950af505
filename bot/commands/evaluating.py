"""`advisor evaluate`: how good the content is, in figures, on the cases."""

from collections.abc import Sequence
from pathlib import Path

import click

import knowledge.base
import rules.loading
from bot.advisor import Advisor
from bot.app import load_advisor
from bot.commands import figures, plotting
from bot.settings import load
from bot.wording import confidence_word
from knowledge.evaluation import evaluate as evaluate_questions
from knowledge.floor import Floor, floor_of, rendered
from knowledge.nearness import near_misses
from rules import evaluation as deciding

FLOOR = knowledge.base.CONTENT / "cases" / knowledge.base.FLOOR


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--plot",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw how far the confidence can be relied on, into a file .svg or .png.",
)
@click.option(
    "--commit-floor", is_flag=True, help="Write the held-back figures down as the new floor."
)
def evaluate(as_json: bool, plot: Path | None, commit_floor: bool) -> None:
    """Run the case files, and print the quality figures beside their goals."""
    settings = load()
    own = settings.knowledge_path
    if own and commit_floor:
        reason = "the floor is that of our own entries: unset KNOWLEDGE_PATH"
        raise click.BadParameter(reason, param_hint="--commit-floor")
    try:
        if plot:
            plotting.check(plot)
        quality = measure(load_advisor(settings), own)
        if plot:
            plotting.draw(plot, figures.halves(quality.questions))
    except plotting.NoPlot as error:
        raise click.BadParameter(str(error), param_hint="--plot") from error
    click.echo(quality.model_dump_json() if as_json else figures.table(quality))
    if commit_floor:
        _write(floor_of(quality.questions.held_back))


def measure(advisor: Advisor, own: Sequence[Path] = ()) -> figures.Quality:
    """The quality figures on our cases, and on those of an operator's own folders."""
    finder = advisor.finder
    return figures.Quality(
        questions=evaluate_questions(
            finder,
            knowledge.base.load_cases(own=own),
            word=confidence_word,
            near=near_misses(advisor.knowledge, finder.frameworks),
        ),
        decisions=deciding.measure(
            advisor.walkthrough, rules.loading.load_cases(advisor.walkthrough)
        ),
        understanding=deciding.measure_understanding(
            advisor.walkthrough, rules.loading.load_descriptions(advisor.walkthrough)
        ),
    )


def _write(floor: Floor) -> None:
    try:
        FLOOR.write_text(rendered(floor), encoding="utf-8")
    except OSError as error:
        reason = f"{str(FLOOR)!r} cannot be written: {error.strerror}"
        raise click.BadParameter(reason, param_hint="--commit-floor") from error
    click.echo(f"The floor is written: knowledge/cases/{FLOOR.name}", err=True)
