"""How well the rules decide and how well descriptions are understood, beside what is expected."""

from collections.abc import Iterable, Iterator, Sequence

from knowledge.content import Frozen, Problem
from knowledge.ids import FrameworkId
from rules.describing import Description, Descriptions
from rules.engine import evaluate
from rules.models import DecisionCase, Walkthrough
from rules.understanding import Understood, understand


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


class Understanding(Frozen):
    """The figures over descriptions.

    `filled` and `stated` are how many answers were filled in, without those that are merely
    plausible, and how many the texts state; `precision` is the share of the filled ones that are
    stated, `recall` the share of the stated ones that were filled in, None where there are none.
    """

    n: int
    filled: int
    stated: int
    precision: float | None
    recall: float | None


class Misread(Frozen):
    """What was not understood in a description: an answer that is wrong, one that is missing."""

    text: str
    criterion: str
    expected: str | None
    found: str | None
    evidence: str | None


class Understandings(Frozen):
    """The figures of both parts of the descriptions, and what was misread in the tuning part."""

    tuning: Understanding
    held_back: Understanding
    misread: tuple[Misread, ...]


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


def measure_understanding(walkthrough: Walkthrough, descriptions: Descriptions) -> Understandings:
    """The figures over the descriptions of either folder; there may be none in one."""
    tuning = [(one, understand(walkthrough, one.text)) for one in descriptions.tuning]
    held_back = [(one, understand(walkthrough, one.text)) for one in descriptions.held_back]
    return Understandings(
        tuning=_understanding(tuning),
        held_back=_understanding(held_back),
        misread=tuple(misread for pair in tuning for misread in _misread(*pair)),
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


def _understanding(read: Sequence[tuple[Description, Understood]]) -> Understanding:
    stated = sum(len(one.states) for one, _ in read)
    filled = sum(len(_counting(*pair)) for pair in read)
    right = sum(len(one.states.items() & found.answers.items()) for one, found in read)
    return Understanding(
        n=len(read),
        filled=filled,
        stated=stated,
        precision=right / filled if filled else None,
        recall=right / stated if stated else None,
    )


def _misread(one: Description, found: Understood) -> Iterator[Misread]:
    counting = _counting(one, found)
    for criterion in {**counting, **one.states}:
        expected, got = one.states.get(criterion), counting.get(criterion)
        if expected != got:
            yield Misread(
                text=one.text,
                criterion=criterion,
                expected=expected,
                found=got,
                evidence=found.evidence[criterion] if got else None,
            )


def _counting(one: Description, found: Understood) -> dict[str, str]:
    """What was filled in, without what is merely plausible."""
    return {
        criterion: option
        for criterion, option in found.answers.items()
        if option not in one.plausible.get(criterion, ())
    }
