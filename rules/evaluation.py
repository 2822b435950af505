"""How well the rules decide: what the decision cases expect beside what comes out."""

from collections.abc import Iterable, Iterator

from knowledge.content import Frozen, Problem
from knowledge.ids import FrameworkId
from rules.engine import evaluate
from rules.models import DecisionCase, Walkthrough
from rules.understanding import understand


class Verdict(Frozen):
    """What a case led to, and whether that is right or a mistake; it can be neither."""

    case: str
    recommended: FrameworkId
    accepted: bool
    mistake: bool


class Figures(Frozen):
    """The figures over decision cases: the share accepted (None without cases), and the names of
    those that ended in a mistake, or in neither a right choice nor a mistake.
    """

    n: int
    accepted: float | None
    mistakes: tuple[str, ...]
    neither: tuple[str, ...]


def judge(walkthrough: Walkthrough, case: DecisionCase) -> Verdict:
    """Decides a case, from its answers or from what its text states.

    Raises:
        UnknownAnswer: if an answer names a criterion or option that is not there.
    """
    answers = case.answers
    if answers is None:
        answers = understand(walkthrough, case.text or "").answers
    recommended = evaluate(walkthrough, answers).recommended
    return Verdict(
        case=case.name,
        recommended=recommended,
        accepted=recommended in case.accept,
        mistake=recommended in case.mistakes,
    )


def measure(walkthrough: Walkthrough, cases: Iterable[DecisionCase]) -> Figures:
    """The figures over all cases."""
    verdicts = [judge(walkthrough, case) for case in cases]
    right = sum(verdict.accepted for verdict in verdicts)
    return Figures(
        n=len(verdicts),
        accepted=right / len(verdicts) if verdicts else None,
        mistakes=tuple(v.case for v in verdicts if v.mistake),
        neither=tuple(v.case for v in verdicts if not v.accepted and not v.mistake),
    )


def wrong_cases(walkthrough: Walkthrough, cases: Iterable[DecisionCase]) -> Iterator[Problem]:
    """A problem for every case whose result is not one that it accepts."""
    for case in cases:
        verdict = judge(walkthrough, case)
        if verdict.accepted and not verdict.mistake:
            continue
        wrong = ", which is a mistake" if verdict.mistake else ""
        message = f"expected {' or '.join(case.accept)}, got {verdict.recommended}{wrong}"
        yield Problem("rules/cases", case.name, message)
