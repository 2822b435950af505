"""The possible worlds, against trying every one of them out."""

import dataclasses
import itertools
import random
from collections import Counter
from collections.abc import Iterator

import pytest

from knowledge.ids import FRAMEWORKS, FrameworkId
from rules.engine import evaluate
from rules.models import UNKNOWN, Answers, Walkthrough
from rules.scoring import Table
from rules.worlds import MOST_CHANGES, tipping_points, turning, worlds
from tests.rules.content import chance_walkthrough, small

SEEDS = range(24)


def shape(seed: int) -> Walkthrough:
    """A small walkthrough by chance; every third is without vetoes, every second has an optional
    criterion.
    """
    vetoes = (0.0, 0.2, 0.8)[seed % 3]
    made = chance_walkthrough(seed, criteria=5, options=2 + seed % 2, vetoes=vetoes)
    data = made.model_dump(mode="json")
    data["criteria"][1]["optional"] = bool(seed % 2)
    return Walkthrough.model_validate(data)


def some_answers(seed: int, walkthrough: Walkthrough) -> Iterator[dict[str, str]]:
    """Answers to none, one, … and all of the criteria, by chance."""
    chance = random.Random(seed)
    criteria = chance.sample(walkthrough.criteria, len(walkthrough.criteria))
    for count in range(len(criteria) + 1):
        yield {c.id: chance.choice([UNKNOWN, *(o.id for o in c.options)]) for c in criteria[:count]}


def every_world(walkthrough: Walkthrough, answers: Answers) -> Iterator[dict[str, str]]:
    left = [c for c in walkthrough.course if c.id not in answers]
    for chosen in itertools.product(*(c.options for c in left)):
        yield {**answers, **{c.id: o.id for c, o in zip(left, chosen, strict=True)}}


def winner(walkthrough: Walkthrough, answers: Answers) -> FrameworkId:
    return evaluate(walkthrough, answers).recommended


def changed(walkthrough: Walkthrough, answers: Answers) -> Iterator[dict[str, str]]:
    """Every set of changes that a tipping point may be made of."""
    groups = [
        [None, *((c.id, o.id) for o in c.options if o.id != answers.get(c.id))]
        for c in walkthrough.criteria
        if c.id in answers or not c.optional
    ]
    for chosen in itertools.product(*groups):
        yield dict(change for change in chosen if change)


def few(chance: random.Random, walkthrough: Walkthrough) -> Walkthrough:
    """A walkthrough with some of its criteria, in their order, so that the engine can try all."""
    kept = chance.sample(walkthrough.criteria, 6)
    criteria = tuple(c for c in walkthrough.criteria if c in kept)
    if all(c.optional for c in criteria):
        return few(chance, walkthrough)
    return walkthrough.model_copy(update={"criteria": criteria})


def best_changes(
    walkthrough: Walkthrough, answers: Answers
) -> dict[FrameworkId, dict[str, str] | None]:
    """For each framework, of its smallest changes of the greatest merit the first in the file."""
    single = [
        (c.id, o.id)
        for c in walkthrough.criteria
        if c.id in answers or not c.optional
        for o in c.options
        if o.id != answers.get(c.id)
    ]
    found: dict[FrameworkId, dict[str, str] | None] = dict.fromkeys(FRAMEWORKS)
    for size in range(1, MOST_CHANGES + 1):
        winning: dict[FrameworkId, list[dict[str, str]]] = {f: [] for f in FRAMEWORKS}
        for group in itertools.combinations(single, size):
            if len(changes := dict(group)) == size:
                winning[winner(walkthrough, {**answers, **changes})].append(changes)
        for f in (f for f in FRAMEWORKS if winning[f] and found[f] is None):
            merits = [merit(walkthrough, answers, changes, f) for changes in winning[f]]
            found[f] = winning[f][merits.index(max(merits))]
    return found


def with_vetoes_times(factor: int, table: Table) -> Table:
    """The numbers of the same rules, where a veto is another one."""
    gains = tuple(
        tuple(
            tuple(factor * points if points == table.veto else points for points in option)
            for option in options
        )
        for options in table.gains
    )
    return dataclasses.replace(table, gains=gains, veto=factor * table.veto)


def merit(
    walkthrough: Walkthrough, answers: Answers, changes: Answers, framework: FrameworkId
) -> tuple[int, int]:
    """How many changes speak for a framework itself, and how many leave the given answers alone."""

    def counts(criterion: str, option: str) -> float:
        chosen = walkthrough.criterion(criterion).option(option)
        effect = chosen.effects.get(framework) if chosen else None
        return 0 if effect is None else float("-inf") if effect.veto else effect.weight

    given = {c: answers.get(c, UNKNOWN) for c in changes}
    helped = sum(counts(c, o) > counts(c, given[c]) for c, o in changes.items())
    return helped, sum(option == UNKNOWN for option in given.values())


@pytest.mark.parametrize("seed", SEEDS)
def test_every_world_is_counted_for_the_framework_that_wins_in_it(seed: int) -> None:
    walkthrough = shape(seed)
    for answers in some_answers(seed, walkthrough):
        tried = [winner(walkthrough, done) for done in every_world(walkthrough, answers)]
        possible = worlds(walkthrough, answers)
        assert possible.count == len(tried)
        assert possible.wins == {f: Counter(tried)[f] for f in FRAMEWORKS}
        assert sum(possible.share(f) for f in FRAMEWORKS) == pytest.approx(1)


