"""How the quality figures are counted, on few cases that can be counted by hand."""

import pytest

from knowledge.asking import Found
from knowledge.evaluation import auroc, confusions, measure, refusable
from knowledge.figures import Confusion, Ranking, Refusals
from knowledge.models import Case
from knowledge.reliability import Precision
from rules import evaluation as deciding
from rules.models import DecisionCase, Walkthrough


def asked(
    outcome: str,
    confidence: float,
    *ranked: str,
    right: tuple[str, ...] = (),
    hurried: bool = False,
) -> tuple[Case, Found]:
    """A case with the entries that are right, and what was found for it."""
    found = Found(
        outcome=outcome,  # type: ignore[arg-type]  # the tests spell them right
        entry=ranked[0] if outcome == "answer" else None,
        confidence=confidence,
        candidates=[(entry, 0.5) for entry in ranked],
    )
    return Case(text="x", entries=right, hurried=hurried), found


CASES = [
    asked("answer", 0.9, "a", "b", "c", right=("a",)),
    asked("answer", 0.8, "b", "c", "a", right=("a", "z")),
    asked("suggest", 0.4, "b", "c", "d", "a", right=("a",), hurried=True),
    asked("none", 0.1, "z", right=("a", "z"), hurried=True),
    asked("none", 0.05),
    asked("suggest", 0.3, "a"),
    asked("none", 0.1, "a"),
    asked("answer", 0.85, "a"),
]


def test_the_figures_are_shares_of_the_cases_that_they_are_about() -> None:
    figures = measure(CASES)
    assert figures.in_scope == Ranking(n=4, top1=0.5, top3=0.75)
    assert figures.hurried == Ranking(n=2, top1=0.5, top3=0.5)
    assert (figures.answered, figures.right, figures.refused) == (0.5, 0.5, 0.25)
    assert figures.out_of_scope == 4
    assert (figures.out_of_scope_refused, figures.out_of_scope_answered) == (0.5, 0.25)
    # Above the four out of scope: 0.9 is over 4, 0.8 over 3, 0.4 over 3, 0.1 over 1 and a tie.
    assert figures.auroc == pytest.approx((4 + 3 + 3 + 1.5) / 16)


def test_each_outcome_is_right_or_not_over_all_messages() -> None:
    outcomes = measure(CASES).outcomes
    assert outcomes.answer == Precision(n=3, right=1 / 3)
    # One suggests nothing right among three, one is out of scope.
    assert outcomes.suggest == Precision(n=2, right=0)
    assert outcomes.none == Precision(n=3, right=2 / 3)


def test_answers_are_counted_by_word_and_near_misses_by_test() -> None:
    figures = measure(
        CASES,
        word=lambda confidence: "sure" if confidence > 0.82 else "likely",
        near=lambda text: text == "x",
    )
    assert figures.words == {
        "sure": Precision(n=2, right=0.5),
        "likely": Precision(n=1, right=0),
    }
    assert figures.near_misses == Refusals(n=4, refused=0.5, answered=0.25)
    assert measure(CASES).near_misses.n == 0


def test_what_could_be_refused_lies_below_what_all_but_5_percent_in_scope_reach() -> None:
    inside = [0.1, *[0.5] * 19]
    assert refusable(inside, [0.05, 0.2, 0.4, 0.6]) == 0.75
    assert refusable(inside[1:], [0.5, 0.49]) == 0.5
    assert refusable([], [0.5]) is None


def test_confusions_are_counted_by_what_is_expected_and_found() -> None:
    found = confusions(
        [
            asked("suggest", 0.5, "b", right=("a", "z")),
            asked("answer", 0.9, "b", "a", right=("a",)),
            asked("answer", 0.9, "z", right=("a", "z")),
            asked("none", 0.0, right=("c",)),
            asked("answer", 0.9, "d"),
            asked("suggest", 0.5, "d"),
        ]
    )
    assert found == (
        Confusion(expected="a", found="b", n=2, example="x"),
        Confusion(expected=None, found="d", n=1, example="x"),
        Confusion(expected="c", found=None, n=1, example="x"),
    )


def test_without_cases_there_are_no_shares() -> None:
    figures = measure([])
    assert figures.in_scope == Ranking(n=0, top1=None, top3=None)
    assert (figures.right, figures.out_of_scope_refused, figures.auroc) == (None, None, None)


def test_auroc_counts_pairs_and_half_of_ties() -> None:
    assert auroc([0.9, 0.8], [0.1, 0.2]) == 1
    assert auroc([0.1], [0.9]) == 0
    assert auroc([0.5, 0.5], [0.5]) == 0.5
    assert auroc([0.5], []) is None


def test_a_text_is_always_in_the_same_part() -> None:
    # sha256("a") begins with the byte ca, sha256("b") with 3e, sha256("d") with 18,
    # sha256("e") with 3f: even bytes are tuned on, odd ones held back.
    held_back = [Case(text=text, entries=()).held_back for text in "abde"]
    assert held_back == [False, False, False, True]


def test_decisions_are_accepted_mistaken_or_neither(walkthrough: Walkthrough) -> None:
    answers = {"team": "django", "admin": "yes", "data-layer": "relational-heavy"}
    cases = [
        DecisionCase.model_validate(
            {"name": name, "answers": answers, "accept": accept, "mistakes": no, "rests_on": "x"}
        )
        for name, accept, no in (
            ("right", ["drf"], []),
            ("mistaken", ["flask"], ["drf"]),
            ("neither", ["flask"], ["falcon"]),
            ("right too", ["falcon", "drf"], []),
        )
    ]
    figures = deciding.measure(walkthrough, cases)
    assert (figures.n, figures.accepted) == (4, 0.5)
    assert (figures.mistakes, figures.neither) == (("mistaken",), ("neither",))
    problems = list(deciding.wrong_cases(walkthrough, cases))
    assert [problem.field for problem in problems] == ["mistaken", "neither"]
