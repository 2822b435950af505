"""The models of the rules: what they refuse, and what they work out once."""

from typing import Any

import pytest
from pydantic import ValidationError

from rules.models import UNKNOWN, Option, UnknownAnswer, Walkthrough
from tests.rules.content import small


def written() -> dict[str, Any]:
    return small().model_dump(exclude_defaults=True)


def test_a_walkthrough_of_optional_criteria_only_is_refused() -> None:
    data = written()
    for criterion in data["criteria"]:
        criterion["optional"] = True
    with pytest.raises(ValidationError, match="at least one criterion that is not optional"):
        Walkthrough.model_validate(data)


def test_the_course_is_what_is_not_optional() -> None:
    data = written()
    data["criteria"][1]["optional"] = True
    walkthrough = Walkthrough.model_validate(data)
    assert [criterion.id for criterion in walkthrough.course] == ["size", "speed"]
    assert small().course == small().criteria


@pytest.mark.parametrize("value", ["yes", 1])
@pytest.mark.parametrize("field", ["optional", "neutral"])
def test_a_mark_is_true_or_false(field: str, value: object) -> None:
    data = written()
    criterion = data["criteria"][0]
    (criterion if field == "optional" else criterion["options"][0])[field] = value
    with pytest.raises(ValidationError, match="boolean"):
        Walkthrough.model_validate(data)


def test_a_neutral_option_has_no_effects() -> None:
    neutral = {"id": "x", "label": "X", "supposing": "it were so", "neutral": True}
    effects = {"drf": {"weight": 1, "reason": "Why.", "see": "what-is-drf"}}
    with pytest.raises(ValidationError, match=r"neutral option, got \['drf'\]"):
        Option.model_validate({**neutral, "effects": effects})
    assert Option.model_validate(neutral).neutral


def test_every_answer_has_a_clause_be_it_dont_know() -> None:
    team = small().criterion("team")
    clauses = {answer: team.supposing(answer) for answer in ("django", "async", UNKNOWN)}
    assert clauses["django"] == team.options[0].supposing
    assert clauses[UNKNOWN] == team.unsure
    assert len(set(clauses.values())) == 3


@pytest.mark.parametrize(("weight", "fits"), [(8, True), (-8, True), (9, False), (-9, False)])
def test_a_weight_reaches_from_minus_8_to_8(weight: int, fits: bool) -> None:
    data = written()
    data["criteria"][0]["options"][0]["effects"]["flask"]["weight"] = weight
    if fits:
        Walkthrough.model_validate(data)
    else:
        with pytest.raises(ValidationError, match="weight"):
            Walkthrough.model_validate(data)


def test_a_copy_with_other_criteria_has_numbers_and_places_of_its_own() -> None:
    walkthrough = small()
    assert len(walkthrough.table.gains) == len(walkthrough.places) == 3
    fewer = walkthrough.model_copy(update={"criteria": walkthrough.criteria[:1]})
    assert len(fewer.table.gains) == len(fewer.places) == 1
    with pytest.raises(UnknownAnswer, match="'team'"):
        fewer.criterion("team")


def test_the_numbers_are_worked_out_once() -> None:
    walkthrough = small()
    assert walkthrough.table is walkthrough.table
    assert walkthrough == small()
