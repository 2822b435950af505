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
from rules.answer_sets import ORDER, POINT
from rules.models import Answers, Criterion, Walkthrough
from rules.scoring import NOTHING, added

Ranks = NDArray[np.int64]
"""The ranks of `rules.answer_sets`, or what is added to them, with the frameworks in the last
dimension: the highest sum wins, and no two sums are equal."""

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
    left = [_gains(walkthrough, c) for c in _open(walkthrough, answers)]
    # The larger table goes to the smaller half, so that both stay near the root of the product.
    halves = [_standing(walkthrough, answers)[None], np.zeros((1, len(FRAMEWORKS)), int)]
    for gains in sorted(left, key=len, reverse=True):
        halves.sort(key=len)
        halves[0] = _sums(halves[0], gains)
    one, two = halves
    rows = max(1, AT_ONCE // len(two))
    wins = np.zeros(len(FRAMEWORKS), int)
    for start in range(0, len(one), rows):
        wins += _count_wins(one[start : start + rows], two)
    count = len(one) * len(two)
    return Worlds(count, {f: int(n) for f, n in zip(FRAMEWORKS, wins, strict=True)})


def turning(walkthrough: Walkthrough, answers: Answers) -> list[Criterion]:
    """The open criteria of the course one answer to which changes who wins."""
    standing = _standing(walkthrough, answers)
    return [
        walkthrough.criteria[c]
        for c in _open(walkthrough, answers)
        if np.any((standing + _gains(walkthrough, c)).argmax(axis=1) != standing.argmax())
    ]


def tipping_points(
    walkthrough: Walkthrough, answers: Answers, most: int = MOST_CHANGES
) -> dict[FrameworkId, dict[str, str] | None]:
    """For each framework, a smallest change of answers that makes it win; none for who wins now.

    A change gives another answer to what was answered, or an answer to what is open or unknown in
    the course. None stands for a framework that up to `most` changes do not help. Of equally many
    changes those come first of which more speak for the framework itself, then those that leave
    more of the given answers as they are, then those that stand first in the file.
    """
    standing = _standing(walkthrough, answers)
    changes = list(_changes(walkthrough, answers))
    gains = np.array([c.gain for c in changes], int).reshape(-1, len(FRAMEWORKS))
    criteria = np.array([c.criterion for c in changes], int)
    is_open = np.array([c.is_open for c in changes], int)
    found: dict[FrameworkId, dict[str, str] | None] = {}
    missing = [f for i, f in enumerate(FRAMEWORKS) if i != int(standing.argmax())]
    for rows in itertools.islice(_combinations(criteria), most):
        winners = (standing + np.sum([gains[column] for column in rows], axis=0)).argmax(axis=1)
        kept = np.sum([is_open[column] for column in rows], axis=0)
        for framework in missing:
            place = FRAMEWORKS.index(framework)
            winning = np.flatnonzero(winners == place)
            if len(winning):
                helped = np.sum([gains[column, place] > 0 for column in rows], axis=0)
                merits = (helped * (most + 1) + kept)[winning]
                # Of equal merits the first is taken: the rows stand in the order of the file.
                best = winning[merits.argmax()]
                chosen = [changes[column[best]] for column in rows]
                found[framework] = dict(_in_ids(walkthrough, change) for change in chosen)
        missing = [f for f in missing if f not in found]
        if not missing:
            break
    return {f: found.get(f) for f in FRAMEWORKS if f in found or f in missing}


@dataclass(frozen=True)
class _Change:
    """Another answer, by the places of its criterion and option, and what it adds to the ranks."""

    criterion: int
    option: int
    is_open: bool
    gain: Ranks


def _in_ids(walkthrough: Walkthrough, change: _Change) -> tuple[str, str]:
    criterion = walkthrough.criteria[change.criterion]
    return criterion.id, criterion.options[change.option].id


def _open(walkthrough: Walkthrough, answers: Answers) -> list[int]:
    return [c for c in walkthrough.table.course if walkthrough.criteria[c].id not in answers]


def _gains(walkthrough: Walkthrough, criterion: int) -> Ranks:
    gains: Ranks = POINT * np.array(walkthrough.table.gains[criterion], int)
    return gains


def _standing(walkthrough: Walkthrough, answers: Answers) -> Ranks:
    gains = walkthrough.table.gains
    scores = added(NOTHING, *(gains[c][o] for c, o in walkthrough.chosen(answers)))
    standing: Ranks = ORDER + POINT * np.array(scores, int)
    return standing


def _sums(one: Ranks, two: Ranks) -> Ranks:
    return (one[:, None] + two[None]).reshape(-1, len(FRAMEWORKS))


def _count_wins(one: Ranks, two: Ranks) -> NDArray[np.int64]:
    """In how many pairs of rows each framework has the highest sum."""
    ahead = [np.ones((len(one), len(two)), bool) for _ in FRAMEWORKS]
    for a, b in itertools.combinations(range(len(FRAMEWORKS)), 2):
        leads = np.greater.outer(one[:, a] - one[:, b], two[:, b] - two[:, a])
        ahead[a] &= leads
        ahead[b] &= ~leads
    return np.array([np.count_nonzero(first) for first in ahead])


def _changes(walkthrough: Walkthrough, answers: Answers) -> Iterator[_Change]:
    given = dict(walkthrough.chosen(answers))
    for c, criterion in enumerate(walkthrough.criteria):
        if criterion.id not in answers and criterion.optional:
            continue
        gains, now = _gains(walkthrough, c), given.get(c)
        for o in range(len(gains)):
            if o != now:
                without = 0 if now is None else gains[now]
                yield _Change(c, o, is_open=now is None, gain=gains[o] - without)


def _combinations(criteria: NDArray[np.int64]) -> Iterator[Sequence[NDArray[np.int64]]]:
    """The changes one by one, then in twos, threes, …: a column of indices for each of them.

    The changes stand in the order of their criteria, and no two of one criterion are combined.
    """
    columns: list[NDArray[np.int64]] = [np.arange(len(criteria))]
    while len(columns[0]):
        yield columns
        rows, further = np.nonzero(criteria[None, :] > criteria[columns[-1]][:, None])
        columns = [*(column[rows] for column in columns), further]
