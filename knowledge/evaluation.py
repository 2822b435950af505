"""How well questions find their entries: the figures over the cases, and the faults in them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from knowledge.asking import Finder, Found
from knowledge.content import Frozen, Problem, unknown
from knowledge.models import Case, Entry

Part = Literal["tuning", "held_back"]

AMONG = 3
"""How many candidates a person is shown, so how many count as found."""


class Ranking(Frozen):
    """How often a right entry came first, or among three, as shares; None where `n` is 0."""

    n: int
    top1: float | None
    top3: float | None


class Figures(Frozen):
    """The figures over some cases. Shares run from 0 to 1, and are None where nothing counts.

    `answered` are questions answered outright and `right` the part of them with a right answer;
    `refused` are those told that the answer is not known. `auroc` is the chance that the
    confidence of a question in scope is above that of one out of scope.
    """

    in_scope: Ranking
    hurried: Ranking
    answered: float | None
    right: float | None
    refused: float | None
    out_of_scope: int
    out_of_scope_refused: float | None
    out_of_scope_answered: float | None
    auroc: float | None


class Evaluation(Frozen):
    """The figures over the cases that may be tuned on, and over those held back."""

    tuning: Figures
    held_back: Figures


def part_of(text: str) -> Part:
    """The part that a case belongs to, by its text alone, so that it never changes sides."""
    return "held_back" if hashlib.sha256(text.encode()).digest()[0] % 2 else "tuning"


def evaluate(finder: Finder, cases: Iterable[Case]) -> Evaluation:
    """Asks every case and measures what is found."""
    asked: dict[Part, list[tuple[Case, Found]]] = {"tuning": [], "held_back": []}
    for case in cases:
        asked[part_of(case.text)].append((case, finder.find(case.text)))
    return Evaluation(tuning=measure(asked["tuning"]), held_back=measure(asked["held_back"]))


def measure(asked: Sequence[tuple[Case, Found]]) -> Figures:
    """The figures over cases and what was found for each."""
    inside = [(case, found) for case, found in asked if case.entries]
    outside = [found for case, found in asked if not case.entries]
    answers = [(case, found) for case, found in inside if found.outcome == "answer"]
    return Figures(
        in_scope=_ranking(inside),
        hurried=_ranking([(case, found) for case, found in inside if case.hurried]),
        answered=_share(found.outcome == "answer" for _, found in inside),
        right=_share(found.entry in case.entries for case, found in answers),
        refused=_share(found.outcome == "none" for _, found in inside),
        out_of_scope=len(outside),
        out_of_scope_refused=_share(found.outcome == "none" for found in outside),
        out_of_scope_answered=_share(found.outcome == "answer" for found in outside),
        auroc=auroc([f.confidence for _, f in inside], [f.confidence for f in outside]),
    )


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """The share of pairs in which the positive is above the negative; a tie counts half."""
    if not positive or not negative:
        return None
    above = sum((p > n) + (p == n) / 2 for p in positive for n in negative)
    return above / (len(positive) * len(negative))


def stray_phrasings(finder: Finder, entries: Mapping[str, Entry]) -> Iterator[Problem]:
    """A problem for every phrasing by which its own entry is not found first."""
    for entry in entries.values():
        named = [("question", entry.question)]
        named += [(f"phrasings.{i}", text) for i, text in enumerate(entry.phrasings)]
        for field, text in named:
            first = next((found for found, _ in finder.find(text).candidates), None)
            if first != entry.id:
                path = f"knowledge/faq/{entry.topic}/{entry.id}.md"
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


def _ranking(asked: Sequence[tuple[Case, Found]]) -> Ranking:
    ranked = [(case.entries, [entry for entry, _ in found.candidates]) for case, found in asked]
    return Ranking(
        n=len(ranked),
        top1=_share(bool(set(right) & set(found[:1])) for right, found in ranked),
        top3=_share(bool(set(right) & set(found[:AMONG])) for right, found in ranked),
    )


def _share(events: Iterable[bool]) -> float | None:
    counted = list(events)
    return sum(counted) / len(counted) if counted else None