@pytest.mark.parametrize("seed", range(4))
def test_the_real_rules_are_counted_as_they_decide(seed: int, walkthrough: Walkthrough) -> None:
    chance = random.Random(seed)
    criteria = chance.sample(walkthrough.criteria, len(walkthrough.criteria))
    left = {c.id for c in [c for c in criteria if not c.optional][:4]}
    answers = {c.id: chance.choice(c.options).id for c in criteria if c.id not in left}
    tried = Counter(winner(walkthrough, done) for done in every_world(walkthrough, answers))
    assert worlds(walkthrough, answers).wins == {f: tried[f] for f in FRAMEWORKS}


def test_worlds_that_are_compared_piece_by_piece_are_counted_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    walkthrough = shape(2)
    whole = worlds(walkthrough, {})
    monkeypatch.setattr("rules.worlds.AT_ONCE", 5)
    assert worlds(walkthrough, {}) == whole


@pytest.mark.parametrize("seed", range(40))
def test_worlds_say_of_the_real_rules_what_the_engine_says(
    seed: int, walkthrough: Walkthrough
) -> None:
    chance = random.Random(seed)
    for _ in range(5):
        some = few(chance, walkthrough)
        asked = chance.sample(some.criteria, chance.randint(2, len(some.criteria)))
        answers = {c.id: chance.choice([UNKNOWN, *(o.id for o in c.options)]) for c in asked}
        tried = Counter(winner(some, done) for done in every_world(some, answers))
        assert worlds(some, answers).wins == {f: tried[f] for f in FRAMEWORKS}
        tips = tipping_points(some, answers)
        assert set(tips) == set(FRAMEWORKS) - {winner(some, answers)}
        best = best_changes(some, answers)
        assert tips == {f: best[f] for f in tips}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_veto_counts_does_not_choose_between_tipping_points(seed: int) -> None:
    walkthrough = shape(seed)
    heavier = walkthrough.model_copy()
    heavier.__dict__["table"] = with_vetoes_times(7, walkthrough.table)
    for answers in some_answers(seed, walkthrough):
        assert tipping_points(heavier, answers) == tipping_points(walkthrough, answers)
        assert worlds(heavier, answers) == worlds(walkthrough, answers)


def test_where_nothing_is_open_there_is_one_world(walkthrough: Walkthrough) -> None:
    answers = {c.id: UNKNOWN for c in walkthrough.criteria}
    possible = worlds(walkthrough, answers)
    assert possible.count == 1
    assert possible.share(winner(walkthrough, answers)) == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_a_question_is_turning_when_one_answer_to_it_changes_who_wins(seed: int) -> None:
    walkthrough = shape(seed)
    for answers in some_answers(seed, walkthrough):
        first = winner(walkthrough, answers)
        expected = [
            c.id
            for c in walkthrough.course
            if c.id not in answers
            and any(winner(walkthrough, {**answers, c.id: o.id}) != first for o in c.options)
        ]
        assert [c.id for c in turning(walkthrough, answers)] == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_a_tipping_point_is_a_smallest_change_that_makes_its_framework_win(seed: int) -> None:
    walkthrough = shape(seed)
    for answers in some_answers(seed, walkthrough):
        smallest: dict[FrameworkId, int] = {}
        for changes in changed(walkthrough, answers):
            first = winner(walkthrough, {**answers, **changes})
            smallest[first] = min(len(changes), smallest.get(first, len(changes)))
        found = tipping_points(walkthrough, answers)
        assert set(found) == set(FRAMEWORKS) - {winner(walkthrough, answers)}
        for framework, tip in found.items():
            size = smallest.get(framework, MOST_CHANGES + 1)
            assert (tip is None) == (size > MOST_CHANGES)
            if tip is not None:
                assert len(tip) == size
                assert winner(walkthrough, {**answers, **tip}) == framework


def test_a_tipping_point_does_not_repeat_what_was_answered(walkthrough: Walkthrough) -> None:
    answers = {c.id: c.options[0].id for c in walkthrough.course}
    for tip in tipping_points(walkthrough, answers).values():
        assert all(answers.get(c) != option for c, option in (tip or {}).items())


def test_an_optional_question_is_no_tipping_point_before_it_is_answered(
    walkthrough: Walkthrough,
) -> None:
    asked = {c.id for c in walkthrough.course}
    for tip in tipping_points(walkthrough, {}).values():
        assert set(tip or {}) <= asked


def test_what_is_open_or_unknown_is_tipped_before_what_was_answered() -> None:
    tips = tipping_points(small(), {"team": "django", "speed": UNKNOWN})
    assert tips["falcon"] == {"speed": "extreme"}
    assert tips["fastapi"] == {"team": "async"}


def test_a_limit_on_the_changes_is_kept() -> None:
    answers = {"team": "async", "speed": "extreme", "size": "large"}
    assert tipping_points(small(), answers, most=1)["drf"] is None
    assert len(tipping_points(small(), answers)["drf"] or {}) == 2
