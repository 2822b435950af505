"""The figures that are measured, each with its goal, and how a figure is put beside it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

Figures = dict[str, float | str]
"""Figures by their key; in place of a number, words may say why there is none."""


class Goal(NamedTuple):
    """A figure: its key, what it is, its goal where it has one, and its unit."""

    key: str
    what: str
    goal: float | None = None
    unit: str = ""
    at_most: bool = False


SEEN_BY_NOBODY: Sequence[Goal] = (
    Goal("top1", "first answer right", 0.85),
    Goal("top3", "right among three", 0.95),
    Goal("hurried_top1", "hurried: first answer right", 0.80),
    Goal("hurried_top3", "hurried: right among three", 0.92),
    Goal("out_refused", "out of scope, refused", 0.95),
    Goal("in_refused", "in scope, yet refused", 0.05, at_most=True),
    Goal("out_refused_at_5", "out of scope, could be refused while 5 % in scope are", 0.95),
    Goal("near_refused", "near misses, refused"),
    Goal("near_answered", "near misses, yet answered"),
    Goal("answer_right", "answers given outright that are right"),
    Goal("sure_right", "those called sure"),
    Goal("likely_right", "those called likely"),
    Goal("unsure_right", "those called unsure"),
    Goal("auroc", "AUROC of the confidence, in scope against out of scope"),
    Goal("error", "calibration error of the confidence"),
)

CLINC: Sequence[Goal] = (
    Goal("top1", "first intent right", 0.85),
    Goal("typo_top1", "the same with typos", 0.80),
    Goal("auroc", "AUROC, in scope against out of scope", 0.94),
    Goal("top3", "right among three"),
    Goal("oos_refused_at_95", "out of scope, refused while 5 % in scope are"),
    Goal("build_s", "index of 150 intents built", unit="s"),
    Goal("lat_p50_ms", "one sentence, median", unit="ms"),
    Goal("lat_p99_ms", "one sentence, 99th percentile", unit="ms"),
)

SPEED: Sequence[Goal] = (
    Goal("real_median_ms", "our entries: one question, median", 0.15, "ms", at_most=True),
    Goal("real_p99_ms", "our entries: one question, 99th percentile", 0.5, "ms", at_most=True),
    Goal("real_build_s", "our entries: index built", 1, "s", at_most=True),
    Goal("first_answer_s", "start of the server to the first answer", 2, "s", at_most=True),
    Goal("resting_mb", "memory of the running server at rest", 120, "MB", at_most=True),
)

SIZES: Mapping[int, Sequence[Goal]] = {
    100: (
        Goal("median_ms", "one question, median", 0.15, "ms", at_most=True),
        Goal("p99_ms", "one question, 99th percentile", 0.5, "ms", at_most=True),
        Goal("build_s", "index built", 1, "s", at_most=True),
    ),
    10_000: (
        Goal("median_ms", "one question, median", unit="ms"),
        Goal("p99_ms", "one question, 99th percentile", 1, "ms", at_most=True),
        Goal("build_s", "index built", unit="s"),
    ),
    100_000: (
        Goal("median_ms", "one question, median", unit="ms"),
        Goal("p99_ms", "one question, 99th percentile", 1.5, "ms", at_most=True),
        Goal("build_s", "index built", unit="s"),
    ),
}

OF_EVERY_SIZE: Sequence[Goal] = (
    Goal("grown_mb", "memory, growth of the peak", unit="MB"),
    Goal("top1", "first entry right"),
    Goal("ratio", "time of one question, as a part of WRatio's over the same phrasings"),
)

UNDERSTANDING: Sequence[Goal] = (
    Goal("precision", "answers filled in that are right", 0.95),
    Goal("recall", "answers stated that are found", 0.75),
)

SETTLING: Sequence[Goal] = (
    Goal("asked", "questions until the recommendation is settled, mean", 5, at_most=True),
    Goal("asked_p95", "95th percentile"),
    Goal("in_order", "the same in the order of the file, mean"),
    Goal("in_order_p95", "95th percentile"),
    Goal("other", "sets whose result differs from that of all answers", 0, at_most=True),
)


def goals_of(size: int) -> Sequence[Goal]:
    """What is measured with so many synthetic entries; a size of one's own has no goals."""
    own = [goal._replace(goal=None) for goal in SIZES[10_000]]
    return (*SIZES.get(size, own), *OF_EVERY_SIZE)


def row(goal: Goal, value: float | str | None) -> tuple[str, str, str, str]:
    """A figure for people: what it is, the figure, its goal, and by how much it is missed."""
    if value is None:
        return goal.what, "not measured", _goal(goal), ""
    if isinstance(value, str):
        return goal.what, value, _goal(goal), "missed" if goal.goal is not None else ""
    miss = ""
    if goal.goal is not None:
        over = value - goal.goal if goal.at_most else goal.goal - value
        # What a reader sees as the goal counts as reached.
        miss = number(over, goal.unit) if float(f"{over:.3f}") > 0 else "met"
    return goal.what, number(value, goal.unit), _goal(goal), miss


def table(goals: Sequence[Goal], figures: Mapping[str, float | str]) -> str:
    """The figures as lines for a terminal."""
    rows = [("", "figure", "goal", "missed by")]
    rows += [row(goal, figures.get(goal.key)) for goal in goals]
    sizes = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(size) for cell, size in zip(line, sizes, strict=True)).rstrip()
        for line in rows
    )


def number(value: float, unit: str = "") -> str:
    """A number with as many places as it deserves, and its unit; a count has none."""
    if isinstance(value, int):
        return f"{value:,} {unit}".rstrip()
    places = 0 if unit == "MB" else 3 if not unit and abs(value) <= 1 else 2
    return f"{value:,.{places}f} {unit}".rstrip()


def _goal(goal: Goal) -> str:
    if goal.goal is None:
        return ""
    return f"{'at most ' if goal.at_most else ''}{goal.goal:g} {goal.unit}".rstrip()
