"""The committed floor: figures on held-back questions, from which none may fall unnoticed."""

from collections.abc import Iterator
from pathlib import Path

from knowledge.base import CONTENT, FLOOR
from knowledge.content import Frozen, Reader
from knowledge.figures import Figures

POINT = 0.01
"""How far a share may fall: less than one question in a hundred is chance."""

REMEDY = (
    "Look at what you changed: `advisor evaluate` shows the figures, and the confusions of the "
    "tuning half. Where the fall is worth it, or better cases brought it, say so in the pull "
    "request, and commit the new figures with `advisor evaluate --commit-floor`."
)

HEAD = """\
# The figures on the held-back cases as they were when somebody last committed them.
# A test fails when one gets worse by more than a point (0.01).
# Written by `advisor evaluate --commit-floor`; don't edit it by hand.
"""

BETTER_LOW = frozenset(["in_scope_refused"])


class Floor(Frozen):
    """The held-back figures that are guarded: `n` questions in scope, the rest shares.

    `answered_precision` is the share of all answers given outright that are right, those to
    messages out of scope included.
    """

    n: int
    top1: float
    top3: float
    hurried_top1: float
    hurried_top3: float
    answered_precision: float
    in_scope_refused: float
    out_of_scope_refused: float
    auroc: float


def floor_of(figures: Figures) -> Floor:
    """The figures as a floor, rounded to four places; a share of nothing counts as 0."""
    shares = {
        "top1": figures.in_scope.top1,
        "top3": figures.in_scope.top3,
        "hurried_top1": figures.hurried.top1,
        "hurried_top3": figures.hurried.top3,
        "answered_precision": figures.outcomes.answer.right,
        "in_scope_refused": figures.refused,
        "out_of_scope_refused": figures.out_of_scope_refused,
        "auroc": figures.auroc,
    }
    rounded = {name: round(value or 0.0, 4) for name, value in shares.items()}
    return Floor.model_validate({"n": figures.in_scope.n, **rounded})


def load_floor(folder: Path = CONTENT) -> Floor:
    """The committed floor.

    Raises:
        ContentError: if the file is missing, or says something else.
    """
    reader = Reader(folder)
    path = folder / "cases" / FLOOR
    data = reader.toml(path)
    floor = None if data is None else reader.model(path, Floor, data)
    reader.finish()
    assert floor is not None  # or the reader would have had a problem to raise
    return floor


def fallen(floor: Floor, now: Floor) -> Iterator[str]:
    """A line for each figure that is worse than the floor: by more than a point, or by any case.

    More cases are welcome; the shares are then compared over all of them.
    """
    if now.n < floor.n:
        yield f"n: {now.n} questions, {floor.n} are committed: cases were taken out"
    for name in Floor.model_fields.keys() - {"n"}:
        before, after = getattr(floor, name), getattr(now, name)
        worse = after - before if name in BETTER_LOW else before - after
        # Shares are rounded; their difference is, too, or 0.81 - 0.80 would be above 0.01.
        if round(worse, 4) > POINT:
            yield f"{name}: {after}, {before} is committed"


def rendered(floor: Floor) -> str:
    """The floor as the content of its file."""
    lines = [f"{name} = {value}" for name, value in floor.model_dump().items()]
    return "\n".join([HEAD, *lines, ""])
