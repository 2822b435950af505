"""Decisions as they leave the house: as CSV for a spreadsheet, as JSON for a program.

What the log wrote is not read into models here: a month of a busy log has a thousand decisions.
"""

import csv
import datetime
import io
import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from pydantic import ValidationError

from bot import ballots
from bot.advisor import Advisor
from bot.poll_replies import Asked
from bot.replies import Contender, Given
from bot.store.database import Row, as_json
from bot.store.records import Decision, Filter, Review
from bot.store.store import Store
from rules.models import Answers, UnknownAnswer

Polls = Mapping[str, tuple[Asked, ...]]
"""The polls of decisions, by the walk that led to each."""

NO_POLLS: Polls = MappingProxyType({})

PIECE = 500
"""Decisions that an export reads at once, so that others can read in between."""

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would take for a formula."""

BEFORE = tuple(itertools.takewhile(lambda name: name != "ranking", Decision.model_fields))
"""What stands before the ranking in JSON."""

COLUMNS: Mapping[str, Callable[[Row], object]] = {
    "id": lambda d: d["id"],
    "at": lambda d: _second(d["at"]),
    "status": lambda d: d["status"],
    "person": lambda d: d["person_name"] or d["person"],
    "surface": lambda d: d["surface"],
    "walkthrough": lambda d: d["walkthrough"],
    "version": lambda d: d["version"],
    "recommended": lambda d: d["recommended"],
    "chosen": lambda d: d["chosen"],
    "reason": lambda d: d["reason"],
}
"""The columns of the CSV about a decision."""

REVIEWED: Mapping[str, Callable[[Row], object]] = {
    "reviewer": lambda review: review["reviewer"],
    "reviewed_at": lambda review: _second(review["at"]),
    "comment": lambda review: review["comment"],
}
"""The columns about its last review, which counts."""

POLLED: Mapping[str, Callable[[Asked], object]] = {
    "poll": lambda asked: "called-off" if asked.called_off else "decided",
    "poll_people": lambda asked: len(asked.ballots),
}
"""The columns about the poll that it was decided in; they follow the answers."""


def answers_in_words(advisor: Advisor, answers: Answers) -> list[Given]:
    """Answers in words; what today's rules no longer know stays as its id."""
    return [_in_words(advisor, criterion, option) for criterion, option in answers.items()]


def contenders(decision: Decision) -> list[Contender]:
    """The ranking that the decision rests on; empty where this version cannot read it."""
    try:
        return [Contender.model_validate(place) for place in decision.ranking]
    except ValidationError:
        return []


def to_json(advisor: Advisor, store: Store, which: Filter) -> Iterator[str]:
    """The decisions that a filter lets through as a JSON list, piece by piece, with everything
    that is recorded of each, and the `polls` in which others were asked.
    """
    before = "["
    for ids in _pieces(store.numbers(which)):
        rankings, reviews = store.rankings(ids), store.reviews(ids)
        objects = [
            _object(
                row,
                rankings[row["id"]],
                reviews.get(row["id"], ()),
                _asked(advisor, store, row),
            )
            for row in store.exported(ids)
        ]
        yield before + ",".join(objects)
        before = ","
    yield "[]" if before == "[" else "]"


def with_polls(decision: Decision, polls: Polls) -> Mapping[str, object]:
    """A decision for JSON, with the polls in which others were asked."""
    asked = [poll.model_dump(mode="json") for poll in polls.get(decision.walk, ())]
    return {**decision.model_dump(mode="json"), "polls": asked}


def to_csv(advisor: Advisor, store: Store, which: Filter) -> Iterator[str]:
    """The decisions that a filter lets through as CSV, piece by piece: a row for each, with a
    column `answer.<criterion>` for each criterion.

    Those of today's rules come first, in their order; those that only older decisions know follow.
    """
    found = store.numbers(which)
    today = [criterion.id for criterion in advisor.walkthrough.criteria]
    older = (criterion for ids in _pieces(found) for criterion in store.criteria(ids))
    criteria = list(dict.fromkeys([*today, *older]))
    answers = (f"answer.{criterion}" for criterion in criteria)
    yield _table([[*COLUMNS, *REVIEWED, *answers, *POLLED]])
    for ids in _pieces(found):
        reviews = store.reviews(ids)
        yield _table(
            _cells(row, reviews.get(row["id"], ()), criteria, _asked(advisor, store, row))
            for row in store.exported(ids)
        )


def _pieces(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + PIECE] for start in range(0, len(ids), PIECE))


def _asked(advisor: Advisor, store: Store, row: Row) -> Sequence[Asked]:
    return ballots.summary(advisor, store, row["walk"]) if row["polled"] else ()


def _object(row: Row, ranking: str, reviews: Sequence[Row], polls: Sequence[Asked]) -> str:
    about = {name: row[name] for name in BEFORE}
    about["person"] = {"id": row["person"], "name": row["person_name"]}
    about["at"], about["answers"] = _time(row["at"]), json.loads(row["answers"])
    said = [{**{n: one[n] for n in Review.model_fields}, "at": _time(one["at"])} for one in reviews]
    rest = {"status": row["status"], "reviews": said, "polls": polls}
    # The ranking is most of it, and JSON already.
    return f'{as_json(about)[:-1]},"ranking":{ranking},{as_json(rest)[1:]}'


def _cells(
    row: Row, reviews: Sequence[Row], criteria: Sequence[str], polls: Sequence[Asked]
) -> list[object]:
    answers = json.loads(row["answers"])
    # A poll that was called off says little where another one led to the decision.
    last = polls[-1] if polls else None
    asked = next((poll for poll in reversed(polls) if not poll.called_off), last)
    return [
        *[column(row) for column in COLUMNS.values()],
        *[column(reviews[-1]) if reviews else "" for column in REVIEWED.values()],
        *[answers.get(criterion, "") for criterion in criteria],
        *[column(asked) if asked else "" for column in POLLED.values()],
    ]


def _table(rows: Iterable[Iterable[object]]) -> str:
    written = io.StringIO()
    csv.writer(written).writerows([_cell(value) for value in row] for row in rows)
    return written.getvalue()


def _time(at: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(at)


def _second(at: str) -> str:
    return _time(at).isoformat(timespec="seconds")


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


def _cell(value: object) -> object:
    is_formula = isinstance(value, str) and value.startswith(FORMULA)
    return f"'{value}" if is_formula else value
