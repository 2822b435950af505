"""The quality figures as a table, with the goals beside them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.console import one_line
from knowledge.content import Frozen
from knowledge.figures import Confusion, Evaluation, Figures
from knowledge.reliability import Precision, Reliability
from rules.evaluation import Figures as Decisions
from rules.evaluation import Misread, Understandings

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
    ("  could be, at 5 % in scope", lambda f: f.out_of_scope_refused_at_5, "0.95"),
    ("  near misses, refused", lambda f: f.near_misses.refused, ""),
    ("out of scope, yet answered", lambda f: f.out_of_scope_answered, ""),
    ("  near misses, yet answered", lambda f: f.near_misses.answered, ""),
    ("AUROC of the confidence", lambda f: f.auroc, ""),
    ("its calibration error", lambda f: f.reliability.error, ""),
)
"""What is shown of the questions, how it is read, and its goal where it has one."""

PRECISIONS: Sequence[tuple[str, Callable[[Figures], Precision]]] = (
    ("answered", lambda f: f.outcomes.answer),
    ("  sure", lambda f: _word(f, "sure")),
    ("  likely", lambda f: _word(f, "likely")),
    ("  unsure", lambda f: _word(f, "unsure")),
    ("suggested, among three", lambda f: f.outcomes.suggest),
    ("refused", lambda f: f.outcomes.none),
)
"""What is shown of how often an outcome is right, over all messages."""

SHOWN = 15
"""How many confusions are printed; the JSON has them all."""

WIDTH = 80


class Quality(Frozen):
    """The quality figures of the content: finding answers, deciding, reading descriptions."""

    questions: Evaluation
    decisions: Decisions
    understanding: Understandings


def halves(questions: Evaluation) -> Mapping[str, Reliability]:
    """The reliability of both halves of the cases, by their names."""
    return {
        "tuning": questions.tuning.reliability,
        "held back": questions.held_back.reliability,
    }


def table(quality: Quality) -> str:
    """The figures for people to read."""
    sections = (
        _questions(quality.questions),
        _precisions(quality.questions),
        _bins(quality.questions),
        _confusions(quality.questions.confusions),
        _decisions(quality.decisions),
        _understanding(quality.understanding),
        _misread(quality.understanding.misread),
    )
    return "\n\n".join("\n".join(section) for section in sections)


def _questions(questions: Evaluation) -> list[str]:
    tuning, held_back = questions.tuning, questions.held_back
    rows: list[Row] = [
        ("Questions", "tuning", "held back", "goal"),
        ("in scope", str(tuning.in_scope.n), str(held_back.in_scope.n), ""),
        ("  of these hurried", str(tuning.hurried.n), str(held_back.hurried.n), ""),
        ("out of scope", str(tuning.out_of_scope), str(held_back.out_of_scope), ""),
        ("  near misses", str(tuning.near_misses.n), str(held_back.near_misses.n), ""),
    ]
    rows += [
        (n, _shown(read(tuning)), _shown(read(held_back)), goal) for n, read, goal in QUESTIONS
    ]
    return _aligned(rows)


def _precisions(questions: Evaluation) -> list[str]:
    halves = (questions.tuning, questions.held_back)
    rows: list[Row] = [("Outcomes, and how many are right", "tuning", "held back")]
    rows += [(name, *(_of(read(half)) for half in halves)) for name, read in PRECISIONS]
    return [f"{a:<32}{b:>16}{c:>16}" for a, b, c in rows]


def _bins(questions: Evaluation) -> list[str]:
    pairs = zip(
        questions.tuning.reliability.bins, questions.held_back.reliability.bins, strict=True
    )
    lines = [
        f"{'Reliability':<12}{'tuning':>8}{'mean':>8}{'right':>8}"
        f"{'held back':>14}{'mean':>8}{'right':>8}"
    ]
    for a, b in pairs:
        left = f"{a.n:>8}{_shown(a.confidence):>8}{_shown(a.right):>8}"
        right = f"{b.n:>14}{_shown(b.confidence):>8}{_shown(b.right):>8}"
        lines.append(f"{f'{a.low:.1f} to {a.high:.1f}':<12}{left}{right}")
    return lines


def _confusions(confusions: Sequence[Confusion]) -> Iterator[str]:
    yield "Confusions of the tuning half: expected, found instead"
    for one in confusions[:SHOWN]:
        pair = f"{one.n:>3}  {one.expected or '(a refusal)'}, {one.found or '(nothing)'}"
        yield pair[:WIDTH]
        yield _quoted(one.example)
    if len(confusions) > SHOWN:
        yield f"     and {len(confusions) - SHOWN} more, all of them with --json"


def _decisions(decisions: Decisions) -> list[str]:
    wrong = [("mistake", name) for name in decisions.mistakes]
    wrong += [("not accepted", name) for name in decisions.neither]
    rows = [
        ("Decisions", "", "", "goal"),
        ("cases", str(decisions.n), "", ""),
        ("accepted", _shown(decisions.accepted), "", "1.000"),
        ("mistakes", str(len(decisions.mistakes)), "", "0"),
    ]
    return [*_aligned(rows), *(f"  {kind}: {name}" for kind, name in wrong)]


def _understanding(found: Understandings) -> list[str]:
    tuning, held_back = found.tuning, found.held_back
    return _aligned(
        [
            ("Understanding", "tuning", "held back", "goal"),
            ("descriptions", str(tuning.n), str(held_back.n), ""),
            ("answers filled in", str(tuning.filled), str(held_back.filled), ""),
            ("  of these right", _shown(tuning.precision), _shown(held_back.precision), "0.95"),
            ("answers stated", str(tuning.stated), str(held_back.stated), ""),
            ("  of these found", _shown(tuning.recall), _shown(held_back.recall), "0.75"),
        ]
    )


def _misread(misread: Sequence[Misread]) -> Iterator[str]:
    yield "Misread in the tuning half: expected, found instead"
    for one in misread[:SHOWN]:
        found = f"{one.found}, by {one.evidence!r}" if one.found else "(nothing)"
        yield f"     {one.criterion}: {one.expected or '(nothing)'}, {found}"[:WIDTH]
        yield _quoted(one.text)
    if len(misread) > SHOWN:
        yield f"     and {len(misread) - SHOWN} more, all of them with --json"


def _quoted(text: str) -> str:
    line, room = one_line(text), WIDTH - 7
    return f'     "{line if len(line) <= room else line[: room - 1] + "…"}"'


def _word(figures: Figures, word: str) -> Precision:
    return figures.words.get(word, Precision(n=0, right=None))


def _of(precision: Precision) -> str:
    return f"{_shown(precision.right)} of {precision.n}"


def _shown(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def _aligned(rows: Sequence[Row]) -> list[str]:
    return [f"{a:<28}{b:>10}{c:>11}   {d}".rstrip() for a, b, c, d in rows]
