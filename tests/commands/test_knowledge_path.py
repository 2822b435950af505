"""KNOWLEDGE_PATH: an operator's own entries are checked, found, measured and served with ours."""

import functools
import json
import os
from pathlib import Path

import pytest

from bot.app import load_advisor
from bot.commands.quality import examine
from bot.settings import Settings
from tests.commands.conftest import Run
from tests.conftest import CACHE
from tests.knowledge.test_operator_content import CASE, ENTRY, folder_with

QUESTION = "who do i ask about the gateway"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with one entry, and a case for it."""
    folder = folder_with(tmp_path / "acme", "faq/people/gateway-owner.md", ENTRY)
    return folder_with(folder, "cases/questions.toml", CASE)


@pytest.fixture
def run_beside_little(run: Run, content: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `check` with little content in the place of ours, of which all is soon examined."""
    little = functools.partial(examine, content / "knowledge", content / "rules")
    monkeypatch.setattr("bot.commands.quality.examine", little)
    return run


def test_a_question_finds_an_entry_of_the_operator(run: Run, own: Path) -> None:
    answer = json.loads(run("ask", QUESTION, "--json", KNOWLEDGE_PATH=str(own)).stdout)
    assert (answer["outcome"], answer["entry"]) == ("answer", "gateway-owner")
    assert json.loads(run("ask", QUESTION, "--json").stdout)["entry"] != "gateway-owner"


def test_the_check_counts_entries_and_cases_of_both(run_beside_little: Run, own: Path) -> None:
    ours, both = (
        [
            int(word)
            for word in done.stdout.splitlines()[-1].replace("(", "").split()
            if word.isdigit()
        ]
        for done in (
            run_beside_little("check"),
            run_beside_little("check", KNOWLEDGE_PATH=str(own)),
        )
    )
    assert [b - a for a, b in zip(ours, both, strict=True)] == [1, 0, 1, 0]


def test_faults_of_the_operator_are_listed_by_their_file(run_beside_little: Run, own: Path) -> None:
    strange = ENTRY.replace('"gateway team"', '"how fast is flask"')
    folder_with(own, "faq/people/gateway-owner.md", strange)
    done = run_beside_little("check", KNOWLEDGE_PATH=str(own))
    assert done.exit_code == 1
    place = f"{own / 'faq/people/gateway-owner.md'}: phrasings.0: "
    assert [line for line in done.stdout.splitlines() if line.startswith(place)]


@pytest.mark.parametrize("command", [("ask", "x"), ("check",), ("evaluate",), ("serve",)])
def test_an_id_that_we_have_too_ends_each_command(
    run: Run, own: Path, command: tuple[str, ...]
) -> None:
    folder_with(own, "faq/people/websockets.md", ENTRY)
    done = run(*command, KNOWLEDGE_PATH=str(own), PORT="18999")
    assert done.exit_code == (1 if command == ("check",) else 2)
    for word in (str(own / "faq/people/websockets.md"), "knowledge/faq/", "'acme-websockets'"):
        assert word in done.output


@pytest.mark.parametrize(
    "command", [("ask", "x"), ("check",), ("evaluate",), ("serve",), ("chat",)]
)
def test_a_folder_that_is_missing_is_named_with_the_variable(
    run: Run, own: Path, command: tuple[str, ...]
) -> None:
    gone = own.with_name("gone")
    done = run(*command, KNOWLEDGE_PATH=f"{own}{os.pathsep}{gone}")
    assert done.exit_code == 2
    for word in ("KNOWLEDGE_PATH", f"'{gone}'"):
        assert word in done.stderr


def test_rules_and_cases_of_both_are_there_for_the_advisor(own: Path) -> None:
    advisor = load_advisor(Settings(knowledge_path=(own,), cache_path=CACHE))
    assert advisor.link("gateway-owner").question == "Who runs our gateway?"
