"""Every set of answers to the course at once: the scores, who wins, and by how much.

The arrays have one dimension for the frameworks and one for each criterion of the course, in their
order. Scores are kept as ranks: eight times the score and the place in the fixed order, so that no
two are equal, the highest wins, and n points are a difference of 8 n.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.ids import FRAMEWORKS
from rules.models import Walkthrough
from rules.scoring import Scores

Ranks = NDArray[np.int32]
Winners = NDArray[np.intp]

POINT = 8
ORDER = np.arange(len(FRAMEWORKS), dtype=np.int32)[::-1]
NO_ORDER = np.zeros_like(ORDER)


@dataclass(frozen=True)
class AnswerSets:
    """All sets of answers to the course; optional criteria are left open in them."""

    walkthrough: Walkthrough
    ranks: Ranks

    @property
    def count(self) -> int:
        """How many sets there are."""
        return int(self.ranks[0].size)

    def answers(self, place: int) -> dict[str, str]:
        """The answers of the set at a place, counted through all of them."""
        chosen = np.unravel_index(place, self.ranks.shape[1:])
        course = self.walkthrough.course
        return {c.id: c.options[int(o)].id for c, o in zip(course, chosen, strict=True)}

    def with_and_without(self, criterion: int, option: int) -> tuple[Ranks, Ranks, Winners]:
        """The ranks where an option is chosen, the same without it, and the places of the sets."""
        gains = POINT * np.array(self.walkthrough.table.gains[criterion][option], np.int32)
        places = np.arange(self.count).reshape(self.ranks.shape[1:])
        if criterion in self.walkthrough.table.course:
            axis = self.walkthrough.table.course.index(criterion)
            ranks: Ranks = self.ranks.take(option, axis + 1).reshape(len(FRAMEWORKS), -1)
            return ranks, ranks - gains[:, None], places.take(option, axis).ravel()
        ranks = self.ranks.reshape(len(FRAMEWORKS), -1)
        return ranks + gains[:, None], ranks, places.ravel()


def of_course(walkthrough: Walkthrough) -> AnswerSets:
    """All sets of answers to the course of a walkthrough."""
    table = walkthrough.table
    return AnswerSets(walkthrough, _sums([table.gains[c] for c in table.course], ORDER))


def winners(ranks: Ranks) -> Winners:
    """The place of the framework that wins each set."""
    winner: Winners = ranks.argmax(axis=0)
    return winner


def lead(ranks: Ranks, framework: int) -> Ranks:
    """By how much a framework is before the best of the others; below 0 it is behind."""
    ahead: Ranks = ranks[framework] - np.delete(ranks, framework, axis=0).max(axis=0)
    return ahead


def tied(ranks: Ranks) -> NDArray[np.bool_]:
    """By framework, whether it has the first place of each set, alone or together with others."""
    points = ranks // POINT
    first: NDArray[np.bool_] = points == points.max(axis=0)
    return first


def merged(ranks: Ranks) -> tuple[Ranks, NDArray[np.int64], Winners]:
    """The sets that differ in the distances between frameworks: one of each, how many there are of
    it, and the place of that one.
    """
    flat = ranks.reshape(len(ranks), -1)
    apart = flat[1:].astype(np.int64) - flat[0]
    apart -= apart.min(axis=1, keepdims=True)
    code = np.zeros(flat.shape[1], np.int64)
    for row in apart:
        code = code * (int(row.max()) + 1) + row
    _, first, counts = np.unique(code, return_index=True, return_counts=True)
    return np.ascontiguousarray(flat[:, first]), counts, first


def wins_with_optional(sets: AnswerSets) -> tuple[int, list[int]]:
    """How many sets there are when optional criteria are answered or left open as well, and how
    many of them each framework wins. Sets that are equal in their distances are counted at once.
    """
    table = sets.walkthrough.table
    optional = [
        (*gains, (0,) * len(FRAMEWORKS))
        for c, gains in enumerate(table.gains)
        if c not in table.course
    ]
    ranks, counts, _ = merged(sets.ranks)
    shifts, times, _ = merged(_sums(optional, NO_ORDER))
    # The narrowest types that hold every number exactly: they are several times as fast.
    highest = int(np.abs(ranks).max() + np.abs(shifts).max())
    ranks = ranks.astype(np.int16 if highest <= np.iinfo(np.int16).max else np.int32)
    counted = counts.astype(np.float32 if sets.count < 2**24 else np.float64)
    won = [0] * len(FRAMEWORKS)
    for shift, often in zip(shifts.T.astype(ranks.dtype), times, strict=True):
        shifted = ranks + shift[:, None]
        is_first = (shifted == shifted.max(axis=0)).astype(counted.dtype)
        for framework, count in enumerate(is_first @ counted):
            won[framework] += int(often) * int(count)
    return sum(won), won


def _sums(gains: Sequence[Sequence[Scores]], start: NDArray[np.int32]) -> Ranks:
    ranks: Ranks = start.reshape(-1, *(1 for _ in gains))
    for axis, options in enumerate(gains):
        shape = [len(FRAMEWORKS), *(1 for _ in gains)]
        shape[axis + 1] = len(options)
        ranks = ranks + POINT * np.array(options, np.int32).T.reshape(shape)
    return ranks
