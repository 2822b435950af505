"""The argument: what spoke for and against every framework, how sure the first place is, and what
would change it. It rests on the engine's result and on the possible worlds. Pure.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from knowledge.ids import FrameworkId
from rules.engine import Contribution, Result, evaluate
from rules.models import Answers, Criterion, Effect, Option, Walkthrough
from rules.worlds import Worlds, tipping_points, turning, worlds

Margin = Literal["clear", "narrow", "tie"]

CLEAR = 6
"""The points from which on a lead can be clear.

It cannot be asked that no other answer to a single question turn it: a few questions decide nearly
alone, so that only 1% of all sets of answers would be clear. What falls with the lead is the risk
that another answer, to one question, both by chance, turns it: from 39% at a tie to 13% at this
lead, and from there on hardly any more. Half of all sets have such a lead, and they are turned
half as often as the others.
"""


@dataclass(frozen=True)
class Side:
    """What was said of one framework, the strongest first, and what would bring it to the top.

    `share` is that of the possible worlds in which it wins. `tipping` is a smallest change of
    answers that makes it win: none for the framework that does, and where a few do not suffice.
    """

    framework: FrameworkId
    excluded: tuple[Contribution, ...]
    speaks_for: tuple[Contribution, ...]
    against: tuple[Contribution, ...]
    share: float
    tipping: Mapping[str, str] | None


@dataclass(frozen=True)
class Difference:
    """An answer that does something else to the first framework than to the second."""

    criterion: str
    option: str
    first: Effect | None
    second: Effect | None


@dataclass(frozen=True)
class Argument:
    """A result with all that speaks for it and against it. `sides` stand in order of the ranking.

    `margin` is how far the first is ahead, `lead` the same in points. `turning` are the open
    criteria one answer to which could change the first place; `joining` those that could only
    help to change it, together with others.
    """

    result: Result
    sides: tuple[Side, ...]
    margin: Margin
    lead: int
    worlds: int
    turning: tuple[str, ...]
    joining: tuple[str, ...]
    differences: tuple[Difference, ...]

    @property
    def share(self) -> float:
        """The share of the possible worlds in which the present first one wins."""
        return self.sides[0].share


def argue(walkthrough: Walkthrough, answers: Answers) -> Argument:
    """The whole argument on the answers so far.

    Raises:
        UnknownAnswer: if an answer names a criterion or option that is not there.
    """
    result = evaluate(walkthrough, answers)
    possible = worlds(walkthrough, answers)
    tipping = tipping_points(walkthrough, answers)
    alone = [criterion.id for criterion in turning(walkthrough, answers)]
    together = [c.id for c in _helping(walkthrough, answers, result, possible)]
    return Argument(
        result=result,
        sides=tuple(
            _side(result, s.framework, possible.share(s.framework), tipping.get(s.framework))
            for s in result.ranking
        ),
        margin=_margin(result, could_turn=bool(alone)),
        lead=_lead(result),
        worlds=possible.count,
        turning=tuple(alone),
        joining=tuple(c for c in together if c not in alone),
        differences=tuple(sorted(_differences(walkthrough, answers, result), key=_weightiest)),
    )


def _side(
    result: Result, framework: FrameworkId, share: float, tipping: Mapping[str, str] | None
) -> Side:
    mine = result.of(framework)
    return Side(
        framework=framework,
        excluded=tuple(c for c in mine if c.effect.veto),
        speaks_for=tuple(c for c in mine if c.effect.weight > 0),
        against=tuple(c for c in mine if c.effect.weight < 0),
        share=share,
        tipping=tipping,
    )


def _lead(result: Result) -> int:
    first, second = result.ranking[:2]
    return first.score - second.score


def _margin(result: Result, *, could_turn: bool) -> Margin:
    """A lead is clear where it is large, or out of the others' reach, and no answer can turn it."""
    if len(result.tied) > 1:
        return "tie"
    first, second = result.ranking[:2]
    is_large = len(second.excluded_by) > len(first.excluded_by) or _lead(result) >= CLEAR
    return "clear" if is_large and not could_turn else "narrow"


def _helping(
    walkthrough: Walkthrough, answers: Answers, result: Result, possible: Worlds
) -> Iterator[Criterion]:
    """The open criteria with an option that brings somebody who may yet win nearer to the first."""
    first = result.recommended
    rivals = [s.framework for s in result.ranking[1:] if possible.wins[s.framework]]
    for criterion in walkthrough.course:
        nearer = (_gain(o, r) > _gain(o, first) for o in criterion.options for r in rivals)
        if criterion.id not in answers and any(nearer):
            yield criterion


def _gain(option: Option, framework: FrameworkId) -> float:
    effect = option.effects.get(framework)
    return 0 if effect is None else float("-inf") if effect.veto else effect.weight


def _differences(
    walkthrough: Walkthrough, answers: Answers, result: Result
) -> Iterator[Difference]:
    first, second = (standing.framework for standing in result.ranking[:2])
    for criterion_id, option_id in answers.items():
        option = walkthrough.criterion(criterion_id).option(option_id)
        if option and _gain(option, first) != _gain(option, second):
            effects = option.effects
            yield Difference(criterion_id, option_id, effects.get(first), effects.get(second))


def _weightiest(difference: Difference) -> tuple[bool, int]:
    effects = [e for e in (difference.first, difference.second) if e]
    gap = (difference.first.weight if difference.first else 0) - (
        difference.second.weight if difference.second else 0
    )
    return (not any(e.veto for e in effects), -abs(gap))
