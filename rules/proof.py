"""The proof of the rules: what holds for every set of answers, not for a sample of them.

A set is an answer to each criterion of the course; optional criteria are left open, but where they
are what is looked into. What is proven of who asks and stops is proven of `rules.engine.evaluate`
itself, which is led through every way that the conversation can take.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Literal

import numpy as np

from knowledge.content import Frozen
from knowledge.ids import FRAMEWORKS, FrameworkId
from rules.answer_sets import (
    POINT,
    AnswerSets,
    lead,
    merged,
    of_course,
    tied,
    winners,
    wins_with_optional,
)
from rules.engine import Result, evaluate
from rules.models import Answers, Walkthrough
from rules.scoring import NOTHING, added

Engine = Callable[[Walkthrough, Answers], Result]

FEWEST = 5
"""The goal: how many questions settle the matter in the mean, at most."""


class Asked(Frozen):
    """How many questions are asked, over all sets: the mean, and the 95th percentile."""

    mean: float
    p95: int


class Fault(Frozen):
    """What does not hold, and the answers that show it, or that come nearest to what is missing."""

    kind: Literal[
        "never-wins", "nobody-left", "no-effect", "dead-rule", "unnamed-tie", "other-result"
    ]
    what: str
    answers: Mapping[str, str]


class Proof(Frozen):
    """What was found. `wins` is by framework, over the sets of the course; `all_wins` over the sets
    in which optional criteria are answered or open too. `asked` follows the engine's choice of the
    next question, `in_order` the order of the file; both stop when the matter is settled. `others`
    are the sets for which that is another result than all answers have.
    """

    sets: int
    wins: Mapping[FrameworkId, int]
    ties: int
    all_sets: int
    all_wins: Mapping[FrameworkId, int]
    questions: int
    asked: Asked
    in_order: Asked
    others: int
    faults: tuple[Fault, ...]


def prove(walkthrough: Walkthrough, engine: Engine = evaluate) -> Proof:
    """Goes through every set of answers and says what holds and what does not.

    Of each kind of fault that the engine itself could have, at most one is listed.
    """
    sets = of_course(walkthrough)
    wins = np.bincount(winners(sets.ranks).ravel(), minlength=len(FRAMEWORKS))
    all_sets, all_wins = wins_with_optional(sets)
    asked, others, disagreements = _conversations(sets, engine)
    ties, unnamed = _ties(sets, engine)
    return Proof(
        sets=sets.count,
        wins=_by_framework(wins),
        ties=ties,
        all_sets=all_sets,
        all_wins=_by_framework(all_wins),
        questions=len(walkthrough.course),
        asked=_summary(asked),
        in_order=_summary(_in_order(walkthrough)),
        others=others,
        faults=(*_losers(sets), *_nobody_left(sets), *_idle(sets), *unnamed, *disagreements),
    )


def _losers(sets: AnswerSets) -> Iterator[Fault]:
    """The frameworks that never win, with a set in which they come nearest to it."""
    for place, framework in enumerate(FRAMEWORKS):
        ahead = lead(sets.ranks, place)
        if ahead.max() < 0:
            yield Fault(
                kind="never-wins", what=framework, answers=sets.answers(int(ahead.argmax()))
            )


def _nobody_left(sets: AnswerSets) -> Iterator[Fault]:
    """A set that excludes every framework."""
    table = sets.walkthrough.table
    best = sets.ranks.max(axis=0)
    if best.min() <= POINT * table.veto / 2:
        answers = sets.answers(int(best.argmin()))
        yield Fault(kind="nobody-left", what="every framework is excluded", answers=answers)


def _idle(sets: AnswerSets) -> Iterator[Fault]:
    """The options and effects without which every result would be the same.

    An option has an effect if some set has another result with it than with "don't know"; an
    effect is alive if some set has another result when it is taken out.
    """
    for c, criterion in enumerate(sets.walkthrough.criteria):
        for o, option in enumerate(criterion.options):
            if option.neutral:
                continue
            ranks, without, places = sets.with_and_without(c, o)
            chosen = {criterion.id: option.id}
            if (winners(ranks) == winners(without)).all():
                nearest = int(np.diff(np.partition(ranks, -2, axis=0)[-2:], axis=0).argmin())
                answers = sets.answers(int(places[nearest])) | chosen
                what = f"{criterion.id}.{option.id}"
                yield Fault(kind="no-effect", what=what, answers=answers)
                continue
            for framework in option.effects:
                place = FRAMEWORKS.index(framework)
                ahead = lead(ranks, place)
                before = ahead - (ranks - without)[place]
                # Above 0 on one side only: there the effect decides.
                short = np.maximum(np.minimum(ahead, before), -np.maximum(ahead, before))
                if short.min() >= 0:
                    answers = sets.answers(int(places[short.argmin()])) | chosen
                    what = f"{criterion.id}.{option.id}.{framework}"
                    yield Fault(kind="dead-rule", what=what, answers=answers)


def _ties(sets: AnswerSets, engine: Engine) -> tuple[int, list[Fault]]:
    """In how many sets several share the first place, and those that the engine does not name.

    Sets with the same distances between the frameworks are put to the engine once.
    """
    sharing = tied(sets.ranks).reshape(len(FRAMEWORKS), -1)
    equal = np.flatnonzero(sharing.sum(axis=0) > 1)
    if not equal.size:
        return 0, []
    _, _, once = merged(sets.ranks.reshape(len(FRAMEWORKS), -1)[:, equal])
    faults = []
    for place in equal[once]:
        answers = sets.answers(int(place))
        expected = tuple(FRAMEWORKS[f] for f in np.flatnonzero(sharing[:, place]))
        named = engine(sets.walkthrough, answers).tied
        if named != expected:
            what = f"{', '.join(expected)} share the first place; named: {', '.join(named)}"
            faults.append(Fault(kind="unnamed-tie", what=what, answers=answers))
    return equal.size, faults[:1]


def _conversations(sets: AnswerSets, engine: Engine) -> tuple[Counter[int], int, list[Fault]]:
    """Over all sets, how many questions the engine asks; for how many sets it then stops at another
    result than that of all answers, and one of them.
    """
    criteria = list(sets.walkthrough.course)
    axes = {criterion.id: axis for axis, criterion in enumerate(criteria)}
    all_answered = winners(sets.ranks)
    places = np.arange(sets.count).reshape(all_answered.shape)
    asked: Counter[int] = Counter()
    others = 0
    faults: list[Fault] = []
    ways: list[dict[str, int]] = [{}]
    while ways:
        way = ways.pop()
        answers = {c: criteria[axes[c]].options[o].id for c, o in way.items()}
        result = engine(sets.walkthrough, answers)
        if not result.settled and result.next_question in axes:
            upcoming = criteria[axes[result.next_question]]
            ways += [{**way, upcoming.id: o} for o in range(len(upcoming.options))]
            continue
        here = tuple(way.get(criterion.id, slice(None)) for criterion in criteria)
        asked[len(way)] += all_answered[here].size
        differs = all_answered[here] != FRAMEWORKS.index(result.recommended)
        others += int(np.count_nonzero(differs))
        if np.any(differs):
            answers = sets.answers(int(places[here][differs].flat[0]))
            full = engine(sets.walkthrough, answers).recommended
            what = f"{result.recommended} after {len(way)} questions, {full} after all"
            faults.append(Fault(kind="other-result", what=what, answers=answers))
    return asked, others, faults[:1]


def _in_order(walkthrough: Walkthrough) -> Counter[int]:
    """Over all sets, how many questions are asked in the order of the file.

    Sets with the same scores are asked on as one.
    """
    table = walkthrough.table
    asked: Counter[int] = Counter()
    open_sets = Counter({NOTHING: 1})
    rest = 1
    for criterion in walkthrough.course:
        rest *= len(criterion.options)
    for number, place in enumerate(table.course):
        left = table.course[number:]
        unsettled: Counter[tuple[int, ...]] = Counter()
        for scores, often in open_sets.items():
            if not table.rivals(scores, left):
                asked[number] += often * rest
                continue
            for gains in table.gains[place]:
                unsettled[added(scores, gains)] += often
        open_sets = unsettled
        rest //= len(table.gains[place])
    asked[len(table.course)] += open_sets.total()
    return asked


def _summary(asked: Counter[int]) -> Asked:
    total = asked.total()
    so_far = 0
    for number in sorted(asked):
        so_far += asked[number]
        if 100 * so_far >= 95 * total:
            break
    return Asked(mean=sum(n * often for n, often in asked.items()) / total, p95=number)


def _by_framework(counts: Iterable[int]) -> dict[FrameworkId, int]:
    return {f: int(count) for f, count in zip(FRAMEWORKS, counts, strict=True)}
