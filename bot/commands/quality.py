"""`advisor check`: whether the content holds, what is worth a look, and what is past its day."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import click

import knowledge.base
import rules.loading
from bot.app import WALKTHROUGH, utc_now
from bot.remembering import in_folder
from bot.settings import load
from knowledge import evaluation
from knowledge.asking import Finder
from knowledge.base import KnowledgeBase
from knowledge.collisions import collisions
from knowledge.content import ContentError, Problem
from knowledge.logistic import Remember, at_once
from knowledge.sources import load_primary_hosts, secondary_only
from knowledge.staleness import overdue_entries, overdue_facts
from rules import evaluation as deciding
from rules.models import Walkthrough
from rules.staleness import shaky_effects

T = TypeVar("T")


@dataclass(frozen=True)
class Examined:
    """All content as far as it could be loaded, every problem that it has, and remarks.

    A remark is no fault: it is something that a person should decide about.
    """

    knowledge: KnowledgeBase | None
    walkthrough: Walkthrough | None
    questions: int
    decisions: int
    problems: tuple[Problem, ...]
    remarks: tuple[Problem, ...] = ()


@click.command()
@click.option("--stale", is_flag=True, help="List also what is past its day, and what rests on it.")
def check(stale: bool) -> None:
    """Check all content; list every problem, and exit with 1 if there is any."""
    settings = load()
    content = examine(own=settings.knowledge_path, remember=in_folder(settings.cache_path))
    today = utc_now().date()
    for problem in content.problems:
        click.echo(problem)
    sections = {"Worth a look": [str(remark) for remark in content.remarks]}
    if stale:
        sections |= past_their_day(content, today)
    for title, lines in sections.items():
        if lines:
            click.echo("\n".join([f"{title}:", *(f"  {line}" for line in lines)]))
    if content.problems:
        count = len(content.problems)
        click.echo(f"{count} problem{'s' * (count > 1)}.")
        raise SystemExit(1)
    entries = content.knowledge.entries if content.knowledge else {}
    old = len(list(overdue_entries(entries.values(), today)))
    click.echo(
        f"All well: {len(entries)} entries ({old} past review), "
        f"{content.questions} question cases, {content.decisions} decision cases."
    )


def past_their_day(content: Examined, today: datetime.date) -> dict[str, list[str]]:
    """What is overdue, and the rules that rest on it, a line each under a title."""
    if content.knowledge is None:
        return {}
    entries = list(overdue_entries(content.knowledge.entries.values(), today))
    facts = overdue_facts(content.knowledge.profiles.values(), today)
    days = {entry.name: entry.days for entry in entries}
    effects = shaky_effects(content.walkthrough, days) if content.walkthrough else ()
    owners = {entry.id: entry.owner for entry in content.knowledge.entries.values()}
    return {
        "Entries past their review": [
            f"{one.name}: was to be reviewed by {one.day}, {_days(one.days)} ago "
            f"({owners[one.name]})"
            for one in entries
        ],
        "Facts that nobody has checked for 12 months": [
            f"{one.name}: last checked on {one.day}, {_days(one.days)} over" for one in facts
        ],
        "Effects that rest on an entry past its review": [
            f"{one.effect} -> {one.entry}, {_days(one.days)} over" for one in effects
        ],
    }


def examine(
    knowledge_folder: Path = knowledge.base.CONTENT,
    rules_folder: Path = rules.loading.CONTENT,
    own: Sequence[Path] = (),
    remember: Remember = at_once,
) -> Examined:
    """Loads all content and checks it; what cannot be loaded is looked into no further.

    `own` are an operator's folders, which are checked together with ours. `remember` may know the
    matcher's fit from an earlier time.
    """
    problems: list[Problem] = []

    def attempt(load: Callable[[], T]) -> T | None:
        try:
            return load()
        except ContentError as error:
            problems.extend(error.problems)
            return None

    base = attempt(lambda: knowledge.base.load(knowledge_folder, own))
    questions = attempt(lambda: knowledge.base.load_cases(knowledge_folder, own)) or []
    hosts = attempt(lambda: load_primary_hosts(knowledge_folder)) or {}
    entry_ids = None if base is None else base.entries.keys()
    walkthroughs = attempt(lambda: rules.loading.load(rules_folder, entry_ids))
    walkthrough = walkthroughs.get(WALKTHROUGH) if walkthroughs else None
    if walkthroughs is not None and walkthrough is None:
        path = f"{rules_folder.name}/walkthroughs/{WALKTHROUGH}.toml"
        problems.append(Problem(path, "file", "missing; it is what people are led through"))
    decisions = attempt(lambda: rules.loading.load_cases(walkthrough, rules_folder)) or []
    remarks: list[Problem] = []
    if base:
        problems += evaluation.lost_cases(questions, base.entries)
        tuning = [case for case in questions if not case.held_back]
        problems += evaluation.stray_phrasings(Finder(base, tuning, remember), base)
        remarks += [*collisions(base, remember=remember), *secondary_only(base, hosts)]
    if walkthrough:
        problems += deciding.wrong_cases(walkthrough, decisions)
    return Examined(
        knowledge=base,
        walkthrough=walkthrough,
        questions=len(questions),
        decisions=len(decisions),
        problems=tuple(sorted(problems)),
        remarks=tuple(sorted(remarks)),
    )


def _days(count: int) -> str:
    return f"{count} day{'s' * (count != 1)}"
