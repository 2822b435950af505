"""The possible worlds of a decision, exactly: who wins in how many, and what would tip it.

A world is one way to answer the open questions of the course, each option equally likely. Scores
are sums over criteria, so two halves of the questions are summed up apart, and a world is a pair
of sums. "Don't know" is an answer here: it opens no world, but finding out is a change.
"""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.ids import FRAMEWORKS, FrameworkId
from rules.models import UNKNOWN, Answers, Criterion, Option, Walkthrough

Values = NDArray[np.int64]
"""A value for each framework, in the last dimension: the highest sum of values wins, and no two
sums are equal."""

MOST_CHANGES = 3
"""How many answers a tipping point changes at most: with more it is another project."""

AT_ONCE = 2**20
"""Worlds that are compared at once, which bounds the memory."""


@dataclass(frozen=True)
class Worlds:
    """How many possible worlds there are, and in how many of them each framework wins."""

    count: int
    wins: Mapping[FrameworkId, int]

    def share(self, framework: FrameworkId) -> float:
        """The share of the worlds in which a framework wins, from 0 to 1."""
        return self.wins[framework] / self.count


def worlds(walkthrough: Walkthrough, answers: Answers) -> Worlds:
    """The worlds that are possible after some answers."""
    scale = _scale(walkthrough)
    left = [_table(c, scale) for c in walkthrough.course if c.id not in answers]
    # The larger table goes to the smaller half, so that both stay near the root of the product.
    halves = [_standing(walkthrough, answers, scale)[None], np.zeros((1, len(FRAMEWORKS)), int)]
    for table in sorted(left, key=len, reverse=True):
        halves.sort(key=len)
        halves[0] = _sums(halves[0], table)
    one, two = halves
    rows = max(1, AT_ONCE // len(two))
    wins = np.zeros(len(FRAMEWORKS), int)
    for start in range(0, len(one), rows):
        wins += _count_wins(one[start : start + rows], two)
    count = len(one) * len(two)
    return Worlds(count, {f: int(n) for f, n in zip(FRAMEWORKS, wins, strict=True)})


def turning(walkthrough: Walkthrough, answers: Answers) -> list[Criterion]:
    """The open criteria of the course one answer to which changes who wins."""
    scale = _scale(walkthrough)
    standing = _standing(walkthrough, answers, scale)
    return [
        criterion
        for criterion in walkthrough.course
        if criterion.id not in answers
        and np.any((standing + _table(criterion, scale)).argmax(axis=1) != standing.argmax())
    ]


def tipping_points(
    walkthrough: Walkthrough, answers: Answers, most: int = MOST_CHANGES
) -> dict[FrameworkId, dict[str, str] | None]:
    """For each framework, a smallest change of answers that makes it win; none for who wins now.

    A change gives another answer to what was answered, or an answer to what is open or unknown in
    the course. None stands for a framework that up to `most` changes do not help. Of equally many
    changes those come first of which more speak for the framework itself, then those that leave
    more of the given answers as they are, then those after which the lead is larger.
    """
    scale = _scale(walkthrough)
    standing = _standing(walkthrough, answers, scale)
    changes = list(_changes(walkthrough, answers))
    gains = np.array([c.gain(answers, scale) for c in changes]).reshape(-1, len(FRAMEWORKS))
    groups = np.array([c.group for c in changes], int)
    is_open = np.array([c.is_open for c in changes], int)
    found: dict[FrameworkId, dict[str, str] | None] = {}
    missing = [f for i, f in enumerate(FRAMEWORKS) if i != int(standing.argmax())]
    for rows in itertools.islice(_combinations(groups), most):
        after = standing + np.sum([gains[column] for column in rows], axis=0)
        kept = np.sum([is_open[column] for column in rows], axis=0)
        for framework in missing:
            place = FRAMEWORKS.index(framework)
            helped = np.sum([gains[column, place] > 0 for column in rows], axis=0)
            best = _best(after, place, helped, kept)
            if best is not None:
                chosen = [changes[column[best]] for column in rows]
                found[framework] = {c.criterion.id: c.option.id for c in chosen}
        missing = [f for f in missing if f not in found]
        if not missing:
            break
    return {f: found.get(f) for f in FRAMEWORKS if f in found or f in missing}


@dataclass(frozen=True)
class _Change:
    """Another option of a criterion; `group` is the place of the criterion."""

    group: int
    criterion: Criterion
    option: Option
    is_open: bool

    def gain(self, answers: Answers, scale: int) -> Values:
        given = self.criterion.option(answers.get(self.criterion.id, ""))
        return _values(self.option, scale) - (_values(given, scale) if given else 0)


def _scale(walkthrough: Walkthrough) -> int:
    """What a veto counts: more than all points together can make up for."""
    return 1 + 2 * sum(
        max((abs(e.weight) for o in c.options for e in o.effects.values()), default=0)
        for c in walkthrough.criteria
    )


def _values(option: Option, scale: int) -> Values:
    # Times the number of frameworks, so that their fixed order fits in between to break ties.
    values = np.zeros(len(FRAMEWORKS), int)
    for framework, effect in option.effects.items():
        points = -scale if effect.veto else effect.weight
        values[FRAMEWORKS.index(framework)] = points * len(FRAMEWORKS)
    return values


def _table(criterion: Criterion, scale: int) -> Values:
    return np.array([_values(option, scale) for option in criterion.options])


def _standing(walkthrough: Walkthrough, answers: Answers, scale: int) -> Values:
    standing = -np.arange(len(FRAMEWORKS))
    for criterion in walkthrough.criteria:
        option = criterion.option(answers.get(criterion.id, ""))
        if option:
            standing = standing + _values(option, scale)
    return standing


def _sums(one: Values, two: Values) -> Values:
    return (one[:, None] + two[None]).reshape(-1, len(FRAMEWORKS))


def _count_wins(one: Values, two: Values) -> NDArray[np.int64]:
    """In how many pairs of rows each framework has the highest sum."""
    ahead = [np.ones((len(one), len(two)), bool) for _ in FRAMEWORKS]
    for a, b in itertools.combinations(range(len(FRAMEWORKS)), 2):
        leads = np.greater.outer(one[:, a] - one[:, b], two[:, b] - two[:, a])
        ahead[a] &= leads
        ahead[b] &= ~leads
    return np.array([np.count_nonzero(first) for first in ahead])


def _changes(walkthrough: Walkthrough, answers: Answers) -> Iterator[_Change]:
    asked = {criterion.id for criterion in walkthrough.course}
    for group, criterion in enumerate(walkthrough.criteria):
        given = answers.get(criterion.id, UNKNOWN)
        if criterion.id not in answers and criterion.id not in asked:
            continue
        for option in criterion.options:
            if option.id != given:
                yield _Change(group, criterion, option, given == UNKNOWN)


def _combinations(groups: NDArray[np.int64]) -> Iterator[Sequence[NDArray[np.int64]]]:
    """The changes one by one, then in twos, threes, …: a column of indices for each of them.

    The changes stand in the order of their groups, and no two of one group are combined.
    """
    columns: list[NDArray[np.int64]] = [np.arange(len(groups))]
    while len(columns[0]):
        yield columns
        rows, further = np.nonzero(groups[None, :] > groups[columns[-1]][:, None])
        columns = [*(column[rows] for column in columns), further]


def _best(after: Values, framework: int, *merits: NDArray[np.int64]) -> int | None:
    """The row in which a framework wins, by its merits in turn, then by its lead."""
    rivals = np.delete(after, framework, axis=1)
    leads = after[:, framework] - rivals.max(axis=1)
    winning = np.flatnonzero(leads > 0)
    if not len(winning):
        return None
    ranks = [-merit[winning] for merit in (*merits, leads)]
    return int(winning[np.lexsort((winning, *reversed(ranks)))[0]])
