"""The `advisor` command."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import click
from pydantic import BaseModel, ValidationError

from bot import contract, plain, serving, terminal
from bot.app import load_advisor, utc_now
from bot.commands import (
    backing_up,
    decisions,
    evaluating,
    migrating,
    outbox,
    quality,
    rules,
    signing,
    suggesting,
)
from bot.contract import Question, Situation
from bot.settings import SettingsError, load
from knowledge.content import ContentError
from rules.models import UnknownAnswer

Input = TypeVar("Input", bound=BaseModel)

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
batch_option = click.option(
    "--batch",
    type=click.File("rb"),
    help="Read one JSON object a line from a file, or from standard input with -; answer each.",
)


REFUSALS = (
    *(ContentError, SettingsError, UnknownAnswer),
    *(serving.Refused, decisions.Refused, migrating.Refused, backing_up.Refused),
)
"""What a person can mend, so that a message will do."""


class Group(click.Group):
    """A group that turns our errors into a message and exit status 2."""

    def invoke(self, context: click.Context) -> Any:
        """Runs the command that was asked for."""
        try:
            return super().invoke(context)
        except REFUSALS as error:
            raise Refusal(str(error)) from error
        except BrokenPipeError:
            sys.stderr.close()
            return None


class Refusal(click.ClickException):
    """Input that cannot be used; said on standard error with exit status 2."""

    exit_code = 2


@click.group(cls=Group)
@click.version_option(package_name="framework-advisor")
def main() -> None:
    """Answers which Python API framework to use, decides with you, and keeps the record."""


@main.command()
@click.argument("text", required=False)
@json_option
@batch_option
def ask(text: str | None, as_json: bool, batch: Iterable[bytes] | None) -> None:
    """Answer a question from the knowledge base."""
    advisor = load_advisor(load())
    today = utc_now().date()

    def answer(question: Question) -> BaseModel:
        return contract.asked(*advisor.answer(question.text, today), advisor)

    def show(question: Question) -> str:
        return plain.render(advisor.answer(question.text, today)[0])

    _answer(Question, answer, show, {"text": text}, as_json, batch)


@main.command()
@click.argument("text", required=False)
@json_option
@batch_option
def understand(text: str | None, as_json: bool, batch: Iterable[bytes] | None) -> None:
    """Say which criteria a description answers, and by which words."""
    advisor = load_advisor(load())

    def answer(question: Question) -> contract.Understanding:
        return contract.understood(advisor, question.text)

    def show(question: Question) -> str:
        found = answer(question)
        lines = [f"{c} = {o}   ({found.evidence[c]!r})" for c, o in found.answers.items()]
        return "\n".join(lines) or "Nothing in that text answers a criterion."

    _answer(Question, answer, show, {"text": text}, as_json, batch)


@main.command()
@click.option("--answers", help="What is known, as criterion=option,criterion=option.")
@click.option("--text", help="A description to understand, in place of --answers.")
@json_option
@batch_option
def decide(
    answers: str | None, text: str | None, as_json: bool, batch: Iterable[bytes] | None
) -> None:
    """Recommend a framework on the answers so far."""
    advisor = load_advisor(load())

    def answer(situation: Situation) -> contract.Decided:
        return contract.decided(advisor, situation)

    def show(situation: Situation) -> str:
        return terminal.decision(advisor, answer(situation))

    given = {
        "answers": None if answers is None else _pairs(answers),
        "text": text,
    }
    _answer(Situation, answer, show, given, as_json, batch)


@main.command()
def chat() -> None:
    """Talk to the advisor in the terminal."""
    terminal.chat()


@main.command()
def serve() -> None:
    """Run the server: the web chat, and Slack where its tokens are set."""
    serving.serve()


main.add_command(quality.check)
main.add_command(evaluating.evaluate)
main.add_command(suggesting.suggest_phrasings)
main.add_command(decisions.decisions)
main.add_command(outbox.outbox)
main.add_command(rules.group)
main.add_command(migrating.migrate)
main.add_command(backing_up.backup)
main.add_command(backing_up.restore)
main.add_command(signing.sign_in_link)


def _answer(
    kind: type[Input],
    answer: Callable[[Input], BaseModel],
    show: Callable[[Input], str],
    given: Mapping[str, object],
    as_json: bool,
    batch: Iterable[bytes] | None,
) -> None:
    """Answers one input from the command line, or a batch of them line by line."""
    if batch is None:
        situation = _parse(kind, {k: v for k, v in given.items() if v is not None})
        click.echo(answer(situation).model_dump_json() if as_json else show(situation))
        return
    if any(value is not None for value in given.values()):
        raise Refusal("expected either --batch or input on the command line, got both")
    for number, line in enumerate(batch, start=1):
        if not line.strip():
            continue
        try:
            result = answer(_parse(kind, _object(line)))
        except (Refusal, UnknownAnswer) as error:
            raise Refusal(f"line {number}: {error}") from error
        click.echo(result.model_dump_json())


def _object(line: bytes) -> object:
    try:
        return json.loads(line)
    # Beside broken JSON: bytes that are no text, numbers of thousands of digits, deep nesting.
    except (ValueError, RecursionError) as error:
        raise Refusal(f"expected a JSON object, got something else: {error}") from error


def _parse(kind: type[Input], data: object) -> Input:
    if not isinstance(data, dict):
        raise Refusal(f"expected a JSON object, got {json.dumps(data)[:80]}")
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        raise Refusal("; ".join(map(_fault, error.errors()))) from error


def _fault(fault: Any) -> str:
    field = ".".join(str(part) for part in fault["loc"]) or "input"
    shown = repr(fault["input"])
    got = "" if fault["type"] == "missing" else f", got {shown[:80]}"
    return f"{field}: {fault['msg'].removeprefix('Value error, ')}{got}"


def _pairs(text: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        criterion, sign, option = (part.strip() for part in pair.partition("="))
        if not (criterion and sign and option):
            raise Refusal(f"--answers: expected criterion=option, got {pair!r}")
        if criterion in pairs:
            raise Refusal(f"--answers: criterion {criterion!r} is given twice")
        pairs[criterion] = option
    return pairs


if __name__ == "__main__":
    main()
