"""The engine: from the answers so far to a ranking with its reasons, and the next question.

Scores add up: a framework's score is the sum of the weights of the chosen options. A veto
excludes it whatever its score. Because the scores are additive, whether anybody can still
overtake the leader is decided exactly, criterion by criterion, without trying combinations.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.ids import FRAMEWORKS, FrameworkId
from rules.models import Answers, Criterion, Effect, Option, Walkthrough


@dataclass(frozen=True)
class Contribution:
    """What one answer did to one framework."""

    framework: FrameworkId
    criterion: str
    option: str
    effect: Effect


@dataclass(frozen=True)
class Standing:
    """Where a framework stands: its score, and the answers that exclude it, if any."""

    framework: FrameworkId
    score: int
    excluded_by: tuple[str, ...]


@dataclass(frozen=True)
class Flip:
    """A smallest change of answers that would make another framework win."""

    framework: FrameworkId
    changes: Mapping[str, str]


@dataclass(frozen=True)
class Result:
    """The state of a decision after some answers. `ranking` has the best first."""

    ranking: tuple[Standing, ...]
    contributions: tuple[Contribution, ...]
    settled: bool
    next_question: str | None

    @property
    def recommended(self) -> FrameworkId:
        """The framework in the first place."""
        return self.ranking[0].framework

    def of(self, framework: FrameworkId) -> list[Contribution]:
        """What spoke for or against a framework, the strongest first."""
        mine = [c for c in self.contributions if c.framework == framework]
        return sorted(mine, key=lambda c: (not c.effect.veto, -abs(c.effect.weight)))

    @property
    def tied(self) -> tuple[FrameworkId, ...]:
        """The frameworks that share the first place, in the fixed order that breaks the tie."""
        best = self.ranking[0]
        return tuple(
            s.framework
            for s in self.ranking
            if s.score == best.score and len(s.excluded_by) == len(best.excluded_by)
        )


def evaluate(walkthrough: Walkthrough, answers: Answers) -> Result:
    """Ranks the frameworks on the answers so far and says which question to ask next.

    Raises:
        UnknownAnswer: if an answer names a criterion or option that is not there.
    """
    walkthrough.check(answers)
    contributions = tuple(_contributions(walkthrough, answers))
    ranking = tuple(sorted((_standing(f, contributions) for f in FRAMEWORKS), key=_place))
    left = [c for c in walkthrough.criteria if c.id not in answers]
    settled = not left or not any(_can_overtake(s, ranking[0], left) for s in ranking[1:])
    upcoming = max(left, key=lambda c: _swing(c, ranking), default=None)
    return Result(ranking, contributions, settled, upcoming.id if upcoming else None)


def flips(walkthrough: Walkthrough, answers: Answers, most: int = 2) -> list[Flip]:
    """For each framework that does not win, a smallest change of given answers that makes it win.

    Only answers that were given are changed, up to `most` of them at once; frameworks that no
    such change brings to the first place are left out.
    """
    given = [walkthrough.criterion(c) for c in answers]
    missing = set(FRAMEWORKS) - {_winner(walkthrough, answers)}
    found: list[Flip] = []
    for size in range(1, most + 1):
        for group in itertools.combinations(given, size):
            for options in itertools.product(*([o.id for o in c.options] for c in group)):
                changes = {c.id: o for c, o in zip(group, options, strict=True)}
                if any(answers[c] == o for c, o in changes.items()):
                    continue
                winner = _winner(walkthrough, {**answers, **changes})
                if winner in missing:
                    missing.remove(winner)
                    found.append(Flip(winner, changes))
                if not missing:
                    return found
    return found


def _contributions(walkthrough: Walkthrough, answers: Answers) -> Iterator[Contribution]:
    for criterion in walkthrough.criteria:
        option = criterion.option(answers.get(criterion.id, ""))
        for framework, effect in option.effects.items() if option else ():
            yield Contribution(framework, criterion.id, option.id if option else "", effect)


def _standing(framework: FrameworkId, contributions: tuple[Contribution, ...]) -> Standing:
    mine = [c for c in contributions if c.framework == framework]
    return Standing(
        framework,
        score=sum(c.effect.weight for c in mine),
        excluded_by=tuple(f"{c.criterion}={c.option}" for c in mine if c.effect.veto),
    )


def _place(standing: Standing) -> tuple[int, int, int]:
    return (
        len(standing.excluded_by),
        -standing.score,
        FRAMEWORKS.index(standing.framework),
    )


def _winner(walkthrough: Walkthrough, answers: Answers) -> FrameworkId:
    contributions = tuple(_contributions(walkthrough, answers))
    return min((_standing(f, contributions) for f in FRAMEWORKS), key=_place).framework


def _gain(option: Option, rival: FrameworkId, leader: FrameworkId) -> int:
    effects = option.effects
    mine, theirs = effects.get(rival), effects.get(leader)
    return (mine.weight if mine else 0) - (theirs.weight if theirs else 0)


def _vetoes(option: Option, framework: FrameworkId) -> bool:
    effect = option.effects.get(framework)
    return effect is not None and effect.veto


def _can_overtake(rival: Standing, leader: Standing, left: list[Criterion]) -> bool:
    """Whether some answers to the criteria left put the rival before the leader.

    Exact: vetoes and points are sums over criteria, so it is enough to know, for every number of
    vetoes that the leader can take more than the rival, the most points that come with it.
    """
    r, first = rival.framework, leader.framework
    best = {len(leader.excluded_by) - len(rival.excluded_by): rival.score - leader.score}
    for criterion in left:
        reached = dict(best)  # "don't know" is always possible and contributes nothing.
        for option in criterion.options:
            vetoes = _vetoes(option, first) - _vetoes(option, r)
            gain = _gain(option, r, first)
            for ahead, points in best.items():
                more = ahead + vetoes
                reached[more] = max(points + gain, reached.get(more, points + gain))
        best = reached
    wins_ties = FRAMEWORKS.index(r) < FRAMEWORKS.index(first)
    return any((ahead, points) >= (0, 0 if wins_ties else 1) for ahead, points in best.items())


def _swing(criterion: Criterion, ranking: tuple[Standing, ...]) -> int:
    """How far one answer can move the race between the leader and those not excluded."""
    first = ranking[0].framework
    swing = 0
    for standing in ranking[1:]:
        if standing.excluded_by:
            continue
        gains = [0, *(_gain(o, standing.framework, first) for o in criterion.options)]
        swing += max(gains) - min(gains)
    vetoes = sum(e.veto for o in criterion.options for e in o.effects.values())
    return swing + 2 * vetoes
