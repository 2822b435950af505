"""`advisor check` and `advisor evaluate`: the content as it is, and content with faults."""

import json
import shutil
from pathlib import Path

import pytest

import knowledge.base
import rules.loading
from bot.commands.quality import Examined, examine
from knowledge.content import Problem
from tests.commands.conftest import Run
from tests.conftest import NOW


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A copy of all content, to be spoilt."""
    for folder in (knowledge.base.CONTENT, rules.loading.CONTENT):
        shutil.copytree(folder, tmp_path / folder.name, ignore=shutil.ignore_patterns("*.py*"))
    return tmp_path


def faults(content: Path) -> list[Problem]:
    return list(examine(content / "knowledge", content / "rules").problems)


def add(content: Path, name: str, text: str) -> None:
    with (content / name).open("a", encoding="utf-8") as file:
        file.write(text)


def test_the_content_holds(run: Run) -> None:
    done = run("check")
    assert done.exit_code == 0, done.stdout
    assert len(done.stdout.splitlines()) == 1
    entries = len(list(knowledge.base.CONTENT.glob("faq/*/*.md")))
    assert str(entries) in done.stdout.split()


def test_entries_past_their_review_date_are_listed_on_demand_and_no_fault(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.commands.quality.utc_now", lambda: NOW.replace(year=2036))
    listed = run("check", "--stale")
    assert listed.exit_code == 0, listed.stdout
    assert "is-drf-too-slow" in listed.stdout
    assert "is-drf-too-slow" not in run("check").stdout


def test_every_fault_of_every_file_is_in_one_report(content: Path) -> None:
    (content / "knowledge/faq/frameworks/what-is-drf.md").write_text("no front matter")
    add(content, "knowledge/cases/questions.toml", '\n[[cases]]\ntext = "x"\ncolour = 1\n')
    add(content, "rules/walkthroughs/choose-a-framework.toml", "\ncolour = 1\n")
    add(content, "rules/cases/teams.toml", '\n[[cases]]\nname = "x"\ncolour = 1\n')
    assert {problem.path for problem in faults(content)} == {
        "knowledge/faq/frameworks/what-is-drf.md",
        "knowledge/cases/questions.toml",
        "rules/walkthroughs/choose-a-framework.toml",
        "rules/cases/teams.toml",
    }


def test_a_case_of_an_entry_that_is_not_there_is_a_fault(content: Path) -> None:
    case = '\n[[cases]]\ntext = "a case"\nentries = ["what-is-drff"]\n'
    add(content, "knowledge/cases/questions.toml", case)
    [fault] = faults(content)
    for word in ("what-is-drff", "'what-is-drf'", "a case"):
        assert word in str(fault)


def test_a_decision_case_that_ends_in_a_mistake_is_a_fault(content: Path) -> None:
    case = """
[[cases]]
name = "A wrong expectation"
answers = { team = "django", admin = "yes", data-layer = "relational-heavy" }
accept = ["falcon"]
mistakes = ["drf"]
rests_on = "Nothing."

[[cases]]
name = "A wrong expectation from a text"
text = "Our Django team builds a CRUD tool with an admin."
accept = ["falcon"]
rests_on = "Nothing."
"""
    add(content, "rules/cases/teams.toml", case)
    text, answers = sorted(faults(content), key=lambda fault: "mistake" in fault.message)
    assert (text.field, answers.field) == (
        "A wrong expectation from a text",
        "A wrong expectation",
    )
    assert "falcon" in answers.message
    assert "drf" in answers.message


def test_a_phrasing_that_reaches_another_entry_is_a_fault(content: Path) -> None:
    file = content / "knowledge/faq/frameworks/what-is-drf.md"
    text = file.read_text("utf-8")
    strange = "what is flask, what is flask, what is flask"
    file.write_text(text.replace("phrasings = [", f'phrasings = ["{strange}",', 1), "utf-8")
    [fault] = faults(content)
    assert (fault.path, fault.field) == ("knowledge/faq/frameworks/what-is-drf.md", "phrasings.0")
    assert strange in fault.message


def test_rules_without_the_walkthrough_are_a_fault(content: Path) -> None:
    file = content / "rules/walkthroughs/choose-a-framework.toml"
    other = file.read_text("utf-8").replace('id = "choose-a-framework"', 'id = "another"', 1)
    file.with_stem("another").write_text(other, "utf-8")
    file.unlink()
    [fault] = faults(content)
    assert fault.path == "rules/walkthroughs/choose-a-framework.toml"


def test_a_fault_is_printed_with_status_1(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    fault = Problem("knowledge/faq/a/b.md", "reviewed", "is missing")
    found = Examined(entries=(), questions=0, decisions=0, problems=(fault,))
    monkeypatch.setattr("bot.commands.quality.examine", lambda: found)
    done = run("check")
    assert done.exit_code == 1
    assert str(fault) in done.stdout.splitlines()


def test_the_figures_as_json_are_shares(run: Run) -> None:
    quality = json.loads(run("evaluate", "--json").stdout)
    for part in ("tuning", "held_back"):
        figures = quality["questions"][part]
        assert figures["in_scope"]["n"] > figures["hurried"]["n"] > 0
        assert figures["out_of_scope"] > 0
        shares = [figures[name] for name in ("answered", "right", "refused", "auroc")]
        assert all(0 <= share <= 1 for share in shares)
        for name in ("in_scope", "hurried"):
            assert 0 <= figures[name]["top1"] <= figures[name]["top3"] <= 1
    assert quality["decisions"]["n"] > 0


def test_the_figures_as_a_table_have_their_goals_beside_them(run: Run) -> None:
    shown = run("evaluate").stdout
    for goal in ("0.85", "0.95", "0.80", "0.92", "0.05"):
        assert goal in shown
    assert max(map(len, shown.splitlines())) <= 80
