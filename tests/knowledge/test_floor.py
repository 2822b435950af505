"""The committed floor under the figures on held-back questions."""

import tomllib
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.commands.evaluating import measure
from knowledge.content import ContentError
from knowledge.floor import REMEDY, Floor, fallen, floor_of, load_floor, rendered

FLOOR = Floor(
    n=100,
    top1=0.8,
    top3=0.9,
    hurried_top1=0.8,
    hurried_top3=0.9,
    answered_precision=0.95,
    in_scope_refused=0.05,
    out_of_scope_refused=0.9,
    auroc=0.9,
)

SHARES = [name for name in Floor.model_fields if name != "n"]


def test_no_held_back_figure_is_below_the_committed_floor(advisor: Advisor) -> None:
    now = floor_of(measure(advisor).questions.held_back)
    found = list(fallen(load_floor(), now))
    assert not found, "\n".join(["Worse than knowledge/cases/floor.toml:", *found, REMEDY])


@pytest.mark.parametrize("name", SHARES)
def test_a_figure_may_fall_by_a_point_and_by_no_more(name: str) -> None:
    down = 1 if name == "in_scope_refused" else -1
    before = getattr(FLOOR, name)
    by_a_point = FLOOR.model_copy(update={name: round(before + down * 0.01, 4)})
    by_more = FLOOR.model_copy(update={name: round(before + down * 0.0101, 4)})
    assert not list(fallen(FLOOR, by_a_point))
    [line] = fallen(FLOOR, by_more)
    for word in (name, str(before), str(getattr(by_more, name))):
        assert word in line


def test_a_figure_may_rise() -> None:
    better = FLOOR.model_copy(update={"top1": 0.9, "in_scope_refused": 0.0, "n": 200})
    assert not list(fallen(FLOOR, better))


def test_cases_may_be_added_and_not_taken_out() -> None:
    assert not list(fallen(FLOOR, FLOOR.model_copy(update={"n": 101})))
    [line] = fallen(FLOOR, FLOOR.model_copy(update={"n": 99}))
    assert "99" in line


def test_a_floor_that_is_written_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "floor.toml").write_text(rendered(FLOOR), encoding="utf-8")
    assert load_floor(tmp_path) == FLOOR
    assert "--commit-floor" in rendered(FLOOR)
    assert tomllib.loads(rendered(FLOOR))["n"] == 100


@pytest.mark.parametrize("text", [None, "top1 = ", "top1 = 0.5", "colour = 1"])
def test_a_floor_that_cannot_be_used_is_a_fault_of_its_file(
    tmp_path: Path, text: str | None
) -> None:
    (tmp_path / "cases").mkdir()
    if text is not None:
        (tmp_path / "cases" / "floor.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"cases/floor\.toml"):
        load_floor(tmp_path)


def test_the_message_says_what_to_do() -> None:
    assert "advisor evaluate --commit-floor" in REMEDY
