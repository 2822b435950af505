"""`advisor check`: the content as it is, and content with faults."""

import datetime
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import knowledge.base
from bot.commands.quality import Examined, examine, past_their_day
from knowledge.content import Problem
from knowledge.logistic import Remember
from tests.commands.conftest import Run
from tests.conftest import NOW

Examine = Callable[..., Examined]


@pytest.fixture(scope="module")
def examine_once() -> Examine:
    """`examine` of all our content, which takes long: once for all tests."""
    found: dict[tuple[Path, ...], Examined] = {}

    def once(*, own: tuple[Path, ...], remember: Remember) -> Examined:
        if own not in found:
            found[own] = examine(own=own, remember=remember)
        return found[own]

    return once


@pytest.fixture
def run(run: Run, examine_once: Examine, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command on our own content, which is examined once."""
    monkeypatch.setattr("bot.commands.quality.examine", examine_once)
    return run


def examined(content: Path) -> Examined:
    return examine(content / "knowledge", content / "rules")


def faults(content: Path) -> list[Problem]:
    return list(examined(content).problems)


def add(content: Path, name: str, text: str) -> None:
    with (content / name).open("a", encoding="utf-8") as file:
        file.write(text)


def test_the_content_holds(run: Run) -> None:
    done = run("check")
    assert done.exit_code == 0, done.stdout
    entries = len(list(knowledge.base.CONTENT.glob("faq/*/*.md")))
    assert str(entries) in done.stdout.splitlines()[-1].split()


def test_entries_past_their_review_date_are_listed_on_demand_and_no_fault(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.commands.quality.utc_now", lambda: NOW.replace(year=2036))
    listed = run("check", "--stale")
    assert listed.exit_code == 0, listed.stdout
    lines = [line.split() for line in listed.stdout.splitlines()]
    assert ["is-drf-too-slow:", "was"] in [line[:2] for line in lines]
    assert "falcon.performance:" in [line[0] for line in lines]
    assert ["admin.yes.drf", "->", "admin-interface,"] in [line[:3] for line in lines]
    assert "was to be reviewed" not in run("check").stdout


def test_nothing_is_past_its_day_on_the_day_itself(content: Path) -> None:
    found = examined(content)
    assert found.knowledge
    first = min(entry.review_by for entry in found.knowledge.entries.values())
    assert not any(past_their_day(found, first).values())
    day_after = past_their_day(found, first + datetime.timedelta(days=1))
    assert [bool(lines) for lines in day_after.values()] == [True, False, True]


def test_an_effect_is_listed_with_the_entry_that_is_past_its_review(content: Path) -> None:
    file = content / "knowledge/faq/speed/how-fast-is-falcon.md"
    text = re.sub("review_by = .*", "review_by = 2026-11-23", file.read_text("utf-8"), count=1)
    file.write_text(text, "utf-8")
    found = examined(content)
    entries, facts, effects = past_their_day(found, datetime.date(2026, 11, 26)).values()
    assert [line.partition(":")[0] for line in entries] == ["how-fast-is-falcon"]
    assert facts == []
    assert effects == ["speed.extreme.falcon -> how-fast-is-falcon, 3 days over"]


def test_an_entry_without_a_primary_source_is_worth_a_look_and_no_fault(content: Path) -> None:
    file = content / "knowledge/faq/speed/how-fast-is-falcon.md"
    text = re.sub(r'url = ".*"', 'url = "https://blog.example/post"', file.read_text("utf-8"))
    file.write_text(text, "utf-8")
    found = examined(content)
    assert found.problems == ()
    [remark] = found.remarks
    assert remark.path == "knowledge/faq/speed/how-fast-is-falcon.md"
    assert remark.field == "sources"
    assert "falcon" in remark.message


def test_an_entry_that_is_there_twice_in_other_words_is_worth_a_look(content: Path) -> None:
    file = content / "knowledge/faq/choice/how-to-choose.md"
    file.with_stem("how-to-decide").write_text(file.read_text("utf-8").replace("?", " then?"))
    [remark] = examined(content).remarks
    assert remark.path == "knowledge/faq/choice/how-to-choose.md"
    assert "how-to-decide" in remark.message


def test_remarks_are_printed_with_status_0(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    remark = Problem("knowledge/faq/a/b.md", "sources", "none is primary")
    found = Examined(None, None, questions=0, decisions=0, problems=(), remarks=(remark,))
    monkeypatch.setattr("bot.commands.quality.examine", lambda **_: found)
    done = run("check")
    assert done.exit_code == 0
    assert str(remark) in [line.strip() for line in done.stdout.splitlines()]


def test_the_primary_hosts_are_content_that_is_checked(content: Path) -> None:
    add(content, "knowledge/primary-hosts.toml", '[[projects]]\nframework = "flusk"\nhosts = []\n')
    assert {(fault.path, fault.field) for fault in faults(content)} == {
        ("knowledge/primary-hosts.toml", "projects.5.framework"),
        ("knowledge/primary-hosts.toml", "projects.5.hosts"),
    }


def test_every_fault_of_every_file_is_in_one_report(content: Path) -> None:
    (content / "knowledge/faq/choice/how-to-choose.md").write_text("no front matter")
    add(content, "knowledge/cases/questions.toml", '\n[[cases]]\ntext = "x"\ncolour = 1\n')
    add(content, "rules/walkthroughs/choose-a-framework.toml", "\ncolour = 1\n")
    add(content, "rules/cases/sound.toml", '\n[[cases]]\nname = "x"\ncolour = 1\n')
    assert {problem.path for problem in faults(content)} == {
        "knowledge/faq/choice/how-to-choose.md",
        "knowledge/cases/questions.toml",
        "rules/walkthroughs/choose-a-framework.toml",
        "rules/cases/sound.toml",
    }


def test_a_case_of_an_entry_that_is_not_there_is_a_fault(content: Path) -> None:
    case = '\n[[cases]]\ntext = "a case"\nentries = ["how-to-chose"]\n'
    add(content, "knowledge/cases/questions.toml", case)
    [fault] = faults(content)
    for word in ("how-to-chose", "'how-to-choose'", "a case"):
        assert word in str(fault)


def test_a_decision_case_that_ends_in_a_mistake_is_a_fault(content: Path) -> None:
    case = """
[[cases]]
name = "A wrong expectation"
answers = { team = "django" }
accept = ["falcon"]
mistakes = ["drf"]
rests_on = "Nothing."

[[cases]]
name = "A wrong expectation from a text"
text = "Our Django team builds a CRUD tool with an admin."
accept = ["falcon"]
rests_on = "Nothing."
"""
    add(content, "rules/cases/sound.toml", case)
    text, answers = sorted(faults(content), key=lambda fault: "mistake" in fault.message)
    assert (text.field, answers.field) == (
        "A wrong expectation from a text",
        "A wrong expectation",
    )
    assert "falcon" in answers.message
    assert "drf" in answers.message


def test_a_phrasing_that_reaches_another_entry_is_a_fault(content: Path) -> None:
    file = content / "knowledge/faq/choice/how-to-choose.md"
    text = file.read_text("utf-8")
    strange = "how fast is flask"
    file.write_text(text.replace("phrasings = [", f'phrasings = ["{strange}",', 1), "utf-8")
    [fault] = faults(content)
    assert (fault.path, fault.field) == ("knowledge/faq/choice/how-to-choose.md", "phrasings.0")
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
    found = Examined(None, None, questions=0, decisions=0, problems=(fault,))
    monkeypatch.setattr("bot.commands.quality.examine", lambda **_: found)
    done = run("check")
    assert done.exit_code == 1
    assert str(fault) in done.stdout.splitlines()
