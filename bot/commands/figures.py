"""The quality figures as a table, with the goals beside them."""

from collections.abc import Callable, Sequence

from knowledge.content import Frozen
from knowledge.evaluation import Evaluation, Figures
from rules.evaluation import Figures as Decisions

Row = tuple[str, ...]
Read = Callable[[Figures], float | None]

QUESTIONS: Sequence[tuple[str, Read, str]] = (
    ("first answer right", lambda f: f.in_scope.top1, "0.85"),
    ("right among three", lambda f: f.in_scope.top3, "0.95"),
    ("hurried: first answer right", lambda f: f.hurried.top1, "0.80"),
    ("hurried: right among three", lambda f: f.hurried.top3, "0.92"),
    ("answered outright", lambda f: f.answered, ""),
    ("of these right", lambda f: f.right, ""),
    ("in scope, yet refused", lambda f: f.refused, "at most 0.05"),
    ("out of scope, refused", lambda f: f.out_of_scope_refused, "0.95"),
    ("out of scope, yet answered", lambda f: f.out_of_scope_answered, ""),
    ("AUROC of the confidence", lambda f: f.auroc, ""),
)
"""What is shown of the questions, how it is read, and its goal where it has one."""


class Quality(Frozen):
    """The quality figures of the content: finding answers, and deciding."""

    questions: Evaluation
    decisions: Decisions


def table(quality: Quality) -> str:
    """The figures for people to read."""
    tuning, held_back = quality.questions.tuning, quality.questions.held_back
    rows: list[Row] = [
        ("Questions", "tuning", "held back", "goal"),
        ("in scope", str(tuning.in_scope.n), str(held_back.in_scope.n), ""),
        ("  of these hurried", str(tuning.hurried.n), str(held_back.hurried.n), ""),
        ("out of scope", str(tuning.out_of_scope), str(held_back.out_of_scope), ""),
    ]
    rows += [
        (n, _shown(read(tuning)), _shown(read(held_back)), goal) for n, read, goal in QUESTIONS
    ]
    decisions = quality.decisions
    wrong = [("mistake", name) for name in decisions.mistakes]
    wrong += [("not accepted", name) for name in decisions.neither]
    return "\n".join(
        [
            *_aligned(rows),
            "",
            *_aligned(
                [
                    ("Decisions", "", "", "goal"),
                    ("cases", str(decisions.n), "", ""),
                    ("accepted", _shown(decisions.accepted), "", "1.000"),
                    ("mistakes", str(len(decisions.mistakes)), "", "0"),
                ]
            ),
            *(f"  {kind}: {name}" for kind, name in wrong),
        ]
    )


def _shown(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def _aligned(rows: Sequence[Row]) -> list[str]:
    return [f"{a:<28}{b:>10}{c:>11}   {d}".rstrip() for a, b, c, d in rows]
