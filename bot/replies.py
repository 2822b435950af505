"""The closed set of replies, and of the actions that their buttons carry, as frozen models.

A reply says what happened; `bot.wording` puts it into words, and the renderers turn the words
into Slack blocks, HTML or terminal text.
"""

import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from knowledge.content import Frozen
from knowledge.ids import FrameworkId
from knowledge.models import Source


class Ask(Frozen):
    """Show an entry of the FAQ."""

    do: Literal["ask"] = "ask"
    entry: str


class Start(Frozen):
    """Start the walkthrough."""

    do: Literal["start"] = "start"


class Help(Frozen):
    """Say what the advisor can do."""

    do: Literal["help"] = "help"


class Compare(Frozen):
    """Show frameworks side by side, on the usual attributes."""

    do: Literal["compare"] = "compare"
    frameworks: tuple[FrameworkId, ...]


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
    returns to the open question, `restart` begins anew.
    """

    do: Literal["back", "change", "list", "show", "more", "resume", "restart"]
    walk: str
    revision: int
    criterion: str | None = None


class Record(Frozen):
    """Record the decision for a framework; without one, offer the others."""

    do: Literal["record"] = "record"
    walk: str
    revision: int
    framework: FrameworkId | None = None


Action = Annotated[Ask | Start | Help | Compare | Choose | Move | Record, Field(discriminator="do")]
ACTION: TypeAdapter[Action] = TypeAdapter(Action)


class Link(Frozen):
    """An entry that can be opened, by id, with its question."""

    entry: str
    question: str


class Answer(Frozen):
    """An entry of the FAQ. `confidence` is None when the person chose the entry by a button."""

    kind: Literal["answer"] = "answer"
    entry: str
    question: str
    answer: str
    confidence: float | None
    sources: tuple[Source, ...]
    reviewed: datetime.date
    stale: bool
    see_also: tuple[Link, ...]
    frameworks: tuple[FrameworkId, ...] = ()
    resume: Move | None = None


class Comparison(Frozen):
    """Frameworks side by side: a row for each attribute, a cell for each framework."""

    kind: Literal["comparison"] = "comparison"
    frameworks: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    resume: Move | None = None


class Suggest(Frozen):
    """Several entries might be meant."""

    kind: Literal["suggest"] = "suggest"
    candidates: tuple[Link, ...]
    resume: Move | None = None


class Nothing(Frozen):
    """The advisor does not know; `not_covered` is what the question is about, if that is known.

    `noted` says that the question is on record.
    """

    kind: Literal["none"] = "none"
    not_covered: str | None = None
    noted: bool = False
    candidates: tuple[Link, ...] = ()
    resume: Move | None = None


class Welcome(Frozen):
    """What the advisor can do."""

    kind: Literal["help"] = "help"
    examples: tuple[Link, ...]


class Notice(Frozen):
    """Something to know, a fault for example."""

    kind: Literal["notice"] = "notice"
    text: str
    resume: Move | None = None


class Choice(Frozen):
    """An option to choose."""

    id: str
    label: str


class Given(Frozen):
    """An answer given so far, in ids and in words."""

    criterion: str
    label: str
    option: str
    answer: str


class Step(Frozen):
    """The walkthrough's next question. `notice` says why it is asked again, if it is."""

    kind: Literal["step"] = "step"
    walk: str
    revision: int
    criterion: str
    question: str
    help: str
    options: tuple[Choice, ...]
    given: tuple[Given, ...]
    total: int
    intro: str | None = None
    notice: str | None = None


class Reason(Frozen):
    """What an answer did to a framework. `weight` is None for a veto."""

    answer: str
    reason: str
    weight: int | None
    see: str


class Contender(Frozen):
    """A framework in the final ranking, with what spoke for and against it."""

    framework: FrameworkId
    name: str
    score: int
    excluded: bool
    reasons: tuple[Reason, ...]


class Tip(Frozen):
    """A change of answers that would make another framework win, in words."""

    framework: FrameworkId
    name: str
    changes: tuple[str, ...]


class Recommendation(Frozen):
    """The result of a walkthrough. `ranking` has the recommended framework first.

    `settled` says that no open question can change the first place. `notice` says why it is
    shown again, if it is.
    """

    kind: Literal["recommendation"] = "recommendation"
    walk: str
    revision: int
    ranking: tuple[Contender, ...]
    tied: tuple[str, ...]
    settled: bool
    open_questions: int
    given: tuple[Given, ...]
    tips: tuple[Tip, ...]
    notice: str | None = None


class Answers(Frozen):
    """The answers given so far, each of which can be changed."""

    kind: Literal["answers"] = "answers"
    walk: str
    revision: int
    given: tuple[Given, ...]


class Others(Frozen):
    """The frameworks that can be recorded instead of the recommended one."""

    kind: Literal["others"] = "others"
    walk: str
    revision: int
    recommended: str
    frameworks: tuple[Choice, ...]


class Prompt(Frozen):
    """A question that is answered by typing: the reason of a choice, or the person's name."""

    kind: Literal["prompt"] = "prompt"
    walk: str
    revision: int
    asks: Literal["reason", "name"]
    framework: str


class Recorded(Frozen):
    """A decision was recorded and waits for a lead's review."""

    kind: Literal["recorded"] = "recorded"
    decision: int
    framework: str
    recommended: str
    reason: str
    by: str


Reply = Annotated[
    Answer
    | Comparison
    | Suggest
    | Nothing
    | Welcome
    | Notice
    | Step
    | Recommendation
    | Answers
    | Others
    | Prompt
    | Recorded,
    Field(discriminator="kind"),
]
REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)
