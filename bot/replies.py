"""The closed set of replies, and of the actions that their buttons carry, as frozen models.

A reply says what happened; `bot.wording` puts it into words, and the renderers turn the words
into Slack blocks, HTML or terminal text. New fields have defaults: old replies stay readable.
"""

import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from bot.actions import (
    ACTION,
    Action,
    Ask,
    AskOthers,
    AskPlain,
    Choose,
    Compare,
    Gather,
    HandIn,
    Help,
    Join,
    Look,
    Move,
    Record,
    Start,
)
from bot.poll_replies import (
    Agreed,
    Ballot,
    Compared,
    Disagreement,
    Dispute,
    HandedIn,
    PollOpen,
    Said,
)
from bot.walk_replies import (
    Answers,
    Change,
    Choice,
    Cited,
    Contender,
    Contrast,
    Given,
    Heard,
    Others,
    Prompt,
    Reason,
    Reasons,
    Recommendation,
    Recorded,
    RulesChanged,
    Step,
    Tip,
    Versus,
    Weighed,
)
from knowledge.content import Frozen
from knowledge.ids import FrameworkId
from knowledge.models import Source

__all__ = [
    "ACTION",
    "REPLY",
    "Action",
    "Agreed",
    "Answer",
    "Answers",
    "Ask",
    "AskOthers",
    "AskPlain",
    "Ballot",
    "Change",
    "Choice",
    "Choose",
    "Cited",
    "Compare",
    "Compared",
    "Comparison",
    "Contender",
    "Contrast",
    "Disagreement",
    "Dispute",
    "Elaboration",
    "Fact",
    "Facts",
    "Gather",
    "Given",
    "HandIn",
    "HandedIn",
    "Heard",
    "Help",
    "Join",
    "Link",
    "Look",
    "Move",
    "Nothing",
    "Notice",
    "Others",
    "PollOpen",
    "Prompt",
    "Reason",
    "Reasons",
    "Recommendation",
    "Record",
    "Recorded",
    "Reply",
    "RulesChanged",
    "Said",
    "Start",
    "Step",
    "Suggest",
    "Tip",
    "Versus",
    "Weighed",
    "Welcome",
]


class Link(Frozen):
    """An entry that can be opened, by id, with its question."""

    entry: str
    question: str


class Fact(Frozen):
    """What the profile of a framework says on an attribute; ids, and the names of both."""

    framework: FrameworkId
    attribute: str
    name: str
    label: str
    value: str
    sources: tuple[Source, ...]


class InContext(Frozen):
    """What a question can be answered with.

    `taken_as` is the question that it was taken for, after what was said before; `literally` asks
    it as it was typed. `resume` leads back to an open walkthrough, and `described` is the text
    where that can begin one.
    """

    taken_as: str | None = None
    literally: AskPlain | None = None
    resume: Move | None = None
    described: str | None = None


class Answer(InContext):
    """An entry of the FAQ. `confidence` is None when the person chose the entry by a button.

    `facts` are what the profiles say on just what was asked, where the entry says it of all.
    """

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
    facts: tuple[Fact, ...] = ()


class Facts(InContext):
    """What the profiles say of a framework on one attribute or more.

    `explained` are the entries that explain the attributes, `when_to_use` those that say what the
    framework is for.
    """

    kind: Literal["facts"] = "facts"
    facts: tuple[Fact, ...]
    explained: tuple[Link, ...] = ()
    when_to_use: tuple[Link, ...] = ()

    @property
    def explaining(self) -> tuple[str, ...]:
        """The ids of the entries that explain the attributes."""
        return tuple(link.entry for link in self.explained)


class Comparison(InContext):
    """Frameworks side by side: a row for each attribute, a cell for each framework.

    `ids` are those of the frameworks, `attributes` those that were asked for, if any were.
    """

    kind: Literal["comparison"] = "comparison"
    frameworks: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    ids: tuple[FrameworkId, ...] = ()
    attributes: tuple[str, ...] = ()


class Suggest(InContext):
    """Several entries might be meant."""

    kind: Literal["suggest"] = "suggest"
    candidates: tuple[Link, ...]


class Nothing(InContext):
    """The advisor does not know; `not_covered` is what the question is about, if that is known.

    `noted` says that the question is on record.
    """

    kind: Literal["none"] = "none"
    not_covered: str | None = None
    noted: bool = False
    candidates: tuple[Link, ...] = ()


class Elaboration(InContext):
    """More about the answer before: its reasons, what to read next, or its sources.

    `about` is what that answer was about, in words. `others` counts the sources left out.
    """

    kind: Literal["elaboration"] = "elaboration"
    asks: Literal["why", "more", "sources"]
    about: str
    details: str | None = None
    links: tuple[Link, ...] = ()
    sources: tuple[Source, ...] = ()
    others: int = 0


class Welcome(Frozen):
    """What the advisor can do."""

    kind: Literal["help"] = "help"
    examples: tuple[Link, ...]


class Notice(Frozen):
    """Something to know, a fault for example."""

    kind: Literal["notice"] = "notice"
    text: str
    resume: Move | None = None


Reply = Annotated[
    Answer
    | Facts
    | Comparison
    | Suggest
    | Nothing
    | Elaboration
    | Welcome
    | Notice
    | Step
    | Recommendation
    | Versus
    | Reasons
    | Answers
    | Others
    | Prompt
    | RulesChanged
    | Recorded
    | PollOpen
    | HandedIn
    | Disagreement,
    Field(discriminator="kind"),
]
REPLY: TypeAdapter[Reply] = TypeAdapter(Reply)
