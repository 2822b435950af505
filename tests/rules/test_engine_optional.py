"""Optional criteria: they count where they are answered, and nobody waits for them."""

import itertools
import random

import pytest

from rules.engine import evaluate
from rules.models import UNKNOWN, Walkthrough
from tests.rules.content import chance_walkthrough

SEEDS = range(24)


def shape(seed: int) -> Walkthrough:
    """Three criteria and two optional ones, by chance."""
    walkthrough = chance_walkthrough(seed, criteria=5, options=2, vetoes=(0.0, 0.2)[seed % 2])
    optional = {0, 3} if seed % 3 else {3, 4}
    return walkthrough.model_copy(
        update={
            "criteria": tuple(
                criterion.model_copy(update={"optional": place in optional})
                for place, criterion in enumerate(walkthrough.criteria)
            )
        }
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_matter_is_settled_when_the_course_cannot_change_it_whatever_optional_was_answered(
    seed: int,
) -> None:
    walkthrough, chance = shape(seed), random.Random(seed)
    options = {c.id: [UNKNOWN, *(o.id for o in c.options)] for c in walkthrough.criteria}
    for count in range(len(options) + 1):
        given = {c: chance.choice(options[c]) for c in chance.sample(list(options), count)}
        left = [c.id for c in walkthrough.course if c.id not in given]
        winners = {
            evaluate(walkthrough, given | dict(zip(left, chosen, strict=True))).recommended
            for chosen in itertools.product(*(options[c] for c in left))
        }
        result = evaluate(walkthrough, given)
        assert result.settled == (winners == {result.recommended}), given


@pytest.mark.parametrize("seed", SEEDS)
def test_optional_criteria_are_asked_only_after_the_matter_is_settled_and_then_all(
    seed: int,
) -> None:
    walkthrough = shape(seed)
    optional = {criterion.id for criterion in walkthrough.criteria if criterion.optional}
    answers: dict[str, str] = {}
    while (result := evaluate(walkthrough, answers)).next_question is not None:
        asked = result.next_question
        assert asked not in answers
        assert result.settled or asked not in optional
        answers[asked] = walkthrough.criterion(asked).options[seed % 2].id
    assert set(answers) == {criterion.id for criterion in walkthrough.criteria}


def test_an_optional_answer_counts_like_any_other() -> None:
    changed = 0
    for seed in SEEDS:
        walkthrough = shape(seed)
        for criterion in walkthrough.criteria:
            for option in criterion.options:
                result = evaluate(walkthrough, {criterion.id: option.id})
                effects = {c.framework: c.effect for c in result.contributions}
                assert effects == dict(option.effects)
                if criterion.optional:
                    changed += result.recommended != evaluate(walkthrough, {}).recommended
    assert changed >= 5
