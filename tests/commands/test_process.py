"""The command as its own process, as people and scripts run it."""

import contextlib
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import click
import pytest

from bot.cli import main
from tests.conftest import clean_environment

PATIENCE = 60


def advisor(*args: str, log: Path, typed: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *args],
        input=typed,
        env=clean_environment(log),
        text=True,
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )


def test_a_question_is_answered_as_one_line_of_json(log: Path) -> None:
    done = advisor("ask", "Is Django REST Framework too slow?", "--json", log=log)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["outcome"] == "answer"
    assert len(done.stdout.splitlines()) == 1
    assert not log.exists()


def test_bad_input_is_a_message_with_status_2(log: Path) -> None:
    done = advisor("decide", "--answers", "team=wizard", "--json", log=log)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Error: ")
    assert "wizard" in done.stderr


def test_a_chat_in_a_pipe_carries_no_colours(log: Path) -> None:
    done = advisor("chat", log=log, typed="is drf too slow?\nquit\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout


@pytest.mark.parametrize("no_color", [{}, {"NO_COLOR": "1"}], ids=["colours", "NO_COLOR"])
def test_a_chat_at_a_terminal_has_colours_unless_they_are_unwanted(
    log: Path, no_color: dict[str, str]
) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "chat"],
        env=clean_environment(log, TERM="dumb", **no_color),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    with process, os.fdopen(ours, "r+b", buffering=0) as terminal:
        shown = b""
        # The end of a terminal is an error on Linux, and an empty read elsewhere.
        with contextlib.suppress(OSError):
            while part := terminal.read(4096):
                shown += part
                if b"> " in shown:
                    terminal.write(b"\x04")
    assert process.returncode == 0
    assert b"[1]" in shown
    assert (b"\x1b[1m" in shown) == (not no_color)


def test_a_reader_that_leaves_early_is_no_error(filled: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", "decisions", "export", "--format", "json"],
            env=clean_environment(filled),
            text=True,
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=PATIENCE,
            check=False,
        )
    finally:
        os.close(writing)
    assert done.stderr == ""


def commands(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found: list[tuple[str, ...]] = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += commands(command, (*path, name))
        else:
            found.append((*path, name))
    return found


@pytest.mark.parametrize("path", commands(main), ids=" ".join)
def test_every_command_and_option_says_what_it_is_for(path: tuple[str, ...]) -> None:
    command: click.Command = main
    for name in path:
        assert isinstance(command, click.Group)
        command = command.commands[name]
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.opts
