"""Versions of the rules: when two decide alike, and what lies between two that don't."""

import json
from typing import Any

from rules.models import UNKNOWN, Walkthrough
from rules.versions import Reweighed, between, fingerprint, read, written
from tests.rules.content import small

ANSWERS = {"team": "django", "speed": UNKNOWN}
EFFECT = {"weight": 2, "reason": "By hand.", "see": "how-to-choose"}


def edited(*path: str, **changes: Any) -> Walkthrough:
    """The small walkthrough with changes to a criterion, or to one of its options."""
    data = small().model_dump()
    places: list[dict[str, Any]] = data["criteria"]
    for name in path[:-1]:
        places = next(place for place in places if place["id"] == name)["options"]
    next(place for place in places if place["id"] == path[-1]).update(changes)
    return Walkthrough.model_validate(data)


def test_words_and_numbers_make_no_other_rules() -> None:
    renamed = edited("team", label="People", question="Who?", help="Why not.")
    reworded = edited("team", "django", label="Jango", phrases=("jango",))
    renumbered = small().model_copy(update={"version": 9})
    assert {fingerprint(w) for w in (renamed, reworded, renumbered)} == {fingerprint(small())}


def test_a_weight_a_veto_or_an_option_more_makes_other_rules() -> None:
    others = [
        edited("team", "django", effects={"drf": EFFECT}),
        edited("team", "django", effects={"drf": {**EFFECT, "weight": 0, "veto": True}}),
        edited("team", "django", id="jango"),
        edited("team", id="people"),
    ]
    found = {fingerprint(w) for w in (small(), *others)}
    assert len(found) == len(others) + 1


def test_rules_that_are_kept_decide_as_they_did() -> None:
    kept = read(written(small()))
    assert kept is not None
    assert fingerprint(kept) == fingerprint(small())
    assert kept.criterion("team").label == small().criterion("team").label


def test_rules_that_were_kept_before_there_were_clauses_decide_as_they_did() -> None:
    kept = json.loads(written(small()))
    for criterion in kept["criteria"]:
        del criterion["unsure"]
        for option in criterion["options"]:
            del option["supposing"]
    before = read(json.dumps(kept))
    assert before is not None
    assert fingerprint(before) == fingerprint(small())


def test_rules_in_a_form_that_is_not_understood_are_none() -> None:
    assert read('{"id": "small", "moons": 3}') is None
    assert read("no JSON") is None


def test_nothing_lies_between_the_same_rules() -> None:
    found = between(small(), small(), ANSWERS)
    assert (found.gone, found.criteria, found.options, found.reweighed) == ({}, (), (), ())


def test_an_answer_that_is_not_there_any_more_is_gone() -> None:
    new = edited("team", "django", id="jango")
    found = between(small(), new, ANSWERS)
    assert found.gone == {"team": "django"}
    assert found.options == (("team", "jango"),)
    assert between(None, new, ANSWERS).gone == found.gone


def test_new_answers_to_questions_that_were_not_answered_are_not_named() -> None:
    new = edited("size", "tiny", id="minute")
    assert between(small(), new, ANSWERS).options == ()


def test_a_question_that_is_new_is_named_and_one_that_is_gone_takes_its_answer_along() -> None:
    new = edited("team", id="people")
    found = between(small(), new, ANSWERS)
    assert (found.gone, found.criteria) == ({"team": "django"}, ("people",))


def test_only_weights_that_touch_an_answer_are_named_with_what_they_were() -> None:
    effects = {"drf": EFFECT, "flask": {**EFFECT, "weight": 0, "veto": True}}
    new = edited("team", "django", effects=effects)
    assert between(small(), new, ANSWERS).reweighed == (
        Reweighed("team", "django", "drf", before=3, now=2),
        Reweighed("team", "django", "flask", before=0, now="veto"),
    )
    assert between(small(), new, {"team": "async"}).reweighed == ()
