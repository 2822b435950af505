"""The argument: reasons for every framework, how sure it is, and what would change it."""

import random

import numpy as np
import pytest

from knowledge.ids import FRAMEWORKS
from rules.answer_sets import POINT, of_course, winners
from rules.argument import CLEAR, argue
from rules.engine import evaluate
from rules.models import UNKNOWN, UnknownAnswer, Walkthrough
from tests.rules.content import small


def some_answers(walkthrough: Walkthrough, seed: int) -> dict[str, str]:
    chance = random.Random(seed)
    criteria = chance.sample(walkthrough.criteria, chance.randint(0, len(walkthrough.criteria)))
    return {c.id: chance.choice([UNKNOWN, *(o.id for o in c.options)]) for c in criteria}


@pytest.mark.parametrize("seed", range(30))
def test_every_reason_stands_on_exactly_one_side_of_its_framework(
    walkthrough: Walkthrough, seed: int
) -> None:
    answers = some_answers(walkthrough, seed)
    argument = argue(walkthrough, answers)
    assert argument.result == evaluate(walkthrough, answers)
    assert [s.framework for s in argument.sides] == [s.framework for s in argument.result.ranking]
    for side in argument.sides:
        told = [*side.excluded, *side.speaks_for, *side.against]
        assert len(told) == len(argument.result.of(side.framework))
        assert all(c in told for c in argument.result.of(side.framework))
        assert all(c.effect.veto for c in side.excluded)
        assert all(c.effect.weight > 0 for c in side.speaks_for)
        assert all(c.effect.weight < 0 for c in side.against)


@pytest.mark.parametrize("seed", range(30))
def test_what_is_settled_is_first_in_every_world_and_names_no_open_question(
    walkthrough: Walkthrough, seed: int
) -> None:
    argument = argue(walkthrough, some_answers(walkthrough, seed))
    assert sum(side.share for side in argument.sides) == pytest.approx(1)
    if argument.result.settled:
        assert argument.share == 1
        assert argument.turning == argument.joining == ()
    if argument.share < 1:
        assert argument.turning or argument.joining


def test_a_question_that_can_change_nothing_is_not_named() -> None:
    argument = argue(small(), {"team": "django"})
    assert not argument.result.settled
    assert (argument.turning, argument.joining) == (("speed",), ())


def test_what_only_helps_to_change_it_is_told_apart_from_what_does_so_alone(
    walkthrough: Walkthrough,
) -> None:
    joining = 0
    for seed in range(60):
        answers = some_answers(walkthrough, seed)
        argument = argue(walkthrough, answers)
        for criterion in argument.joining:
            joining += 1
            assert criterion not in answers
            for option in walkthrough.criterion(criterion).options:
                result = evaluate(walkthrough, {**answers, criterion: option.id})
                assert result.recommended == argument.result.recommended
    assert joining >= 10


@pytest.mark.parametrize(
    ("answers", "margin", "lead"),
    [
        ({}, "tie", 0),
        ({"team": "async", "speed": "extreme"}, "tie", 0),
        ({"team": "async"}, "narrow", 1),
        ({"team": "django", "speed": "normal"}, "narrow", 2),
        ({"team": "django", "speed": "normal", "size": "large"}, "narrow", 3),
    ],
)
def test_the_margin_has_three_sizes(answers: dict[str, str], margin: str, lead: int) -> None:
    argument = argue(small(), answers)
    assert (argument.margin, argument.lead) == (margin, lead)


@pytest.mark.parametrize(("lead", "margin"), [(CLEAR - 1, "narrow"), (CLEAR, "clear")])
def test_a_lead_is_clear_from_a_number_of_points_on(lead: int, margin: str) -> None:
    data = small().model_dump()
    [team] = [criterion for criterion in data["criteria"] if criterion["id"] == "team"]
    team["options"][0]["effects"]["drf"]["weight"] = lead
    answers = {"team": "django", "speed": UNKNOWN, "size": UNKNOWN}
    argument = argue(Walkthrough.model_validate(data), answers)
    assert (argument.margin, argument.lead) == (margin, lead)


def test_a_clear_lead_is_half_as_likely_to_be_turned_and_a_larger_one_is_hardly_safer(
    walkthrough: Walkthrough,
) -> None:
    sets = of_course(walkthrough)
    first = winners(sets.ranks)
    *_, second, best = np.sort(sets.ranks // POINT, axis=0)
    leads = best - second
    risks = sum(
        np.mean([first != first.take([o], axis) for o in range(options)], axis=0)
        * (options / (options - 1) / first.ndim)
        for axis, options in enumerate(first.shape)
    )

    def risk(fewest: int, most: int) -> float:
        return float(risks[(fewest <= leads) & (leads <= most)].mean())

    assert 1 / 3 < (leads >= CLEAR).mean() < 2 / 3, "both sizes are worth telling apart"
    assert risk(CLEAR, leads.max()) < 0.6 * risk(0, CLEAR - 1)
    assert risk(0, 0) - risk(CLEAR, CLEAR) > 0.2
    assert risk(CLEAR, CLEAR) - risk(2 * CLEAR, 2 * CLEAR) < 0.05


def test_a_lead_that_one_answer_could_turn_is_not_clear(walkthrough: Walkthrough) -> None:
    for seed in range(60):
        argument = argue(walkthrough, some_answers(walkthrough, seed))
        if argument.margin == "clear":
            assert argument.turning == ()


def test_the_first_two_are_compared_on_just_the_answers_that_tell_them_apart() -> None:
    argument = argue(small(), {"size": "tiny", "team": "async", "speed": "extreme"})
    assert argument.result.ranking[1].framework == "falcon"
    assert [(d.criterion, d.option) for d in argument.differences] == [
        ("team", "async"),
        ("speed", "extreme"),
    ]
    team, speed = argument.differences
    assert (team.first and team.first.weight, team.second) == (3, None)
    assert (speed.first, speed.second and speed.second.weight) == (None, 3)


@pytest.mark.parametrize("seed", range(30))
def test_the_differences_add_up_to_the_lead(walkthrough: Walkthrough, seed: int) -> None:
    argument = argue(walkthrough, some_answers(walkthrough, seed))
    gaps = [
        (d.first.weight if d.first else 0) - (d.second.weight if d.second else 0)
        for d in argument.differences
    ]
    assert sum(gaps) == argument.lead


def test_the_first_has_nothing_to_tip_and_what_nothing_tips_is_none() -> None:
    sides = {s.framework: s for s in argue(small(), {"team": "django", "speed": "normal"}).sides}
    assert [f for f in FRAMEWORKS if sides[f].tipping is None] == ["drf", "flask", "sanic"]
    assert sides["fastapi"].tipping == {"team": "async"}


def test_an_unknown_answer_is_refused() -> None:
    with pytest.raises(UnknownAnswer):
        argue(small(), {"team": "wizards"})
