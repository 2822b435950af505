"""How well descriptions are understood, counted by hand on a small walkthrough."""

import ast
from pathlib import Path

import pytest

import rules.loading
from knowledge.content import ContentError
from rules.describing import Description, Descriptions
from rules.evaluation import measure_understanding
from rules.models import Walkthrough
from tests.rules.content import small

MEASURING = {
    "bot/commands/evaluating.py",
    "rules/loading.py",
    "tests/commands/test_evaluating.py",
    "tests/rules/test_evaluation.py",
}
"""What may load descriptions, or name the folder of those that are held back."""


def write(root: Path, part: str, name: str, *texts: str) -> None:
    """A file of descriptions that state nothing."""
    file = root / "descriptions" / part / f"{name}.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    described = [f'[[descriptions]]\ntext = "{text}"\nstates = {{}}\n' for text in texts]
    file.write_text("".join(described), encoding="utf-8")


def described(text: str, **labels: object) -> Description:
    return Description.model_validate({"text": text, "states": {}, **labels})


def test_what_is_plausible_counts_neither_way() -> None:
    tuning = (
        described("a tiny thing for a django team", states={"team": "django"}),
        described("ordinary tiny", plausible={"speed": ["normal"]}, states={"size": "tiny"}),
        described("nothing at all", states={"size": "large"}),
    )
    found = measure_understanding(small(), Descriptions(tuning=tuning))
    assert (found.tuning.n, found.tuning.filled, found.tuning.stated) == (3, 3, 3)
    assert found.tuning.precision == pytest.approx(2 / 3)
    assert found.tuning.recall == pytest.approx(2 / 3)
    assert (found.held_back.n, found.held_back.precision, found.held_back.recall) == (0, None, None)


def test_another_option_than_the_stated_one_is_wrong_and_missing() -> None:
    one = described("a tiny thing", states={"size": "large"})
    found = measure_understanding(small(), Descriptions(held_back=(one,))).held_back
    assert (found.filled, found.precision, found.recall) == (1, 0, 0)


def test_only_what_is_for_tuning_is_listed() -> None:
    descriptions = Descriptions(
        tuning=(described("a tiny thing", states={"team": "django"}),),
        held_back=(described("another tiny thing", states={"team": "django"}),),
    )
    found = measure_understanding(small(), descriptions)
    assert {one.text for one in found.misread} == {"a tiny thing"}
    listed = {(one.criterion, one.expected, one.found, one.evidence) for one in found.misread}
    assert listed == {("size", None, "tiny", "tiny"), ("team", "django", None, None)}


def test_the_folder_holds_a_description_back(tmp_path: Path) -> None:
    write(tmp_path, "tuning", "one", "a")
    write(tmp_path, "held-back", "one", "b", "c")
    loaded = rules.loading.load_descriptions(small(), tmp_path)
    assert [one.text for one in loaded.tuning] == ["a"]
    assert [one.text for one in loaded.held_back] == ["b", "c"]


def test_without_a_folder_nothing_is_held_back(tmp_path: Path) -> None:
    write(tmp_path, "tuning", "one", "a")
    loaded = rules.loading.load_descriptions(small(), tmp_path)
    assert (len(loaded.tuning), loaded.held_back) == (1, ())


def test_a_file_in_neither_folder_is_named(tmp_path: Path) -> None:
    write(tmp_path, "tuning", "one", "a")
    write(tmp_path, "", "stray", "b")
    with pytest.raises(ContentError, match=r"stray\.toml.*descriptions/held-back/"):
        rules.loading.load_descriptions(small(), tmp_path)


def test_a_text_that_is_held_back_stands_nowhere_else(tmp_path: Path) -> None:
    write(tmp_path, "tuning", "one", "a")
    write(tmp_path, "held-back", "one", "a")
    with pytest.raises(ContentError, match=r"held-back.*stands twice"):
        rules.loading.load_descriptions(small(), tmp_path)


def test_there_is_enough_to_tune_with(walkthrough: Walkthrough) -> None:
    assert len(rules.loading.load_descriptions(walkthrough).tuning) >= 200


@pytest.mark.parametrize("part", ["tuning", "held_back"])
def test_the_goals_are_met(walkthrough: Walkthrough, part: str) -> None:
    descriptions = rules.loading.load_descriptions(walkthrough)
    found = getattr(measure_understanding(walkthrough, descriptions), part)
    precision, recall = found.precision, found.recall
    assert precision is None or precision >= 0.95, "more is filled in than the texts state"
    assert recall is None or recall >= 0.75, "too little of what the texts state is found"


def test_only_what_measures_loads_descriptions() -> None:
    """What is held back stays unseen by whatever decides, answers or is fitted."""
    root = rules.loading.CONTENT.parent
    loading = {
        str(path.relative_to(root))
        for folder in ("benchmarks", "bot", "knowledge", "rules", "tests")
        for path in (root / folder).rglob("*.py")
        if {"load_descriptions", "held-back"} & words_in(path)
    }
    assert loading == MEASURING


def words_in(path: Path) -> set[str]:
    """The names and the texts in a module's code."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    names |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    texts = {str(node.value) for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    return names | texts


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
    file = tmp_path / "descriptions" / "tuning" / "one.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f'[[descriptions]]\ntext = "a"\n{label}\n', encoding="utf-8")
    with pytest.raises(ContentError, match=expected):
        rules.loading.load_descriptions(small(), tmp_path)


def test_a_description_that_stands_twice_is_named(tmp_path: Path) -> None:
    write(tmp_path, "tuning", "one", "a", "a")
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
