"""The proof: exact on small rules, every fault found, and no fault in the rules as they stand."""

import dataclasses
import functools
import itertools
import random
from collections import Counter
from collections.abc import Iterator, Mapping

import numpy as np
import pytest

import rules.loading
from knowledge.ids import FRAMEWORKS, FrameworkId
from rules import answer_sets
from rules.engine import Result, evaluate
from rules.models import UNKNOWN, Answers, Criterion, Walkthrough
from rules.proof import Fault, Proof, prove
from tests.rules.content import chance_walkthrough

SEEDS = range(12)

Weights = Mapping[str, Mapping[str, Mapping[str, int | None]]]
"""By criterion, option and framework; None is a veto."""


def rules_of(weights: Weights, *, optional: str = "", neutral: str = "") -> Walkthrough:
    """A walkthrough of these weights; the named criteria and options are optional or neutral."""
    return Walkthrough.model_validate(
        {
            "id": "few",
            "version": 1,
            "title": "A few",
            "intro": "A few.",
            "criteria": [
                {
                    "id": c,
                    "label": c,
                    "question": "Which?",
                    "help": "A few.",
                    "unsure": "nobody knew",
                    "optional": c in optional.split(),
                    "options": [
                        {
                            "id": o,
                            "label": o,
                            "supposing": f"it were {o}",
                            "neutral": o in neutral.split(),
                            "effects": {f: _effect(weight) for f, weight in effects.items()},
                        }
                        for o, effects in options.items()
                    ],
                }
                for c, options in weights.items()
            ],
        }
    )


def _effect(weight: int | None) -> dict[str, object]:
    kind: dict[str, object] = {"veto": True} if weight is None else {"weight": weight}
    return {**kind, "reason": "A few.", "see": "how-to-choose"}


EVERYBODY: Mapping[str, Mapping[str, int | None]] = {f: {f: 2} for f in FRAMEWORKS}
"""A criterion that lets every framework win."""


def by_chance(seed: int) -> Walkthrough:
    """A small walkthrough by chance whose last criterion is optional."""
    vetoes = (0.0, 0.1, 0.4)[seed % 3]
    walkthrough = chance_walkthrough(seed, criteria=4, options=2 + seed % 2, vetoes=vetoes)
    *course, last = walkthrough.criteria
    optional = last.model_copy(update={"optional": True})
    return walkthrough.model_copy(update={"criteria": (*course, optional)})


def sets_of(criteria: tuple[Criterion, ...], *also: str) -> Iterator[dict[str, str]]:
    """Every way to choose an option for each criterion, or one of what is named as well."""
    choices = [[*(option.id for option in c.options), *also] for c in criteria]
    for chosen in itertools.product(*choices):
        yield dict(zip([c.id for c in criteria], chosen, strict=True))


def without(walkthrough: Walkthrough, criterion: str, option: str, framework: str) -> Walkthrough:
    """The walkthrough with an effect taken out."""
    data = walkthrough.model_dump(exclude_defaults=True)
    for c in data["criteria"]:
        for o in c["options"]:
            if (c["id"], o["id"]) == (criterion, option):
                del o["effects"][framework]
    return Walkthrough.model_validate(data)


def winner(walkthrough: Walkthrough, answers: Answers) -> FrameworkId:
    return evaluate(walkthrough, answers).recommended


def found(proof: Proof, kind: str) -> dict[str, Fault]:
    """The faults of a kind, by what they are about."""
    return {fault.what: fault for fault in proof.faults if fault.kind == kind}


@functools.cache
def real() -> Walkthrough:
    return rules.loading.load()["choose-a-framework"]


@pytest.mark.parametrize("seed", SEEDS)
def test_wins_and_ties_are_counted_as_one_by_one(seed: int) -> None:
    walkthrough = by_chance(seed)
    results = [evaluate(walkthrough, answers) for answers in sets_of(walkthrough.course)]
    proof = prove(walkthrough)
    assert proof.sets == len(results)
    assert Counter(proof.wins) == Counter(result.recommended for result in results)
    assert proof.ties == sum(len(result.tied) > 1 for result in results)


