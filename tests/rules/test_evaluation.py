"""How well descriptions are understood, counted by hand on a small walkthrough."""

from pathlib import Path

import pytest

import rules.loading
from knowledge.content import ContentError
from knowledge.models import Case
from rules.describing import Description
from rules.evaluation import measure_understanding
from rules.models import Walkthrough
from tests.rules.content import small


def of_half(held_back: bool, text: str, **labels: object) -> Description:
    """The description with as many dots at its end as put it into that half."""
    for dots in range(64):
        data = {"text": text + "." * dots, "states": {}, **labels}
        one = Description.model_validate(data)
        if one.held_back is held_back:
            return one
    raise AssertionError(text)


def test_what_is_plausible_counts_neither_way() -> None:
    found = measure_understanding(
        small(),
        [
            of_half(False, "a tiny thing for a django team", states={"team": "django"}),
            of_half(
                False, "ordinary tiny", plausible={"speed": ["normal"]}, states={"size": "tiny"}
            ),
            of_half(False, "nothing at all", states={"size": "large"}),
        ],
    )
    assert (found.tuning.n, found.tuning.filled, found.tuning.stated) == (3, 3, 3)
    assert found.tuning.precision == pytest.approx(2 / 3)
    assert found.tuning.recall == pytest.approx(2 / 3)
    assert (found.held_back.n, found.held_back.precision, found.held_back.recall) == (0, None, None)


def test_another_option_than_the_stated_one_is_wrong_and_missing() -> None:
    one = of_half(True, "a tiny thing", states={"size": "large"})
    found = measure_understanding(small(), [one]).held_back
    assert (found.filled, found.precision, found.recall) == (1, 0, 0)


def test_only_the_tuning_half_is_listed() -> None:
    tuning = of_half(False, "a tiny thing", states={"team": "django"})
    held_back = of_half(True, "a tiny thing", states={"team": "django"})
    found = measure_understanding(small(), [tuning, held_back])
    assert {one.text for one in found.misread} == {tuning.text}
    listed = {(one.criterion, one.expected, one.found, one.evidence) for one in found.misread}
    assert listed == {("size", None, "tiny", "tiny"), ("team", "django", None, None)}


def test_descriptions_are_held_back_by_the_rule_of_the_question_cases(
    walkthrough: Walkthrough,
) -> None:
    descriptions = rules.loading.load_descriptions(walkthrough)
    assert len(descriptions) >= 200
    held_back = [one for one in descriptions if one.held_back]
    assert 0.35 < len(held_back) / len(descriptions) < 0.65
    assert all(Case(text=one.text, entries=()).held_back for one in held_back)


def test_the_goals_are_met_on_the_half_that_is_held_back(walkthrough: Walkthrough) -> None:
    descriptions = rules.loading.load_descriptions(walkthrough)
    found = measure_understanding(walkthrough, descriptions).held_back
    assert found.precision is not None
    assert found.recall is not None
    assert found.precision >= 0.95, "rules: more is filled in than the texts state"
    assert found.recall >= 0.75, "rules: too little of what the texts state is found"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ('states = { sise = "tiny" }', "'size'"),
        ('states = { size = "huge" }', "tiny, large"),
        ('states = {}\nplausible = { size = ["huge"] }', "tiny, large"),
        ('states = { size = "tiny" }\nplausible = { size = ["large"] }', "in both"),
        ("states = {}\nstate = 1", "unknown field"),
    ],
)
def test_a_faulty_label_is_named(tmp_path: Path, label: str, expected: str) -> None:
    file = tmp_path / "descriptions" / "one.toml"
    file.parent.mkdir()
    file.write_text(f'[[descriptions]]\ntext = "a"\n{label}\n', encoding="utf-8")
    with pytest.raises(ContentError, match=expected):
        rules.loading.load_descriptions(small(), tmp_path)


def test_a_description_that_stands_twice_is_named(tmp_path: Path) -> None:
    file = tmp_path / "descriptions" / "one.toml"
    file.parent.mkdir()
    file.write_text('[[descriptions]]\ntext = "a"\nstates = {}\n' * 2, encoding="utf-8")
    with pytest.raises(ContentError, match="stands twice"):
        rules.loading.load_descriptions(small(), tmp_path)


def test_a_phrase_with_an_unknown_class_of_words_is_named(tmp_path: Path) -> None:
    source = rules.loading.CONTENT.parent / "tests/fixtures/rules/walkthroughs/small.toml"
    text = source.read_text(encoding="utf-8").replace('"django team"', '"django {peple}"')
    folder = tmp_path / "walkthroughs"
    folder.mkdir()
    (folder / "small.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"team\.django\.phrases\.0.*did you mean 'people'"):
        rules.loading.load(tmp_path)
