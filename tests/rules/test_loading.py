"""Loading rules: every fault is found, named and explained."""

import shutil
from pathlib import Path

import pytest

import rules.loading
from knowledge.content import ContentError, Problem
from rules.models import Walkthrough
from tests.rules.content import FIXTURES, SOUND

IDS = (FIXTURES / "faq-ids.txt").read_text().split()
TINY = "criteria.0.options.0"
EFFECT = f"{TINY}.effects.flask"

WALKTHROUGH_FAULTS = {
    "another-name": ("id", ["another-name", "small"]),
    "bad-id": ("criteria.0.options.1.id", ["Large One"]),
    "criterion-twice": ("file", ["criterion", "['size', 'size', 'speed']"]),
    "empty-phrase": (f"{TINY}.phrases.1", ["at least 1 character"]),
    "long-label": (f"{TINY}.label", ["40", "Tiny Tiny"]),
    "long-reason": (f"{EFFECT}.reason", ["160"]),
    "neither-weight-nor-veto": (EFFECT, ["weight = 0", "veto = false"]),
    "no-criteria": ("criteria", ["at least 1"]),
    "no-question": ("criteria.0.question", ["required"]),
    "no-reason": (f"{EFFECT}.reason", ["required"]),
    "no-supposing": (f"{TINY}.supposing", ["required"]),
    "no-unsure": ("criteria.0.unsure", ["required"]),
    "not-toml": ("TOML", ["line 4", "'='"]),
    "one-option": ("criteria.0.options", ["at least 2"]),
    "option-named-dont-know": ("criteria.0", ["dont-know"]),
    "option-twice": ("criteria.0", ["option", "['tiny', 'tiny']"]),
    "see-to-nowhere": (
        "size.tiny.effects.flask.see",
        ["when-to-use-flusk", "'when-to-use-flask'"],
    ),
    "unknown-effect-field": (f"{EFFECT}.wieght", ["unknown field", "'weight'"]),
    "unknown-field": ("titel", ["unknown field", "'title'"]),
    "unknown-framework": (f"{TINY}.effects.flusk", ["flusk", "'flask'"]),
    "version-0": ("version", ["1", "got 0"]),
    "version-a-text": ("version", ["integer", "three"]),
    "veto-a-text": (f"{EFFECT}.veto", ["boolean", "yes"]),
    "weight-0": (EFFECT, ["weight = 0", "other than 0"]),
    "weight-a-truth-value": (f"{EFFECT}.weight", ["integer", "True"]),
    "weight-and-veto": (EFFECT, ["weight = 1 and veto = true"]),
    "weight-not-whole": (f"{EFFECT}.weight", ["integer", "1.5"]),
    "weight-too-large": (f"{EFFECT}.weight", ["8", "got 9"]),
}

CASE_FAULTS = {
    "accepted-mistake": ("cases.0", ["drf"]),
    "answers-and-text": ("cases.0", ["either answers or text"]),
    "name-twice": ("cases.1.name", ["twice", "Django developers get DRF"]),
    "neither-answers-nor-text": ("cases.0", ["either answers or text"]),
    "no-rests-on": ("cases.0.rests_on", ["required"]),
    "nothing-accepted": ("cases.0.accept", ["at least 1"]),
    "unknown-criterion": ("cases.0.answers", ["teem", "'team'"]),
    "unknown-field": ("cases.0.mistaken", ["unknown field", "'mistakes'"]),
    "unknown-framework": ("cases.0.mistakes.0", ["sanik", "'sanic'"]),
    "unknown-option": ("cases.0.answers", ["wizards", "django, async, dont-know"]),
}


def rules_with(tmp_path: Path, *files: tuple[str, str]) -> Path:
    """A folder of rules with some broken files in it, given as (folder, name)."""
    root = tmp_path / "rules"
    for folder, name in files:
        place = root / {"rules": "walkthroughs"}.get(folder, folder)
        place.mkdir(parents=True, exist_ok=True)
        shutil.copy(FIXTURES / "broken" / folder / f"{name}.toml", place)
    return root


