"""The rules as they stand: every criterion, every option, every case."""

import functools

import pytest

import knowledge.base
import rules.loading
from knowledge.ids import FRAMEWORKS
from rules.evaluation import judge
from rules.models import UNKNOWN, DecisionCase, Walkthrough

FILE = "rules/walkthroughs/choose-a-framework.toml"

# The contract with programs outside; more options may be added, these must stay.
CRITERIA = {
    "workload": "crud microservice realtime gateway prototype ml-serving",
    "concurrency": "ordinary many-io-bound thousands-long-lived",
    "latency": "normal low extreme",
    "team": "django flask async beginner mixed",
    "time-to-market": "days normal long-term",
    "batteries": "all-in-one some full-control",
    "data-layer": "relational-heavy light none-or-nosql",
    "admin": "yes no",
    "api-docs": "required nice no",
    "auth": "built-in external none",
    "existing-code": "greenfield django flask other",
    "hiring": "matters no",
}


@functools.cache
def load() -> Walkthrough:
    return rules.loading.load()["choose-a-framework"]


@functools.cache
def cases() -> list[DecisionCase]:
    return rules.loading.load_cases(load())


@pytest.mark.parametrize("criterion", CRITERIA)
def test_every_criterion_of_the_contract_has_its_options(criterion: str) -> None:
    found = {c.id: {o.id for o in c.options} for c in load().criteria}
    assert criterion in found, f"{FILE}: add the criterion {criterion!r}"
    missing = set(CRITERIA[criterion].split()) - found[criterion]
    assert not missing, f"{FILE}: add the options {sorted(missing)} to {criterion!r}"


@pytest.mark.parametrize(
    ("criterion", "option"),
    [(c.id, o.id) for c in load().criteria for o in c.options],
)
def test_every_option_has_an_effect_and_phrases(criterion: str, option: str) -> None:
    found = load().criterion(criterion).option(option)
    assert found is not None
    where = f"{FILE}: {criterion}.{option}"
    assert found.effects or found.neutral, (
        f"{where}: give it an effect, or take it out: it can change nothing"
    )
    assert len(found.phrases) >= 3, f"{where}: add the words with which people state it"


@pytest.mark.parametrize("criterion", [c.id for c in load().criteria])
def test_every_clause_fits_into_a_sentence_with_others(criterion: str) -> None:
    found = load().criterion(criterion)
    for clause in (found.unsure, *(option.supposing for option in found.options)):
        where = f"{FILE}: {criterion}: {clause!r}"
        assert clause[0].islower(), f"{where}: it stands after 'if': begin with a small letter"
        assert not clause.startswith("if "), f"{where}: 'if' is put before it"
        assert not set(clause) & set(',.;:?!"“”'), f"{where}: others follow: no signs"


def test_there_are_enough_cases() -> None:
    assert len(cases()) >= 30, "rules/cases: describe at least 30 situations"
    assert sum(case.text is not None for case in cases()) >= 10, (
        "rules/cases: describe at least 10 of them in a text, as a person would"
    )


@pytest.mark.parametrize("case", cases(), ids=[case.name for case in cases()])
def test_every_case_holds(case: DecisionCase) -> None:
    verdict = judge(load(), case)
    assert verdict.accepted, (
        f"rules/cases: {case.name!r}: expected {' or '.join(case.accept)}, got "
        f"{verdict.recommended}; change the weights in {FILE}, or the case if it is wrong"
    )
    assert not verdict.mistake


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_framework_wins_in_some_case(framework: str) -> None:
    winners = {judge(load(), case).recommended for case in cases()}
    assert framework in winners, f"rules/cases: add a situation for which {framework} is right"


def test_no_combination_of_answers_excludes_every_framework() -> None:
    # Only vetoes matter: the sets of frameworks that some answers to the criteria so far exclude.
    reached: dict[frozenset[str], dict[str, str]] = {frozenset(): {}}
    for criterion in load().criteria:
        for excluded, answers in list(reached.items()):
            for option in criterion.options:
                vetoed = {f for f, effect in option.effects.items() if effect.veto}
                reached.setdefault(excluded | vetoed, {**answers, criterion.id: option.id})
    everybody = reached.get(frozenset(FRAMEWORKS))
    assert everybody is None, f"{FILE}: {everybody} leave no framework; turn a veto into a weight"


def test_no_option_takes_the_name_of_dont_know() -> None:
    assert all(o.id != UNKNOWN for c in load().criteria for o in c.options)


def test_every_reason_rests_on_an_entry_that_exists() -> None:
    entries = knowledge.base.load().entries
    assert rules.loading.load(entry_ids=entries.keys())
