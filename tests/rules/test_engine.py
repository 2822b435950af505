"""The engine: scores, vetoes, ties, and when a matter is settled."""

import itertools
import random

import pytest

from knowledge.ids import FRAMEWORKS, FrameworkId
from rules.engine import evaluate, flips
from rules.models import UNKNOWN, Answers, UnknownAnswer, Walkthrough
from tests.rules.content import chance_walkthrough, completions, small

SEEDS = range(40)


def shape(seed: int) -> Walkthrough:
    """A small walkthrough by chance; every fourth is full of vetoes, every fourth has none."""
    vetoes = (0.0, 0.1, 0.3, 0.9)[seed % 4]
    return chance_walkthrough(seed, criteria=4, options=2 + seed % 2, vetoes=vetoes)


def some_answers(seed: int, walkthrough: Walkthrough) -> list[dict[str, str]]:
    """Answers to none, one, … and all of the criteria, by chance."""
    chance = random.Random(seed)
    criteria = list(walkthrough.criteria)
    chance.shuffle(criteria)
    answers = {c.id: chance.choice([UNKNOWN, *(o.id for o in c.options)]) for c in criteria}
    return [dict(itertools.islice(answers.items(), count)) for count in range(len(criteria) + 1)]


def by_hand(walkthrough: Walkthrough, answers: Answers) -> list[tuple[int, int, FrameworkId]]:
    """The ranking by its definition: fewest vetoes, then most points, then the fixed order."""
    table = dict.fromkeys(FRAMEWORKS, (0, 0))
    for criterion in walkthrough.criteria:
        for option in criterion.options:
            if answers.get(criterion.id) == option.id:
                for f, effect in option.effects.items():
                    vetoes, points = table[f]
                    table[f] = (vetoes + effect.veto, points + effect.weight)
    placed = [(vetoes, -points, FRAMEWORKS.index(f)) for f, (vetoes, points) in table.items()]
    return [(vetoes, -points, FRAMEWORKS[at]) for vetoes, points, at in sorted(placed)]


def winner(walkthrough: Walkthrough, answers: Answers) -> FrameworkId:
    return by_hand(walkthrough, answers)[0][2]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ranking_is_the_sum_of_what_was_chosen(seed: int) -> None:
    walkthrough = shape(seed)
    for answers in some_answers(seed, walkthrough):
        ranking = evaluate(walkthrough, answers).ranking
        found = [(len(s.excluded_by), s.score, s.framework) for s in ranking]
        assert found == by_hand(walkthrough, answers)


@pytest.mark.parametrize("seed", SEEDS)
def test_settled_is_true_exactly_when_nothing_left_can_change_the_first_place(seed: int) -> None:
    walkthrough = shape(seed)
    for answers in some_answers(seed, walkthrough):
        result = evaluate(walkthrough, answers)
        winners = {winner(walkthrough, done) for done in completions(walkthrough, answers)}
        assert result.settled == (winners == {result.recommended}), answers


def test_the_walkthroughs_by_chance_hold_what_the_engine_must_be_right_about() -> None:
    settled_early = all_excluded = ties = 0
    for seed in SEEDS:
        walkthrough = shape(seed)
        for answers in some_answers(seed, walkthrough):
            result = evaluate(walkthrough, answers)
            settled_early += result.settled and len(answers) < len(walkthrough.criteria)
            all_excluded += all(s.excluded_by for s in result.ranking)
            ties += len(result.tied) > 1
    assert min(settled_early, all_excluded, ties) >= 5


@pytest.mark.parametrize("seed", SEEDS)
def test_a_flip_makes_its_framework_win_and_a_smaller_change_does_not(seed: int) -> None:
    walkthrough = shape(seed)
    answers = some_answers(seed, walkthrough)[-1]
    smallest: dict[FrameworkId, int] = {}
    for done in completions(walkthrough, {}):
        if all(done[c] != UNKNOWN or answers[c] == UNKNOWN for c in done):
            changed = sum(done[c] != answers[c] for c in done)
            first = winner(walkthrough, done)
            smallest[first] = min(changed, smallest.get(first, changed))
    expected = {f: n for f, n in smallest.items() if 0 < n <= 2}
    found = flips(walkthrough, answers)
    assert {flip.framework: len(flip.changes) for flip in found} == expected
    for flip in found:
        assert winner(walkthrough, {**answers, **flip.changes}) == flip.framework
        assert all(answers[c] != option for c, option in flip.changes.items())


def test_a_flip_changes_only_answers_that_were_given() -> None:
    for flip in flips(small(), {"team": "django"}):
        assert set(flip.changes) == {"team"}


def test_without_answers_there_is_nothing_to_flip() -> None:
    assert flips(small(), {}) == []


def test_a_veto_excludes_whatever_the_score() -> None:
    result = evaluate(small(), {"team": "django", "speed": "extreme"})
    last = result.ranking[-1]
    assert (last.framework, last.score, last.excluded_by) == ("drf", 3, ("speed=extreme",))


def test_a_tie_goes_to_the_first_in_the_fixed_order_and_is_named() -> None:
    result = evaluate(small(), {"team": "async", "speed": "extreme"})
    assert result.recommended == "fastapi"
    assert result.tied == ("fastapi", "falcon")


def test_a_lead_is_no_tie() -> None:
    assert evaluate(small(), {"team": "async"}).tied == ("fastapi",)


def test_those_who_are_excluded_do_not_share_the_first_place() -> None:
    result = evaluate(small(), {"speed": "extreme", "size": "large", "team": "django"})
    assert result.tied == ("falcon",)


def test_reasons_come_with_vetoes_first_and_then_by_weight() -> None:
    answers = {"size": "large", "team": "django", "speed": "extreme"}
    reasons = evaluate(small(), answers).of("drf")
    assert [(c.criterion, c.effect.veto, c.effect.weight) for c in reasons] == [
        ("speed", True, 0),
        ("team", False, 3),
        ("size", False, 1),
    ]


def test_dont_know_counts_nothing_and_is_not_asked_again() -> None:
    result = evaluate(small(), {"team": UNKNOWN})
    assert result.contributions == ()
    assert result.next_question != "team"


def test_the_next_question_is_one_that_is_open(walkthrough: Walkthrough) -> None:
    answers: dict[str, str] = {}
    for _ in walkthrough.criteria:
        asked = evaluate(walkthrough, answers).next_question
        assert asked is not None
        assert asked not in answers
        answers[asked] = walkthrough.criterion(asked).options[0].id
    result = evaluate(walkthrough, answers)
    assert (result.settled, result.next_question) == (True, None)


def test_the_order_of_the_answers_does_not_matter(walkthrough: Walkthrough) -> None:
    answers = {c.id: c.options[-1].id for c in walkthrough.criteria}
    turned = dict(reversed(answers.items()))
    assert evaluate(walkthrough, answers) == evaluate(walkthrough, turned)


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({"teem": "django"}, ["'teem'", "'team'"]),
        ({"colour": "blue"}, ["'colour'", "size, speed, team"]),
        ({"team": "wizards"}, ["'wizards'", "'team'", "django, async, dont-know"]),
        ({"team": ""}, ["''", "'team'"]),
    ],
)
def test_an_unknown_answer_is_refused_with_the_valid_names(
    answers: dict[str, str], named: list[str]
) -> None:
    with pytest.raises(UnknownAnswer) as raised:
        evaluate(small(), answers)
    for word in named:
        assert word in str(raised.value)
