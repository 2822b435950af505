"""The engine: from the answers so far to a ranking with its reasons, and the next question.

Scores add up: a framework's score is the sum of the weights of the chosen options. A veto
excludes it whatever its score. Because the scores are additive, whether anybody can still
overtake the leader is decided exactly, criterion by criterion, without trying combinations.

A matter is settled when no answer to the open questions of the course can change the first place.
Optional criteria count when they are answered, and are asked only of those who go on after that.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import sub
from typing import NamedTuple

from knowledge.ids import FRAMEWORKS, FrameworkId
from rules.models import UNKNOWN, Answers, Effect, Walkthrough
from rules.scoring import NOTHING, Scores, Table, added, first


class Contribution(NamedTuple):
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
    table, chosen = walkthrough.table, walkthrough.chosen(answers)
    contributions = tuple(_contributions(walkthrough, chosen))
    scores = _scores(table, chosen)
    ranked = sorted(range(len(FRAMEWORKS)), key=lambda place: (-scores[place], place))
    left = [c for c, criterion in enumerate(walkthrough.criteria) if criterion.id not in answers]
    course = [c for c in left if c in table.course]
    settled = not table.rivals(scores, course)
    # Who goes on after the matter is settled sees the whole picture move.
    upcoming = table.next_criterion(scores, left if settled else course)
    return Result(
        ranking=tuple(_standing(FRAMEWORKS[place], contributions) for place in ranked),
        contributions=contributions,
        settled=settled,
        next_question=None if upcoming is None else walkthrough.criteria[upcoming].id,
    )


def flips(walkthrough: Walkthrough, answers: Answers, most: int = 2) -> list[Flip]:
    """For each framework that does not win, a smallest change of given answers that makes it win.

    Only answers that were given are changed, up to `most` of them at once; frameworks that no
    such change brings to the first place are left out.

    Raises:
        UnknownAnswer: if an answer names a criterion or option that is not there.
    """
    scores = _scores(walkthrough.table, walkthrough.chosen(answers))
    missing = set(range(len(FRAMEWORKS))) - {first(scores)}
    given = [_changes(walkthrough, criterion, option) for criterion, option in answers.items()]
    found: list[Flip] = []
    for size in range(1, most + 1):
        for group in itertools.combinations(given, size):
            for changes in itertools.product(*group):
                winner = first(added(scores, *(gains for _, _, gains in changes)))
                if winner not in missing:
                    continue
                missing.remove(winner)
                found.append(Flip(FRAMEWORKS[winner], {c: o for c, o, _ in changes}))
                if not missing:
                    return found
    return found


def _contributions(
    walkthrough: Walkthrough, chosen: Sequence[tuple[int, int]]
) -> Iterator[Contribution]:
    for c, o in chosen:
        criterion = walkthrough.criteria[c]
        option = criterion.options[o]
        for framework, effect in option.effects.items():
            yield Contribution(framework, criterion.id, option.id, effect)


def _standing(framework: FrameworkId, contributions: tuple[Contribution, ...]) -> Standing:
    mine = [c for c in contributions if c.framework == framework]
    return Standing(
        framework,
        score=sum(c.effect.weight for c in mine),
        excluded_by=tuple(f"{c.criterion}={c.option}" for c in mine if c.effect.veto),
    )


def _scores(table: Table, chosen: Sequence[tuple[int, int]]) -> Scores:
    """Everybody's score, with a veto as the number that it is."""
    return added(NOTHING, *(table.gains[c][o] for c, o in chosen))


def _changes(
    walkthrough: Walkthrough, criterion_id: str, given: str
) -> list[tuple[str, str, Scores]]:
    """The other options of an answered criterion, with what each would add to the scores."""
    place, options = walkthrough.places[criterion_id]
    criterion, gains = walkthrough.criteria[place], walkthrough.table.gains[place]
    without = NOTHING if given == UNKNOWN else gains[options[given]]
    return [
        (criterion_id, option.id, tuple(map(sub, gained, without)))
        for option, gained in zip(criterion.options, gains, strict=True)
        if option.id != given
    ]
