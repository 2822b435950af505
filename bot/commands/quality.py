"""`advisor check` and `advisor evaluate`: whether the content holds, and how good it is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

import knowledge.base
import rules.loading
from bot.app import WALKTHROUGH, load_advisor, utc_now
from bot.commands import figures
from knowledge import evaluation
from knowledge.asking import Finder
from knowledge.content import ContentError, Problem
from knowledge.models import Entry
from rules import evaluation as deciding

T = TypeVar("T")


@dataclass(frozen=True)
class Examined:
    """All content as far as it could be loaded, and every problem that it has."""

    entries: tuple[Entry, ...]
    questions: int
    decisions: int
    problems: tuple[Problem, ...]


@click.command()
@click.option("--stale", is_flag=True, help="List the entries that are past their review date.")
def check(stale: bool) -> None:
    """Check all content; list every problem, and exit with 1 if there is any."""
    content = examine()
    for problem in content.problems:
        click.echo(problem)
    today = utc_now().date()
    for entry in content.entries if stale else ():
        if entry.is_stale(today):
            click.echo(f"{entry.id}: was to be reviewed by {entry.review_by} ({entry.owner})")
    if content.problems:
        count = len(content.problems)
        click.echo(f"{count} problem{'s' * (count > 1)}.")
        raise SystemExit(1)
    old = sum(entry.is_stale(today) for entry in content.entries)
    click.echo(
        f"All well: {len(content.entries)} entries ({old} past review), "
        f"{content.questions} question cases, {content.decisions} decision cases."
    )


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def evaluate(as_json: bool) -> None:
    """Run the case files, and print the quality figures beside their goals."""
    advisor = load_advisor()
    rules_cases = rules.loading.load_cases(advisor.walkthrough)
    quality = figures.Quality(
        questions=evaluation.evaluate(advisor.finder, knowledge.base.load_cases()),
        decisions=deciding.measure(advisor.walkthrough, rules_cases),
    )
    click.echo(quality.model_dump_json() if as_json else figures.table(quality))


def examine(
    knowledge_folder: Path = knowledge.base.CONTENT, rules_folder: Path = rules.loading.CONTENT
) -> Examined:
    """Loads all content and checks it; what cannot be loaded is looked into no further."""
    problems: list[Problem] = []

    def attempt(load: Callable[[], T]) -> T | None:
        try:
            return load()
        except ContentError as error:
            problems.extend(error.problems)
            return None

    base = attempt(lambda: knowledge.base.load(knowledge_folder))
    questions = attempt(lambda: knowledge.base.load_cases(knowledge_folder)) or []
    entry_ids = None if base is None else base.entries.keys()
    walkthroughs = attempt(lambda: rules.loading.load(rules_folder, entry_ids))
    walkthrough = walkthroughs.get(WALKTHROUGH) if walkthroughs else None
    if walkthroughs is not None and walkthrough is None:
        path = f"{rules_folder.name}/walkthroughs/{WALKTHROUGH}.toml"
        problems.append(Problem(path, "file", "missing; it is what people are led through"))
    decisions = attempt(lambda: rules.loading.load_cases(walkthrough, rules_folder)) or []
    if base:
        problems += evaluation.lost_cases(questions, base.entries)
        problems += evaluation.stray_phrasings(Finder(base), base.entries)
    if walkthrough:
        problems += deciding.wrong_cases(walkthrough, decisions)
    return Examined(
        entries=tuple(base.entries.values()) if base else (),
        questions=len(questions),
        decisions=len(decisions),
        problems=tuple(sorted(problems)),
    )
