"""Every command and option is documented, and every documented command line would be accepted."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bot.cli import main
from tests.docs.pages import README, ROOT, WRITTEN, blocks, rows

PROMPT = "$ "
ASSIGNMENT = re.compile(r"^[A-Z][A-Z_]*=")
OPTION = re.compile(r"--[a-z]+(?:-[a-z]+)*")
FILTERS = re.compile(r"The filters are (.*?)\. ", re.DOTALL)
"""The sentence that lists what the rows of the table call the filters."""

ELSEWHERE = {"createdb", "curl", "echo", "pg_dump", "pg_restore", "python3", "sqlite3"}
"""Programs that are not ours; what they are told is not checked."""

TARGETS = re.compile(r"^([a-z]+):", re.MULTILINE)


def commands(
    group: click.Group = main, above: tuple[str, ...] = ("advisor",)
) -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        path = (*above, name)
        if isinstance(command, click.Group):
            yield from commands(command, path)
        else:
            yield " ".join(path), command


def options(command: click.Command) -> set[str]:
    return {
        option
        for parameter in command.params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }


def documented() -> dict[str, set[str]]:
    """The options of each command by the README's table."""
    sentence = FILTERS.search(README.read_text(encoding="utf-8"))
    filters = OPTION.findall(sentence[1]) if sentence else []
    found: dict[str, set[str]] = {}
    for cell, listed in rows(README, "command").items():
        words = cell.strip("`").split()
        name = " ".join(word for word in words if word.islower())
        found[name] = {*OPTION.findall(listed), *(filters if "the filters" in listed else [])}
    return found


def command_lines() -> Iterator[tuple[Path, str]]:
    for path in WRITTEN:
        for block in blocks(path, "console"):
            for line in block.splitlines():
                if line.startswith(PROMPT):
                    yield path, line.removeprefix(PROMPT)


def accept(arguments: list[str]) -> None:
    """Parses a command line as the `advisor` command would, without running it.

    Raises:
        click.ClickException: if it would be refused.
    """
    command: click.Command = main
    with main.make_context("advisor", list(arguments)) as context:
        while isinstance(command, click.Group):
            name, found, arguments = command.resolve_command(context, arguments)
            assert found is not None
            command = found
            if not isinstance(command, click.Group):
                command.make_context(name, list(arguments), parent=context).close()


def test_the_table_of_commands_has_every_command_and_no_other() -> None:
    assert set(documented()) == {name for name, _ in commands()}


@pytest.mark.parametrize(
    ("name", "command"), [pytest.param(n, c, id=n.replace(" ", "-")) for n, c in commands()]
)
def test_every_option_of_a_command_is_in_its_row(name: str, command: click.Command) -> None:
    assert documented()[name] == options(command)


def test_the_choices_of_the_export_are_named() -> None:
    text = README.read_text(encoding="utf-8")
    export = dict(commands())["advisor decisions export"]
    (form,) = (p.type for p in export.params if p.opts == ["--format"])
    assert isinstance(form, click.Choice)
    assert all(f"`{choice}`" in text for choice in form.choices)


@pytest.mark.parametrize(
    ("path", "line"), [pytest.param(p, line, id=line[:40]) for p, line in command_lines()]
)
def test_a_command_line_that_is_shown_would_be_accepted(path: Path, line: str) -> None:
    for stage in line.split(" | "):
        program, *arguments = [w for w in shlex.split(stage) if not ASSIGNMENT.match(w)]
        if program == "advisor":
            accept(arguments)
        elif program == "make":
            targets = TARGETS.findall((ROOT / "Makefile").read_text(encoding="utf-8"))
            assert set(arguments) <= set(targets), path.name
        else:
            assert program in ELSEWHERE, path.name


def test_variables_before_a_command_line_are_settings() -> None:
    known = set(rows(ROOT / "docs" / "operators.md", "variable"))
    for _, line in command_lines():
        set_here = [w.partition("=")[0] for w in shlex.split(line) if ASSIGNMENT.match(w)]
        assert {f"`{name}`" for name in set_here} <= known, line


def test_a_wrong_command_line_would_be_noticed() -> None:
    for wrong in ("decide --answer a=b", "decisions list --status open", "cheque"):
        with pytest.raises(click.ClickException):
            accept(shlex.split(wrong))
