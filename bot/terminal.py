"""The conversation in the terminal, and a decision as text."""

import contextlib
import getpass
import io
import re
import secrets
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

import click

from bot import console, plain
from bot.advisor import Advisor
from bot.app import load_advisor, utc_now
from bot.argument_words import share_in_words, supposing
from bot.contract import Because, Decided, Placed
from bot.conversation import Conversation
from bot.replies import Notice, Reply
from bot.serving import refusing
from bot.settings import load
from bot.store.records import Person, Thread
from bot.store.store import Store

LEAVING = ("quit", "exit")
HINT = "Type a question, or the number of a choice. `quit` or Ctrl-D leaves."
PROMPT = "> "
MARGINS = {"clear": "Clearly ahead", "narrow": "Narrowly ahead", "tie": "A tie"}
SHORT_NUMBER = re.compile(r"[0-9]{1,3}")


def chat() -> None:
    """Talks with whoever sits at the terminal, or answers what is piped in, line by line.

    Raises:
        Refused: if a setting, the content or the database is at fault.
    """
    with refusing():
        settings = load()
        advisor = load_advisor(settings)
        with Store.open(settings.database, backups=settings.backup_path) as store:
            conversation = Conversation(advisor=advisor, store=store, clock=utc_now)
            # None leaves it to click, which drops colours where no terminal listens.
            color = False if settings.no_color else None
            for reply in replies(conversation, typed_lines()):
                shown = console.render(plain.render(reply, numbered=True))
                click.echo(f"\n{shown}\n", color=color)


def replies(conversation: Conversation, lines: Iterable[str]) -> Iterator[Reply]:
    """The replies to lines that are typed, a greeting first, until one of them says to leave.

    A number presses the button of that number in the reply before.
    """
    thread = Thread(id=f"terminal:{secrets.token_hex(8)}", surface="terminal")
    person = whoever_is_here()
    reply: Reply = conversation.advisor.welcome()
    yield reply
    for line in lines:
        typed = line.strip()
        if typed.lower() in LEAVING:
            return
        if not typed:
            continue
        buttons = plain.buttons(reply)
        number = int(typed) if SHORT_NUMBER.fullmatch(typed) else None
        if number is None or not buttons or (reply.kind == "prompt" and number > len(buttons)):
            reply = conversation.say(thread, person, typed)
        elif 1 <= number <= len(buttons):
            reply = conversation.press(thread, person, buttons[number - 1].action)
        else:
            # Not for the log: it is a slip of the finger, and no question that lacks an answer.
            yield Notice(text=f"There is no choice {number}; they run from 1 to {len(buttons)}.")
            continue
        yield reply


def whoever_is_here() -> Person:
    """The person by the name of the login; without one, the conversation asks for it."""
    try:
        login = getpass.getuser()
    # Without a login name the error differs by platform and version of Python.
    except (OSError, KeyError, ImportError):
        return Person(id="terminal:unknown")
    return Person(id=f"terminal:{login}", name=login)


def typed_lines() -> Iterator[str]:
    """What is typed or piped in; what is piped in is repeated, so that the dialogue can be read."""
    click.echo(HINT)
    if sys.stdin.isatty():
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401, PLC0415  # only its presence gives editing and history
        with contextlib.suppress(EOFError, KeyboardInterrupt):
            while True:
                yield input(PROMPT)
        click.echo()
        return
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")
    for line in sys.stdin:
        click.echo(f"{PROMPT}{console.one_line(line)}")
        yield line


def decision(advisor: Advisor, decided: Decided) -> str:
    """A decision for people to read: the result, why, the ranking, and what would change it."""
    lead = "I recommend" if decided.settled else "So far it looks like"
    sections = {
        f"{lead} {advisor.name(decided.recommended)}.": _points(advisor, decided.because),
        "How sure": [_how_sure(decided)],
        "Ranking": _ranking(advisor, decided.ranking),
        **{
            f"Why not {advisor.name(framework)}?": _points(advisor, _against(because))
            or ["- Nothing speaks against it; it has fewer points."]
            for framework, because in decided.why_not.items()
        },
        "Next question": _question(advisor, decided.next_question),
        "What would change it": [
            f"- {advisor.name(tip.framework)}, {supposing(_clauses(advisor, tip.changes))}."
            for tip in decided.tipping
        ],
    }
    shown = (
        "\n".join([title, *(console.wrapped(line, "  ") for line in lines)])
        for title, lines in sections.items()
        if lines or title.startswith(lead)
    )
    return "\n\n".join(shown)


def _how_sure(decided: Decided) -> str:
    if decided.worlds == 1:
        return f"- {MARGINS[decided.margin]}; every question is answered."
    share = share_in_words(decided.share)
    ways = f"{share} of the {decided.worlds:,} ways to answer what is open"
    return f"- {MARGINS[decided.margin]}; first in {ways}."


def _points(advisor: Advisor, because: Sequence[Because]) -> list[str]:
    return [
        f"- {'veto' if one.veto else f'{one.weight:+d}'}: {one.reason} "
        f"({_in_words(advisor, {one.criterion: one.option})})"
        for one in because
    ]


def _against(because: Sequence[Because]) -> list[Because]:
    return [one for one in because if one.veto or (one.weight or 0) < 0]


def _ranking(advisor: Advisor, ranking: Sequence[Placed]) -> list[str]:
    return [
        f"{place}. {advisor.name(one.framework)}, {_standing(one)}"
        for place, one in enumerate(ranking, start=1)
    ]


def _standing(placed: Placed) -> str:
    if placed.excluded_by:
        return f"excluded by {', '.join(placed.excluded_by)}"
    return f"{placed.score} point{'' if placed.score == 1 else 's'}"


def _question(advisor: Advisor, criterion_id: str | None) -> list[str]:
    if criterion_id is None:
        return []
    criterion = advisor.walkthrough.criterion(criterion_id)
    options = ", ".join(option.id for option in criterion.options)
    return [criterion.question, f"({criterion_id} = {options})"]


def _clauses(advisor: Advisor, changes: Mapping[str, str]) -> list[str]:
    return [advisor.walkthrough.criterion(c).supposing(option) for c, option in changes.items()]


def _in_words(advisor: Advisor, answers: Mapping[str, str]) -> str:
    return " and ".join(f"{given.label}: {given.answer}" for given in advisor.given(answers))
