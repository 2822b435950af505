"""How well questions find their entries: the figures over the cases, and the faults in them."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from knowledge.asking import Finder
from knowledge.base import KnowledgeBase
from knowledge.content import Problem, unknown
from knowledge.figures import Confusion, Evaluation, Figures, Outcomes, Ranking, Refusals
from knowledge.models import Case
from knowledge.reliability import (
    Asked,
    by_word,
    first_is_right,
    precision,
    reliability,
    share,
)

AMONG = 3
"""How many candidates a person is shown, so how many count as found."""

MAY_BE_REFUSED = 0.05
"""The share of the questions in scope that may be refused."""

Word = Callable[[float], str]
Test = Callable[[str], bool]


def evaluate(
    finder: Finder,
    cases: Iterable[Case],
    *,
    word: Word | None = None,
    near: Test | None = None,
) -> Evaluation:
    """Asks every case and measures what is found.

    `word` puts a confidence into a word, `near` tells near misses; what they are for stays empty
    without them.
    """
    asked = [(case, finder.find(case.text)) for case in cases]
    tuning = [(case, found) for case, found in asked if not case.held_back]
    held_back = [(case, found) for case, found in asked if case.held_back]
    return Evaluation(
        tuning=measure(tuning, word=word, near=near),
        held_back=measure(held_back, word=word, near=near),
        confusions=confusions(tuning),
    )


def measure(
    asked: Sequence[Asked], *, word: Word | None = None, near: Test | None = None
) -> Figures:
    """The figures over cases and what was found for each; `word` and `near` as in `evaluate`."""
    inside = [(case, found) for case, found in asked if case.entries]
    outside = [(case, found) for case, found in asked if not case.entries]
    sure_inside, sure_outside = ([f.confidence for _, f in part] for part in (inside, outside))
    refusals = _refusals(outside)
    return Figures(
        in_scope=_ranking(inside),
        hurried=_ranking([(case, found) for case, found in inside if case.hurried]),
        answered=share(found.outcome == "answer" for _, found in inside),
        right=share(f.entry in c.entries for c, f in inside if f.outcome == "answer"),
        refused=share(found.outcome == "none" for _, found in inside),
        out_of_scope=refusals.n,
        out_of_scope_refused=refusals.refused,
        out_of_scope_answered=refusals.answered,
        out_of_scope_refused_at_5=refusable(sure_inside, sure_outside),
        near_misses=_refusals([one for one in outside if near and near(one[0].text)]),
        auroc=auroc(sure_inside, sure_outside),
        outcomes=_outcomes(asked),
        words=by_word(asked, word) if word else {},
        reliability=reliability(asked),
    )


def confusions(asked: Iterable[Asked]) -> tuple[Confusion, ...]:
    """What is found first in place of what is expected, the most frequent first.

    Of what is out of scope only answers count: to suggest something there is no confusion.
    """
    count: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    for case, found in asked:
        wrong = not first_is_right(case, found) if case.entries else found.outcome == "answer"
        if wrong:
            pair = (next(iter(case.entries), ""), next((e for e, _ in found.candidates), ""))
            count[pair] += 1
            examples.setdefault(pair, case.text)
    return tuple(
        Confusion(expected=pair[0] or None, found=pair[1] or None, n=n, example=examples[pair])
        for pair, n in sorted(count.items(), key=lambda item: (-item[1], item[0]))
    )


def refusable(inside: Sequence[float], outside: Sequence[float]) -> float | None:
    """The share outside below the confidence that all but 5 % inside reach."""
    if not inside:
        return None
    threshold = sorted(inside)[int(MAY_BE_REFUSED * len(inside))]
    return share(confidence < threshold for confidence in outside)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The share of pairs in which the positive is above the negative; a tie counts half."""
    if not positive or not negative:
        return None
    above = sum((p > n) + (p == n) / 2 for p in positive for n in negative)
    return above / (len(positive) * len(negative))


def stray_phrasings(finder: Finder, knowledge: KnowledgeBase) -> Iterator[Problem]:
    """A problem for every phrasing by which its own entry is not found first."""
    for entry in knowledge.entries.values():
        named = [("question", entry.question)]
        named += [(f"phrasings.{i}", text) for i, text in enumerate(entry.phrasings)]
        for field, text in named:
            first = next((found for found, _ in finder.find(text).candidates), None)
            if first != entry.id:
                path = knowledge.files[entry.id].shown
                message = f"expected to find this entry first, finds {first}: {text!r}"
                yield Problem(path, field, message)


def lost_cases(cases: Iterable[Case], entries: Iterable[str]) -> Iterator[Problem]:
    """A problem for every case that names an entry which does not exist."""
    known = set(entries)
    for case in cases:
        for name in case.entries:
            if name not in known:
                message = f"{unknown('entry', name, known)} (the case {case.text!r})"
                yield Problem("knowledge/cases", "entries", message)


def _ranking(asked: Sequence[Asked]) -> Ranking:
    ranked = [(case.entries, [entry for entry, _ in found.candidates]) for case, found in asked]
    return Ranking(
        n=len(ranked),
        top1=share(bool(set(right) & set(found[:1])) for right, found in ranked),
        top3=share(bool(set(right) & set(found[:AMONG])) for right, found in ranked),
    )


def _refusals(outside: Sequence[Asked]) -> Refusals:
    return Refusals(
        n=len(outside),
        refused=share(found.outcome == "none" for _, found in outside),
        answered=share(found.outcome == "answer" for _, found in outside),
    )


def _outcomes(asked: Sequence[Asked]) -> Outcomes:
    right: dict[str, list[bool]] = {"answer": [], "suggest": [], "none": []}
    for case, found in asked:
        shown = {entry for entry, _ in found.candidates[:AMONG]}
        is_right = {
            "answer": found.entry in case.entries,
            "suggest": bool(shown & set(case.entries)),
            "none": not case.entries,
        }
        right[found.outcome].append(is_right[found.outcome])
    return Outcomes.model_validate({name: precision(found) for name, found in right.items()})
