"""What would change a result, in words: sentences that a person might have written."""

import itertools
import random
from collections.abc import Iterable, Mapping

import pytest

from bot import contract, terminal
from bot.advisor import Advisor
from bot.arguing import change
from bot.argument_words import tipping
from bot.plain import render
from bot.replies import Change, Contender
from bot.store.records import Walk
from rules.models import UNKNOWN, Walkthrough


def pairs(walkthrough: Walkthrough) -> list[tuple[str, str]]:
    """Every criterion with every answer to it, "don't know" included."""
    return [
        (c.id, answer)
        for c in walkthrough.criteria
        for answer in (*(o.id for o in c.options), UNKNOWN)
    ]


def sentence(changes: Iterable[Change]) -> str:
    changed = Contender(
        framework="drf", name="D", score=1, excluded=False, reasons=(), tipping=tuple(changes)
    )
    return tipping(changed)


def labels_in(walkthrough: Walkthrough, text: str) -> list[str]:
    """The labels that a text has in it. An option of one word is a name, like Django."""
    questions = [c.label for c in walkthrough.criteria if c.label in text]
    answers = [o.label for c in walkthrough.criteria for o in c.options if " " in o.label]
    return questions + [label for label in answers if label.casefold() in text.casefold()]


def some_answers(walkthrough: Walkthrough, seed: int) -> dict[str, str]:
    chance = random.Random(seed)
    asked = chance.sample(walkthrough.criteria, chance.randint(1, len(walkthrough.criteria)))
    return {c.id: chance.choice([UNKNOWN, *(o.id for o in c.options)]) for c in asked}


def test_every_answer_makes_a_sentence_without_a_label(walkthrough: Walkthrough) -> None:
    said = {pair: sentence([change(walkthrough, {}, *pair)]) for pair in pairs(walkthrough)}
    for pair, text in said.items():
        clause = walkthrough.criterion(pair[0]).supposing(pair[1])
        assert text == f"It would be the first if {clause}."
        assert not labels_in(walkthrough, text), pair
        assert not set(text) & set("“”\"':="), pair
    assert len(set(said.values())) == len(said)


def test_two_changes_are_joined_by_and(walkthrough: Walkthrough) -> None:
    for one, two in itertools.combinations(pairs(walkthrough), 2):
        if one[0] == two[0]:
            continue
        changes = [change(walkthrough, {}, *pair) for pair in (one, two)]
        first, second = (walkthrough.criterion(c).supposing(o) for c, o in (one, two))
        assert sentence(changes) == f"It would be the first if {first} and {second}."


def test_three_changes_are_a_list(walkthrough: Walkthrough) -> None:
    three = [(c.id, c.options[0].id) for c in walkthrough.criteria[:3]]
    first, second, third = (walkthrough.criterion(c).supposing(o) for c, o in three)
    text = sentence(change(walkthrough, {}, *pair) for pair in three)
    assert text.endswith(f" if {first}, {second} and {third}.")


def test_a_record_from_before_there_were_clauses_names_the_answer() -> None:
    old = Change(criterion="team", label="Team", answer="Django")
    assert "Team" in sentence([old])
    assert "Django" in sentence([old])


@pytest.mark.parametrize("seed", range(10))
def test_every_surface_says_it_alike(advisor: Advisor, seed: int) -> None:
    answers = some_answers(advisor.walkthrough, seed)
    decided = contract.decided(advisor, contract.Situation(answers=answers))
    walk = Walk(id="w", thread="t", person="p", name="n", version=1, answers=answers)
    shown = _joined(render(advisor.recommend(walk)))
    in_terminal = _joined(terminal.decision(advisor, decided)).partition("What would change it")[2]
    for tip in decided.tipping:
        expected = f"if {_clauses(advisor.walkthrough, tip.changes)}."
        assert f"It would be the first {expected}" in shown
        assert f"{advisor.name(tip.framework)}, {expected}" in in_terminal
    assert not labels_in(advisor.walkthrough, in_terminal)


def _clauses(walkthrough: Walkthrough, changes: Mapping[str, str]) -> str:
    *most, last = [walkthrough.criterion(c).supposing(o) for c, o in changes.items()]
    return f"{', '.join(most)} and {last}" if most else last


def _joined(text: str) -> str:
    return " ".join(text.split())