def problems_of(root: Path) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as raised:
        rules.loading.load(root, IDS)
    return raised.value.problems


def sound() -> Walkthrough:
    return rules.loading.load(SOUND, IDS)["small"]


def test_every_broken_file_stands_in_a_table() -> None:
    broken = {
        folder: {path.stem for path in (FIXTURES / "broken" / folder).iterdir()}
        for folder in ("rules", "cases")
    }
    assert broken == {"rules": set(WALKTHROUGH_FAULTS), "cases": set(CASE_FAULTS)}


def test_sound_rules_are_loaded() -> None:
    assert [c.id for c in sound().criteria] == ["size", "team", "speed"]
    assert len(rules.loading.load_cases(sound(), SOUND)) == 2


def test_links_are_not_checked_where_no_entries_are_given(tmp_path: Path) -> None:
    root = rules_with(tmp_path, ("rules", "see-to-nowhere"))
    assert set(rules.loading.load(root)) == {"see-to-nowhere"}


@pytest.mark.parametrize("name", WALKTHROUGH_FAULTS)
def test_a_fault_in_a_walkthrough_is_the_one_problem_reported(tmp_path: Path, name: str) -> None:
    field, words = WALKTHROUGH_FAULTS[name]
    [problem] = problems_of(rules_with(tmp_path, ("rules", name)))
    assert (problem.path, problem.field) == (f"rules/walkthroughs/{name}.toml", field)
    for word in words:
        assert word in problem.message


@pytest.mark.parametrize("name", CASE_FAULTS)
def test_a_fault_in_a_case_is_the_one_problem_reported(tmp_path: Path, name: str) -> None:
    field, words = CASE_FAULTS[name]
    root = rules_with(tmp_path, ("cases", name))
    with pytest.raises(ContentError) as raised:
        rules.loading.load_cases(sound(), root)
    [problem] = raised.value.problems
    assert (problem.path, problem.field) == (f"rules/cases/{name}.toml", field)
    for word in words:
        assert word in problem.message


def test_the_faults_of_all_files_come_in_one_report(tmp_path: Path) -> None:
    names = sorted(WALKTHROUGH_FAULTS)
    found = problems_of(rules_with(tmp_path, *(("rules", name) for name in names)))
    assert [problem.path for problem in found] == [f"rules/walkthroughs/{n}.toml" for n in names]


def test_the_report_counts_and_lists_its_problems(tmp_path: Path) -> None:
    root = rules_with(tmp_path, ("rules", "weight-0"), ("rules", "version-0"))
    with pytest.raises(ContentError) as raised:
        rules.loading.load(root)
    first, *lines = str(raised.value).splitlines()
    assert first.startswith("2 problems")
    assert [line.strip() for line in lines] == [str(p) for p in raised.value.problems]


def test_a_folder_without_walkthroughs_is_a_problem(tmp_path: Path) -> None:
    [problem] = problems_of(tmp_path / "rules")
    assert (problem.path, problem.field) == ("rules/walkthroughs", "folder")


def test_the_same_name_in_two_files_of_cases_is_a_problem(tmp_path: Path) -> None:
    cases = tmp_path / "rules" / "cases"
    cases.mkdir(parents=True)
    for name in ("one", "two"):
        shutil.copy(SOUND / "cases" / "sound.toml", cases / f"{name}.toml")
    with pytest.raises(ContentError) as raised:
        rules.loading.load_cases(sound(), tmp_path / "rules")
    assert {problem.path for problem in raised.value.problems} == {"rules/cases/two.toml"}


def test_cases_can_be_read_without_a_walkthrough(tmp_path: Path) -> None:
    root = rules_with(tmp_path, ("cases", "unknown-option"))
    assert len(rules.loading.load_cases(None, root)) == 1