@pytest.mark.parametrize("seed", SEEDS)
def test_wins_with_optional_answers_are_counted_as_one_by_one(seed: int) -> None:
    walkthrough = by_chance(seed)
    optional = tuple(c for c in walkthrough.criteria if c.optional)
    every = [
        winner(walkthrough, {**answers, **more})
        for answers in sets_of(walkthrough.course)
        for more in sets_of(optional, UNKNOWN)
    ]
    proof = prove(walkthrough)
    assert proof.all_sets == len(every)
    assert Counter(proof.all_wins) == Counter(every)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_questions_are_counted_as_one_conversation_after_the_other(seed: int) -> None:
    walkthrough = by_chance(seed)
    adaptive, in_order = [], []
    for full in sets_of(walkthrough.course):
        adaptive.append(questions_until_settled(walkthrough, full, in_order=False))
        in_order.append(questions_until_settled(walkthrough, full, in_order=True))
    proof = prove(walkthrough)
    assert proof.asked.mean == pytest.approx(sum(adaptive) / len(adaptive))
    assert proof.in_order.mean == pytest.approx(sum(in_order) / len(in_order))
    for asked, each in ((proof.asked, adaptive), (proof.in_order, in_order)):
        assert sum(n <= asked.p95 for n in each) >= 0.95 * len(each)
        assert sum(n < asked.p95 for n in each) < 0.95 * len(each)


def questions_until_settled(
    walkthrough: Walkthrough, full: Mapping[str, str], *, in_order: bool
) -> int:
    answers: dict[str, str] = {}
    order = list(full)
    while not (result := evaluate(walkthrough, answers)).settled:
        asked = order[len(answers)] if in_order else result.next_question
        assert asked is not None
        answers[asked] = full[asked]
    return len(answers)


@pytest.mark.parametrize("seed", SEEDS)
def test_what_has_no_effect_is_found_as_by_taking_it_out(seed: int) -> None:
    walkthrough = by_chance(seed)
    proof = prove(walkthrough)
    idle, dead = set(), set()
    for criterion in walkthrough.criteria:
        for option in criterion.options:
            chosen = {criterion.id: option.id}
            sets = list(sets_of(walkthrough.course))
            if all(
                winner(walkthrough, answers | chosen)
                == winner(walkthrough, answers | {criterion.id: UNKNOWN})
                for answers in sets
            ):
                idle.add(f"{criterion.id}.{option.id}")
                continue
            for framework in option.effects:
                changed = without(walkthrough, criterion.id, option.id, framework)
                if all(
                    winner(walkthrough, a | chosen) == winner(changed, a | chosen) for a in sets
                ):
                    dead.add(f"{criterion.id}.{option.id}.{framework}")
    assert set(found(proof, "no-effect")) == idle
    assert set(found(proof, "dead-rule")) == dead


def test_a_framework_that_never_wins_is_found_with_where_it_comes_nearest() -> None:
    weights: Weights = {
        "a": {f: {f: 2} for f in FRAMEWORKS if f != "falcon"},
        "b": {"x": {"falcon": 1}, "y": {"sanic": 1}},
    }
    faults = found(prove(rules_of(weights)), "never-wins")
    assert set(faults) == {"falcon"}
    assert faults["falcon"].answers["b"] == "x"


def test_a_combination_that_excludes_everybody_is_found() -> None:
    rest: dict[str, int | None] = {f: None for f in FRAMEWORKS if f != "drf"}
    weights: Weights = {
        "a": EVERYBODY,
        "b": {"x": rest, "y": {"drf": 1}},
        "c": {"x": {"drf": None}, "y": {"flask": 1}},
    }
    faults = found(prove(rules_of(weights)), "nobody-left")
    [fault] = faults.values()
    assert (fault.answers["b"], fault.answers["c"]) == ("x", "x")


