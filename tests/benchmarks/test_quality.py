"""The page of the quality figures: made by the script, whatever the figures are."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from benchmarks import quality
from benchmarks.goals import (
    CLINC,
    SEEN_BY_NOBODY,
    SETTLING,
    SIZES,
    SPEED,
    UNDERSTANDING,
    Goal,
    goals_of,
    row,
)
from benchmarks.quality_page import page
from benchmarks.settling import measure
from rules.models import Walkthrough

REMEDY = "run `python -m benchmarks.quality --keep`, or `make quality` to measure anew"

NOTES = "Text.\n\n## More\n\n```python\n# no heading\n```\n"


def measured(value: float | str) -> dict[str, Any]:
    """Figures that are all the same."""

    def all_of(goals: Any) -> dict[str, float | str]:
        return {goal.key: value for goal in goals}

    return {
        "date": "2026-11-22",
        "machine": "a machine",
        "counts": {"in_scope": 1, "hurried": 1, "out_of_scope": 1, "near_misses": 1},
        "questions": all_of(SEEN_BY_NOBODY),
        "speed": {"entries": 5, **all_of(SPEED)},
        "sizes": {str(size): all_of(goals_of(size)) for size in SIZES},
        "settling": {"sets": 10, **all_of(SETTLING)},
        "understanding": {"n": 10, "stated": 20, **all_of(UNDERSTANDING)},
        "clinc": {"date": "2026-11-22", "machine": "a machine", **all_of(CLINC)},
    }


def structure(text: str) -> list[str]:
    """The lines without their figures: of a row only what it is and its goal."""
    kept = []
    for line in text.splitlines():
        cells = line.split("|")
        kept.append("|".join([cells[1], cells[3]]) if len(cells) == 6 else line)
    return [re.sub(r"\d[\d,.]*", "0", line) for line in kept if not line.startswith("- ")]


def test_the_structure_of_the_page_is_what_the_script_makes() -> None:
    notes = quality.NOTES.read_text(encoding="utf-8")
    made = page(measured(0.5), notes)
    assert structure(quality.PAGE.read_text(encoding="utf-8")) == structure(made), REMEDY


def test_the_page_shows_the_figures_that_are_kept() -> None:
    kept = json.loads(quality.MEASURED.read_text(encoding="utf-8"))
    notes = quality.NOTES.read_text(encoding="utf-8")
    assert quality.PAGE.read_text(encoding="utf-8") == page(kept, notes), REMEDY


def test_every_goal_about_questions_is_on_the_page() -> None:
    text = page(measured(0.5), NOTES)
    for goal in ("0.85", "0.95", "0.8", "0.92", "0.94", "at most 0.05", "at most 5"):
        assert f"| {goal} |" in text
    for goal in ("0.15 ms", "0.5 ms", "1 ms", "1.5 ms", "1 s", "2 s", "120 MB"):
        assert f"| at most {goal} |" in text


def test_figures_that_could_not_be_had_are_words_on_the_page() -> None:
    text = page(measured("not built within 1 s"), NOTES)
    assert "| not built within 1 s | at most 1.5 ms | missed |" in text


@pytest.mark.parametrize("title", ["", "# A title\n\n"])
def test_the_notes_are_the_last_section_with_their_headings_below_its_own(title: str) -> None:
    lines = page(measured(0.5), title + NOTES).splitlines()
    at = lines.index("## What was tried")
    assert lines[at + 2] == "Text."
    kept = ["## What was tried", "### More", "# no heading"]
    assert [line for line in lines[at:] if "#" in line] == kept


@pytest.mark.parametrize(
    ("goal", "value", "shown"),
    [
        (Goal("x", "x", 0.85), 0.8, ("x", "0.800", "0.85", "0.050")),
        (Goal("x", "x", 0.85), 0.85, ("x", "0.850", "0.85", "met")),
        (Goal("x", "x", 0.85), 0.8499, ("x", "0.850", "0.85", "met")),
        (Goal("x", "x", 2, "s", at_most=True), 2.5, ("x", "2.50 s", "at most 2 s", "0.50 s")),
        (Goal("x", "x", 2, "s", at_most=True), 1.5, ("x", "1.50 s", "at most 2 s", "met")),
        (Goal("x", "x", 0, at_most=True), 3, ("x", "3", "at most 0", "3")),
        (Goal("x", "x", unit="MB"), 1234.5, ("x", "1,234 MB", "", "")),
        (Goal("x", "x", 1), "not built", ("x", "not built", "1", "missed")),
        (Goal("x", "x", 1), None, ("x", "not measured", "1", "")),
    ],
)
def test_a_figure_stands_beside_its_goal_and_its_miss(
    goal: Goal, value: float | str | None, shown: tuple[str, ...]
) -> None:
    assert row(goal, value) == shown


def test_the_clinc_figures_are_those_of_ten_phrasings(tmp_path: Path) -> None:
    file = tmp_path / "clinc.json"
    figures = {goal.key: 0.25 for goal in CLINC}
    file.write_text(json.dumps({"k5": {}, "k10": {**figures, "more": 1}}), encoding="utf-8")
    assert quality.clinc_figures(file) == figures


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"k10": {"top1": 1}}', '{"k10": null}'])
def test_clinc_figures_that_are_none_are_refused_by_name(tmp_path: Path, text: str) -> None:
    file = tmp_path / "clinc.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(quality.NoFigures, match=r"clinc\.json: expected .*'k10'"):
        quality.clinc_figures(file)


def test_a_missing_clinc_file_is_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = quality.PAGE.read_text(encoding="utf-8")
    with pytest.raises(SystemExit):
        quality.main(["--keep", "--clinc", str(tmp_path / "none.json")])
    assert "none.json" in capsys.readouterr().err
    assert quality.PAGE.read_text(encoding="utf-8") == before


def test_a_settled_recommendation_is_that_of_all_answers(walkthrough: Walkthrough) -> None:
    few = walkthrough.model_copy(update={"criteria": walkthrough.criteria[:5]})
    figures = measure(few)
    assert figures["other"] == 0
    assert 0 < float(figures["asked"]) <= float(figures["in_order"]) <= len(few.criteria)
