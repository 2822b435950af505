"""A walkthrough as numbers, worked out once: what is added up, and how far it can still move.

A veto is a number so far below zero that no points make up for it. A standing is then one sum, and
the most that a rival can still gain on the leader is the sum of the most that each open criterion
gives it: a bound that some answers do reach, whatever was answered before.
"""

import statistics
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import sub
from typing import TypeVar

from knowledge.ids import FRAMEWORKS, FrameworkId

Number = TypeVar("Number", int, float)

Scores = tuple[int, ...]
"""A number for each framework, in their fixed order."""

NOTHING: Scores = (0,) * len(FRAMEWORKS)
"""What "don't know" adds."""

# Found by trying: they ask the fewest questions over all answer sets.
FULL_SWING = 8
"""The points that a veto counts at most where it is one swing among others."""
HEADSTART = 4
"""How many points of lead halve the attention that a rival gets."""
SHAKES_THE_LEADER = 4.0
"""What it adds to a question that it can exclude the leader."""


@dataclass(frozen=True)
class Table:
    """The effects of a walkthrough as numbers.

    `gains` holds, for each criterion and option, what is added to each framework's score.
    `reach` holds, for each criterion, leader and rival, the most that an answer lets the rival
    gain; `swing` how much the answers differ in that, and `shakes` what the criterion is worth
    for whom it can exclude. `course` has the places of the criteria that are not optional, and
    `veto` is what a veto adds.
    """

    gains: tuple[tuple[Scores, ...], ...]
    reach: tuple[tuple[Scores, ...], ...]
    swing: tuple[tuple[tuple[float, ...], ...], ...]
    shakes: tuple[tuple[float, ...], ...]
    course: tuple[int, ...]
    veto: int

    def rivals(self, scores: Scores, left: Collection[int]) -> list[int]:
        """Who can still overtake the leader, if only the criteria left are answered."""
        return _overtaking(scores, self._reach(first(scores), left))

    def next_criterion(self, scores: Scores, left: Collection[int]) -> int | None:
        """The criterion that the most of its answers would settle the matter with.

        Of several it is the one that moves most between the leader and its rivals, the close ones
        above all; once all is settled, everybody else counts as a rival.
        """
        leader = first(scores)
        places = range(len(scores))
        reach = [self._reach(place, left) for place in places]
        rivals = _overtaking(scores, reach[leader]) or [r for r in places if r != leader]
        attention = [(r, 1 / (HEADSTART + scores[leader] - scores[r])) for r in rivals]

        def settles(criterion: int, gained: Scores) -> bool:
            after = added(scores, gained)
            ahead = first(after)
            rest = map(sub, reach[ahead], self.reach[criterion][ahead])
            return not _overtaking(after, tuple(rest))

        def worth(criterion: int) -> tuple[float, float]:
            gains, swing = self.gains[criterion], self.swing[criterion][leader]
            settling = sum(settles(criterion, gained) for gained in gains)
            moves = sum(swing[rival] * much for rival, much in attention)
            return settling / len(gains), moves + self.shakes[criterion][leader]

        return max(left, key=worth, default=None)

    def _reach(self, leader: int, left: Collection[int]) -> Scores:
        """The most that each rival can gain on a leader, if only the criteria left are answered."""
        return added(NOTHING, *(self.reach[c][leader] for c in left))


def _overtaking(scores: Scores, reach: Scores) -> list[int]:
    leader = first(scores)
    return [
        rival
        for rival, score in enumerate(scores)
        # In a tie the first in the fixed order wins.
        if rival != leader and score + reach[rival] >= scores[leader] + (rival > leader)
    ]


def first(scores: Scores) -> int:
    """The place of the leader: of several with the most points, the first in the fixed order."""
    return scores.index(max(scores))


def added(*scores: Scores) -> Scores:
    """Scores added up, framework by framework."""
    return tuple(map(sum, zip(*scores, strict=True)))


def tabulated(
    effects: Sequence[Sequence[Mapping[FrameworkId, int | None]]], optional: Iterable[bool]
) -> Table:
    """The table of the effects by criterion, option and framework, where None is a veto."""
    # More than all points together can be apart.
    veto = -1 - sum(
        max(points) - min(points)
        for options in effects
        for points in [[0, *(n for o in options for n in o.values() if n is not None)]]
    )
    gains = tuple(
        tuple(tuple(_points(option.get(f, 0), veto) for f in FRAMEWORKS) for option in options)
        for options in effects
    )
    return Table(
        gains=gains,
        reach=tuple(_pairs(_most, options) for options in gains),
        swing=tuple(_pairs(statistics.pstdev, _softened(options)) for options in gains),
        shakes=tuple(
            tuple(
                SHAKES_THE_LEADER if veto in excluding else 0.0
                for excluding in zip(*options, strict=True)
            )
            for options in gains
        ),
        course=tuple(c for c, is_optional in enumerate(optional) if not is_optional),
        veto=veto,
    )


def _points(effect: int | None, veto: int) -> int:
    return veto if effect is None else effect


def _most(gained: Sequence[int]) -> int:
    return max(0, *gained)  # 0 is "don't know".


def _softened(options: Sequence[Scores]) -> list[Scores]:
    return [tuple(max(points, -FULL_SWING) for points in option) for option in options]


def _pairs(
    measure: Callable[[Sequence[int]], Number], options: Sequence[Scores]
) -> tuple[tuple[Number, ...], ...]:
    """A measure of what each option lets a rival gain, by leader and rival."""
    places = range(len(FRAMEWORKS))
    return tuple(
        tuple(measure([option[rival] - option[leader] for option in options]) for rival in places)
        for leader in places
    )