def test_an_option_without_effect_is_found_unless_it_is_meant() -> None:
    weights: Weights = {"a": EVERYBODY, "b": {"x": {"drf": 3}, "y": {}, "z": {}}}
    unmeant = set(found(prove(rules_of(weights)), "no-effect"))
    meant = set(found(prove(rules_of(weights, neutral="z")), "no-effect"))
    assert unmeant >= {"b.y", "b.z"}
    assert meant == unmeant - {"b.z"}


def test_a_rule_without_effect_is_found_beside_one_that_has_some() -> None:
    weights: Weights = {"a": EVERYBODY, "b": {"x": {"drf": 3, "sanic": -1}, "y": {"flask": 3}}}
    proof = prove(rules_of(weights))
    assert set(found(proof, "dead-rule")) == {"b.x.sanic"}
    assert found(proof, "dead-rule")["b.x.sanic"].answers["b"] == "x"


def test_an_optional_rule_without_effect_is_found_as_well() -> None:
    weights: Weights = {"a": EVERYBODY, "b": {"x": {"drf": 1}, "y": {"flask": 3}}}
    proof = prove(rules_of(weights, optional="b"))
    assert proof.sets == len(FRAMEWORKS)
    assert {"b.x", "b.y"} & set(found(proof, "no-effect")) == {"b.x"}
    assert found(proof, "no-effect")["b.x"].answers["b"] == "x"


def test_an_engine_that_stops_too_early_is_found_with_the_answers_that_show_it() -> None:
    def hasty(walkthrough: Walkthrough, answers: Answers) -> Result:
        return dataclasses.replace(evaluate(walkthrough, answers), settled=bool(answers))

    weights: Weights = {
        "a": {"x": {"drf": 2}, "y": {"flask": 2}},
        "b": {"x": {"drf": 3}, "y": {"flask": 1}},
    }
    walkthrough = rules_of(weights)
    proof = prove(walkthrough, hasty)
    [fault] = found(proof, "other-result").values()
    asked = evaluate(walkthrough, {}).next_question
    assert asked is not None
    early = winner(walkthrough, {asked: fault.answers[asked]})
    assert early != winner(walkthrough, fault.answers)
    assert 0 < proof.others < proof.sets


def test_a_tie_that_the_engine_does_not_name_is_found_with_the_answers_that_show_it() -> None:
    def boastful(walkthrough: Walkthrough, answers: Answers) -> Result:
        result = evaluate(walkthrough, answers)
        first, *others = result.ranking
        higher = dataclasses.replace(first, score=first.score + 1)
        return dataclasses.replace(result, ranking=(higher, *others))

    weights: Weights = {"a": EVERYBODY, "b": {"x": {"drf": 2}, "y": {"flask": 3}}}
    walkthrough = rules_of(weights)
    proof = prove(walkthrough, boastful)
    [fault] = found(proof, "unnamed-tie").values()
    assert len(evaluate(walkthrough, fault.answers).tied) > 1
    assert not found(prove(walkthrough), "unnamed-tie")


def test_the_rules_as_they_stand_have_no_fault() -> None:
    proof = prove(real())
    assert proof.faults == ()
    assert proof.others == 0
    assert proof.sets == sum(proof.wins.values())
    assert proof.all_sets == sum(proof.all_wins.values())
    assert proof.asked.mean < proof.in_order.mean
    shares = [wins / proof.sets for wins in proof.wins.values()]
    assert min(shares) >= 0.05
    assert max(shares) <= 0.45, "one framework wins nearly everywhere: weigh the rules anew"


def test_the_engine_says_the_same_as_the_proof_of_the_rules_as_they_stand() -> None:
    chance = random.Random(2026)
    sets = answer_sets.of_course(real())
    ranks = sets.ranks.reshape(len(FRAMEWORKS), -1)
    for place in chance.sample(range(sets.count), 3_000):
        result = evaluate(real(), sets.answers(place))
        order = [FRAMEWORKS[f] for f in np.argsort(-ranks[:, place])]
        assert [standing.framework for standing in result.ranking] == order
        sharing = answer_sets.tied(ranks[:, [place]])[:, 0]
        assert result.tied == tuple(FRAMEWORKS[f] for f in np.flatnonzero(sharing))
