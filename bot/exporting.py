"""Decisions as they leave the house: as CSV for a spreadsheet, as JSON for a program."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from pydantic import ValidationError

from bot.advisor import Advisor
from bot.poll_replies import Asked
from bot.replies import Contender, Given
from bot.store.database import as_json
from bot.store.records import Decision, Review
from rules.models import Answers, UnknownAnswer

Polls = Mapping[str, tuple[Asked, ...]]
"""The polls of decisions, by the walk that led to each."""

NO_POLLS: Polls = MappingProxyType({})

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula."""

COLUMNS: Mapping[str, Callable[[Decision], object]] = {
    "id": lambda d: d.id,
    "at": lambda d: d.at.isoformat(timespec="seconds"),
    "status": lambda d: d.status,
    "person": lambda d: d.person.name or d.person.id,
    "surface": lambda d: d.surface,
    "walkthrough": lambda d: d.walkthrough,
    "version": lambda d: d.version,
    "recommended": lambda d: d.recommended,
    "chosen": lambda d: d.chosen,
    "reason": lambda d: d.reason,
    "reviewer": lambda d: _last(d, lambda review: review.reviewer),
    "reviewed_at": lambda d: _last(d, lambda review: review.at.isoformat(timespec="seconds")),
    "comment": lambda d: _last(d, lambda review: review.comment),
}
"""The columns of the CSV before the answers; of the reviews, the last one counts."""


def answers_in_words(advisor: Advisor, answers: Answers) -> list[Given]:
    """Answers in words; what today's rules no longer know stays as its id."""
    return [_in_words(advisor, criterion, option) for criterion, option in answers.items()]


def contenders(decision: Decision) -> list[Contender]:
    """The ranking that the decision rests on; empty where this version cannot read it."""
    try:
        return [Contender.model_validate(place) for place in decision.ranking]
    except ValidationError:
        return []


def to_json(decisions: Iterable[Decision], polls: Polls = NO_POLLS) -> str:
    """The decisions as a JSON list, with everything that is recorded of each.

    `polls` are those in which others were asked, by the walk that led to the decision.
    """
    return as_json([with_polls(decision, polls) for decision in decisions])


def with_polls(decision: Decision, polls: Polls) -> Mapping[str, object]:
    """A decision for JSON, with the polls in which others were asked."""
    asked = [poll.model_dump(mode="json") for poll in polls.get(decision.walk, ())]
    return {**decision.model_dump(mode="json"), "polls": asked}


def to_csv(decisions: Sequence[Decision], criteria: Iterable[str]) -> str:
    """The decisions as CSV: a row for each, with a column `answer.<criterion>` for each criterion.

    `criteria` come first, in their order; those that only older decisions know follow.
    """
    older = (criterion for decision in decisions for criterion in decision.answers)
    asked = list(dict.fromkeys([*criteria, *older]))
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow([*COLUMNS, *(f"answer.{criterion}" for criterion in asked)])
    for decision in decisions:
        about = [column(decision) for column in COLUMNS.values()]
        answers = [decision.answers.get(criterion, "") for criterion in asked]
        writer.writerow([_cell(value) for value in (*about, *answers)])
    return written.getvalue()


def _in_words(advisor: Advisor, criterion: str, option: str) -> Given:
    try:
        label = advisor.walkthrough.criterion(criterion).label
    except UnknownAnswer:
        return Given(criterion=criterion, label=criterion, option=option, answer=option)
    try:
        advisor.walkthrough.check({criterion: option})
    except UnknownAnswer:
        return Given(criterion=criterion, label=label, option=option, answer=option)
    (given,) = advisor.given({criterion: option})
    return given


def _last(decision: Decision, part: Callable[[Review], str]) -> str:
    return part(decision.reviews[-1]) if decision.reviews else ""


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
