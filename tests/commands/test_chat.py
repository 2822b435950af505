"""`advisor chat`: the conversation in the terminal, here with piped input."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import terminal
from bot.conversation import Conversation
from bot.replies import Reply
from bot.store.records import Filter
from bot.store.store import Store
from tests.commands.conftest import Run


@pytest.fixture(autouse=True)
def login(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "ada")


def test_a_decision_is_walked_through_and_recorded_by_numbers_alone(run: Run, log: Path) -> None:
    done = run("chat", typed="start\n" + "1\n" * 13 + "quit\n")
    assert done.exit_code == 0, done.output
    with Store.open(log) as store:
        [decision] = store.decisions(Filter())
        assert (decision.person.id, decision.person.name) == ("terminal:ada", "ada")
        assert decision.surface == "terminal"
        assert len({turn.thread for turn in store.turns(decision.thread)}) == 1


def test_a_question_is_answered_and_its_buttons_can_be_pressed(run: Run, log: Path) -> None:
    done = run("chat", typed="is drf too slow?\n1\nquit\n")
    assert done.exit_code == 0, done.output
    with Store.open(log) as store:
        [(thread, first, _)] = store.threads_of("terminal:ada")
        turns = store.turns(thread.id)
    assert first == "is drf too slow?"
    assert turns[0].outcome == "answer"
    assert len(turns) == 2
    assert "is drf too slow?" in done.stdout


def test_a_greeting_has_choices_and_is_not_recorded(run: Run, log: Path) -> None:
    done = run("chat", typed="")
    assert done.exit_code == 0
    assert "[1]" in done.stdout
    with Store.open(log) as store:
        assert store.threads_of("terminal:ada") == []


def test_a_number_without_a_choice_is_answered_but_not_recorded(run: Run, log: Path) -> None:
    done = run("chat", typed="start\n99\n0\n1\n")
    assert done.exit_code == 0, done.output
    assert "99" in done.stdout
    with Store.open(log) as store:
        [(thread, _, _)] = store.threads_of("terminal:ada")
        assert [turn.outcome for turn in store.turns(thread.id)] == ["step", "step"]


def test_quit_and_the_end_of_input_leave_and_blank_lines_are_passed_over(
    run: Run, log: Path
) -> None:
    assert run("chat", typed="\n  \nQUIT\nstart\n").exit_code == 0
    with Store.open(log) as store:
        assert store.threads_of("terminal:ada") == []


def test_every_run_is_a_thread_of_its_own(run: Run, log: Path) -> None:
    for _ in range(2):
        run("chat", typed="start\n")
    with Store.open(log) as store:
        assert len(store.threads_of("terminal:ada")) == 2


def test_the_name_is_asked_for_where_the_login_has_none(
    conversation: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody() -> str:
        raise OSError("No username set in the environment")

    monkeypatch.setattr("getpass.getuser", nobody)
    seen: list[Reply] = []

    def typed() -> Iterator[str]:
        yield "start"
        while seen[-1].kind != "prompt":
            yield "1"
        yield "Grace"

    for reply in terminal.replies(conversation, typed()):
        seen.append(reply)  # noqa: PERF402  # list() would not let `typed` see them
    assert seen[-1].kind == "recorded"
    [decision] = conversation.store.decisions(Filter())
    assert decision.person.name == "Grace"


def test_prose_keeps_to_80_columns(run: Run) -> None:
    done = run("chat", typed="help\nstart\n")
    assert max(map(len, done.stdout.splitlines())) <= 80


def test_bytes_that_are_no_text_are_read_as_far_as_they_are(run: Run) -> None:
    done = run("chat", typed=b"fl\xffask\nquit\n")
    assert done.exit_code == 0, done.output


def test_a_database_that_cannot_be_used_is_named(run: Run, tmp_path: Path) -> None:
    done = run("chat", DATABASE_PATH=str(tmp_path))
    assert done.exit_code == 2
    assert str(tmp_path) in done.stderr
    assert "DATABASE_PATH" in done.stderr


def test_the_log_is_the_one_that_the_other_commands_read(run: Run) -> None:
    run("chat", typed="start\n" + "1\n" * 13)
    listed = json.loads(run("decisions", "list", "--json", "--person", "ada").stdout)
    assert listed["total"] == 1
