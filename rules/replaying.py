"""Replay: what the rules of today make of the results that are on record. Pure."""

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.ids import FRAMEWORKS, FrameworkId
from rules.engine import evaluate
from rules.models import Answers, UnknownAnswer, Walkthrough
from rules.versions import Reweighed, Weight, unknown, weight

Weights = Mapping[tuple[str, FrameworkId], Weight | None]
"""What the answer to a criterion did to a framework; None where it is not known."""


@dataclass(frozen=True)
class Logged:
    """A result on record: a decision, or a walkthrough that was settled and never recorded.

    `recommended` is None for a walkthrough: it follows from the rules of that time. These are
    named by their fingerprint in `rules`, None where they were not kept.
    """

    kind: Literal["decision", "walkthrough"]
    id: str
    at: datetime.datetime
    person: str
    walkthrough: str
    version: int
    rules: str | None
    answers: Answers
    recommended: FrameworkId | None


@dataclass(frozen=True)
class Outcome:
    """What becomes of a result: who was and is recommended, and the weights that differ.

    `unknown` are the answers that the rules do not have; `now` is then what the rest gives, and
    None if the result is of another walkthrough.
    """

    was: FrameworkId
    now: FrameworkId | None
    unknown: Mapping[str, str]
    why: tuple[Reweighed, ...] = ()

    @property
    def replayed(self) -> bool:
        """Whether the rules could be run on all of the answers."""
        return self.now is not None and not self.unknown


@dataclass(frozen=True)
class Replay:
    """The results in the order in which they came, each with what becomes of it."""

    results: tuple[tuple[Logged, Outcome], ...]

    @property
    def same(self) -> int:
        """How many results stay what they were."""
        return sum(o.replayed and o.now == o.was for _, o in self.results)

    @property
    def changed(self) -> list[tuple[Logged, Outcome]]:
        """The results that would be another one."""
        return [(logged, o) for logged, o in self.results if o.replayed and o.now != o.was]

    @property
    def not_replayable(self) -> list[tuple[Logged, Outcome]]:
        """The results with answers, or of a walkthrough, that are not there any more."""
        return [(logged, o) for logged, o in self.results if not o.replayed]

    @property
    def moves(self) -> list[tuple[FrameworkId, FrameworkId, int]]:
        """From which framework to which how many results would go, most of them first."""
        counted = Counter((o.was, o.now) for _, o in self.changed if o.now is not None)
        return [(was, now, n) for (was, now), n in counted.most_common()]


def replay(
    walkthrough: Walkthrough,
    results: Iterable[Logged],
    kept: Mapping[str, Walkthrough],
    recorded: Callable[[Logged], Weights],
) -> Replay:
    """Runs results through the rules; equal answers under equal rules are worked out once.

    `kept` are former rules by fingerprint; `recorded` is asked for the weights on record of a
    result that changes and whose rules were not kept. A walkthrough that was not settled, or
    whose rules were not kept, has no result and is left out.
    """
    outcomes: dict[tuple[object, ...], Outcome | None] = {}
    found: list[tuple[Logged, Outcome]] = []
    for logged in results:
        key = (
            *(logged.walkthrough, logged.version, logged.rules, logged.recommended),
            frozenset(logged.answers.items()),
        )
        if key not in outcomes:
            outcomes[key] = _outcome(walkthrough, logged, kept.get(logged.rules or ""), recorded)
        outcome = outcomes[key]
        if outcome is not None:
            found.append((logged, outcome))
    return Replay(tuple(found))


def _outcome(
    walkthrough: Walkthrough,
    logged: Logged,
    old: Walkthrough | None,
    recorded: Callable[[Logged], Weights],
) -> Outcome | None:
    was = logged.recommended or _settled(old, logged.answers)
    if was is None:
        return None
    if logged.walkthrough != walkthrough.id:
        return Outcome(was, None, {})
    known, missing = logged.answers, {}
    try:
        now = evaluate(walkthrough, known).recommended
    except UnknownAnswer:
        missing = unknown(walkthrough, logged.answers)
        known = {c: o for c, o in logged.answers.items() if c not in missing}
        now = evaluate(walkthrough, known).recommended
    if now == was or missing:
        return Outcome(was, now, missing)
    weights = _weights(old, known) if old else recorded(logged)
    why = tuple(
        Reweighed(criterion, option, framework, before, today)
        for criterion, option in known.items()
        for framework in FRAMEWORKS
        for before in [weights.get((criterion, framework))]
        for today in [weight(walkthrough, criterion, option, framework)]
        if before != today and not (before is None and today == 0)
    )
    return Outcome(was, now, {}, why)


def _settled(old: Walkthrough | None, answers: Answers) -> FrameworkId | None:
    if old is None or unknown(old, answers):
        return None
    result = evaluate(old, answers)
    return result.recommended if result.settled else None


def _weights(old: Walkthrough, answers: Answers) -> Weights:
    return {(c, f): weight(old, c, o, f) for c, o in answers.items() for f in FRAMEWORKS}
