"""What a button does, as frozen models: the closed set of actions."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, TypeAdapter

from knowledge.content import Frozen
from knowledge.ids import FrameworkId

LONGEST = 500
"""Characters of a text that a button may carry: Slack takes 2,000 for all of the action."""


Code = Annotated[str, StringConstraints(max_length=32)]
"""The code of a poll, or what somebody took for one."""


class Ask(Frozen):
    """Show an entry of the FAQ."""

    do: Literal["ask"] = "ask"
    entry: str


class AskPlain(Frozen):
    """Ask a text as it stands, whatever was said before it."""

    do: Literal["ask-plain"] = "ask-plain"
    text: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]


class Start(Frozen):
    """Start the walkthrough; a text fills in the answers that it states."""

    do: Literal["start"] = "start"
    text: str | None = None


class Help(Frozen):
    """Say what the advisor can do."""

    do: Literal["help"] = "help"


class Compare(Frozen):
    """Show frameworks side by side, on some attributes, by id, or on the usual ones."""

    do: Literal["compare"] = "compare"
    frameworks: tuple[FrameworkId, ...]
    attributes: tuple[str, ...] = ()


class Choose(Frozen):
    """Answer a criterion with an option."""

    do: Literal["choose"] = "choose"
    walk: str
    revision: int
    criterion: str
    option: str


class Move(Frozen):
    """Move about in a walkthrough.

    `back` takes the last answer back, `change` asks `criterion` again, `list` shows the answers
    to change, `show` shows where it stands, `more` asks on after the matter is settled, `resume`
    returns to the open question, `renew` goes on under rules that changed, `restart` begins anew.
    """

    do: Literal["back", "change", "list", "show", "more", "resume", "renew", "restart"]
    walk: str
    revision: int
    criterion: str | None = None


class Look(Frozen):
    """Look closer at where a walkthrough stands, and leave it there.

    `versus` shows the first two side by side, `reasons` all that speaks for and against one: for a
    framework, or else for the first.
    """

    do: Literal["versus", "reasons"]
    walk: str
    revision: int
    framework: FrameworkId | None = None


class Record(Frozen):
    """Record the decision for a framework; without one, offer the others."""

    do: Literal["record"] = "record"
    walk: str
    revision: int
    framework: FrameworkId | None = None


class AskOthers(Frozen):
    """Ask others, too: open a poll of a walkthrough, or show the one that is open."""

    do: Literal["ask-others"] = "ask-others"
    walk: str
    revision: int


class Join(Frozen):
    """Take part in a poll, or open one's own answers in it again."""

    do: Literal["join"] = "join"
    code: Code


class HandIn(Frozen):
    """Hand one's answers in to the poll that the walkthrough is a part of."""

    do: Literal["hand-in"] = "hand-in"
    walk: str
    revision: int


class Gather(Frozen):
    """See to a poll of one's own.

    `ballots` shows who has answered, and so does `wait`; `differ` shows where people disagree,
    `agree` goes on with what is agreed, `majority` with what most say, `call-off` without any.
    `seen` tells the answers that a button was made for from others that came in since.
    """

    do: Literal["ballots", "wait", "differ", "agree", "majority", "call-off"]
    code: Code
    seen: Annotated[str, StringConstraints(max_length=32)] = ""


Polled = AskOthers | Join | HandIn | Gather
"""Every action of a poll."""

Command = Ask | Start | Help | Compare | Choose | Move | Look | Record | Polled
"""Every action that needs no looking for an answer."""

Action = Annotated[Command | AskPlain, Field(discriminator="do")]
ACTION: TypeAdapter[Action] = TypeAdapter(Action)
