"""`advisor evaluate`: the figures, the picture, and the floor."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest

import knowledge.base
import rules.loading
from bot.advisor import Advisor
from bot.commands import evaluating, figures, plotting
from knowledge.floor import floor_of, load_floor
from knowledge.reliability import reliability
from rules.models import Walkthrough
from tests.commands.conftest import Run
from tests.commands.test_evaluation import CASES

Measure = Callable[[Advisor, Sequence[Path]], figures.Quality]


@pytest.fixture(scope="module")
def measure_once() -> Measure:
    """`measure`, which takes long: once for all tests."""
    measure = evaluating.measure
    measured: dict[tuple[object, ...], figures.Quality] = {}

    def once(advisor: Advisor, own: Sequence[Path]) -> figures.Quality:
        what = (id(advisor), *own)
        if what not in measured:
            measured[what] = measure(advisor, own)
        return measured[what]

    return once


@pytest.fixture
def run(run: Run, measure_once: Measure, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command, which measures once."""
    monkeypatch.setattr(evaluating, "measure", measure_once)
    return run


@pytest.fixture
def floor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the floor is written in place of the real one."""
    file = tmp_path / "knowledge" / "cases" / "floor.toml"
    file.parent.mkdir(parents=True)
    monkeypatch.setattr("bot.commands.evaluating.FLOOR", file)
    return file


def test_the_figures_as_json_are_shares(run: Run) -> None:
    quality = json.loads(run("evaluate", "--json").stdout)
    for part in ("tuning", "held_back"):
        found = quality["questions"][part]
        assert found["in_scope"]["n"] > found["hurried"]["n"] > 0
        assert found["out_of_scope"] > found["near_misses"]["n"] > 0
        shares = [found[name] for name in ("answered", "right", "refused", "auroc")]
        shares += [found["out_of_scope_refused_at_5"], found["reliability"]["error"]]
        shares += [outcome["right"] for outcome in found["outcomes"].values()]
        assert all(0 <= share <= 1 for share in shares)
        for name in ("in_scope", "hurried"):
            assert 0 <= found[name]["top1"] <= found[name]["top3"] <= 1
        assert set(found["words"]) <= {"sure", "likely", "unsure"}
    assert quality["decisions"]["n"] > 0


def test_every_message_is_in_one_outcome_and_in_one_bin(run: Run) -> None:
    quality = json.loads(run("evaluate", "--json").stdout)
    for part in ("tuning", "held_back"):
        found = quality["questions"][part]
        messages = found["in_scope"]["n"] + found["out_of_scope"]
        assert sum(outcome["n"] for outcome in found["outcomes"].values()) == messages
        assert sum(one["n"] for one in found["reliability"]["bins"]) == messages
        answers = sum(word["n"] for word in found["words"].values())
        assert answers == found["outcomes"]["answer"]["n"]


def test_the_figures_as_a_table_have_their_goals_beside_them(run: Run) -> None:
    shown = run("evaluate").stdout
    for goal in ("0.85", "0.95", "0.80", "0.92", "0.05"):
        assert goal in shown
    for word in ("sure", "likely", "unsure", "near misses", "Reliability", "0.9 to 1.0"):
        assert word in shown
    assert max(map(len, shown.splitlines())) <= 80


def test_no_held_back_text_is_shown(run: Run) -> None:
    questions = json.loads(run("evaluate", "--json").stdout)["questions"]
    by_text = {case.text: case for case in knowledge.base.load_cases()}
    assert questions["confusions"]
    for one in questions["confusions"]:
        case = by_text[one["example"]]
        assert not case.held_back
        assert one["expected"] == next(iter(case.entries), None)
    shown = run("evaluate").stdout + run("evaluate", "--json").stdout
    long = [text for text, case in by_text.items() if case.held_back and len(text) > 20]
    assert not [text for text in long if text in shown]


def test_no_held_back_description_is_shown(run: Run, walkthrough: Walkthrough) -> None:
    shown = run("evaluate").stdout + run("evaluate", "--json").stdout
    descriptions = rules.loading.load_descriptions(walkthrough)
    misread = json.loads(run("evaluate", "--json").stdout)["understanding"]["misread"]
    assert {one["text"] for one in misread} <= {one.text for one in descriptions.tuning}
    starts = [one.text[:40] for one in descriptions.held_back]
    assert not [start for start in starts if start in shown]


def test_the_figures_of_understanding_are_shares(run: Run) -> None:
    found = json.loads(run("evaluate", "--json").stdout)["understanding"]
    assert found["tuning"]["n"] >= 200
    for part in (found["tuning"], found["held_back"]):
        shares = [part["precision"], part["recall"]]
        assert all(0 <= share <= 1 for share in shares if share is not None)
        assert part["n"] == 0 or None not in shares


@pytest.mark.parametrize("suffix", [".svg", ".png"])
def test_the_reliability_is_drawn_with_labels_and_counts(tmp_path: Path, suffix: str) -> None:
    file = tmp_path / f"plot{suffix}"
    plotting.draw(file, {"tuning": reliability(CASES), "held back": reliability([])})
    if suffix == ".png":
        assert file.read_bytes().startswith(b"\x89PNG")
        return
    texts = {"".join(node.itertext()).strip() for node in ElementTree.parse(file).iter()}
    assert {"confidence", "messages", "share whose first entry is right", "held back"} <= texts
    assert {str(one.n) for one in reliability(CASES).bins if one.n} <= texts


def test_the_same_figures_are_the_same_picture(tmp_path: Path) -> None:
    files = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for file in files:
        plotting.draw(file, {"tuning": reliability(CASES)})
    assert files[0].read_bytes() == files[1].read_bytes()


def test_evaluate_draws_what_it_prints(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "plot.svg"
    done = run("evaluate", "--json", "--plot", str(file))
    assert done.exit_code == 0, done.stderr
    error = json.loads(done.stdout)["questions"]["held_back"]["reliability"]["error"]
    assert f"{error:.3f}" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "expected"), [("plot.pdf", ".svg or .png"), ("missing/plot.svg", "no folder")]
)
def test_a_picture_that_cannot_be_drawn_is_refused_at_once(
    run: Run, tmp_path: Path, name: str, expected: str
) -> None:
    done = run("evaluate", "--plot", str(tmp_path / name))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "--plot" in done.stderr
    assert expected in done.stderr


def test_the_floor_is_written_from_the_held_back_figures(run: Run, floor: Path) -> None:
    done = run("evaluate", "--json", "--commit-floor")
    assert done.exit_code == 0, done.stderr
    quality = figures.Quality.model_validate_json(done.stdout)
    assert load_floor(floor.parent.parent) == floor_of(quality.questions.held_back)


def test_without_being_asked_to_nothing_is_written(run: Run, floor: Path) -> None:
    assert run("evaluate", "--json").exit_code == 0
    assert not floor.exists()


def test_the_floor_is_not_written_from_other_peoples_entries(
    run: Run, floor: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    own.mkdir()
    done = run("evaluate", "--commit-floor", KNOWLEDGE_PATH=str(own))
    assert (done.exit_code, done.stdout) == (2, "")
    assert "KNOWLEDGE_PATH" in done.stderr
    assert not floor.exists()


def test_a_floor_that_cannot_be_written_is_a_message(run: Run, floor: Path) -> None:
    floor.mkdir()
    done = run("evaluate", "--json", "--commit-floor")
    assert done.exit_code == 2
    assert "cannot be written" in done.stderr


def test_the_real_floor_is_where_the_cases_are() -> None:
    assert evaluating.FLOOR.is_file()
    assert evaluating.FLOOR.parent.parent == knowledge.base.CONTENT
