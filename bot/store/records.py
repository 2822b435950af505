"""The rows of the log as frozen models: who, where, which walkthrough, which decision."""

import datetime
from collections.abc import Mapping
from typing import Literal

from knowledge.content import Frozen
from knowledge.ids import FrameworkId

Surface = Literal["slack", "web", "terminal"]
Status = Literal["proposed", "approved", "changes-requested", "superseded"]
Verdict = Literal["approved", "changes-requested"]
Outcome = Literal[
    "answer",
    "facts",
    "comparison",
    "suggest",
    "none",
    "elaboration",
    "help",
    "notice",
    "step",
    "recommendation",
    "versus",
    "reasons",
    "answers",
    "others",
    "prompt",
    "rules-changed",
    "recorded",
    "poll",
    "handed-in",
    "disagreement",
]


class Person(Frozen):
    """Somebody who talks to the advisor; `id` is unique over all surfaces ("slack:T1:U1")."""

    id: str
    name: str | None = None


class Thread(Frozen):
    """Where a conversation takes place; `id` is unique over all surfaces ("slack:T1:C1:171.5")."""

    id: str
    surface: Surface


class Walk(Frozen):
    """One run through a walkthrough: the answers so far, in the order given, and where it stands.

    `revision` rises with every change. `focus` is the criterion that is being
    asked again, if any; `pending` what is shown in place of the next question, if anything: for
    "reason" and "name" the next typed text is taken for just that. `rules` is the fingerprint of
    the rules that the answers were given under, None where they were not kept. `poll` is the code
    of the poll that it is somebody's part in, None for a walk of one's own.
    """

    id: str
    thread: str
    person: str
    name: str
    version: int
    rules: str | None = None
    answers: Mapping[str, str] = {}
    revision: int = 0
    focus: str | None = None
    keep_going: bool = False
    pending: Literal["result", "answers", "others", "reason", "name"] | None = None
    chosen: FrameworkId | None = None
    reason: str | None = None
    status: Literal["open", "recorded", "restarted", "handed-in"] = "open"
    poll: str | None = None


class Poll(Frozen):
    """A poll of somebody's walk, in which others answer, too.

    `thread` is that of the walk. `went_on` says that its owner went on with what was agreed;
    one that is closed otherwise was called off.
    """

    code: str
    walk: str
    thread: str
    owner: Person
    at: datetime.datetime
    closed: datetime.datetime | None = None
    went_on: bool = False


class Cast(Frozen):
    """Somebody's part in a poll: the walk, and the person's name where it is known."""

    walk: Walk
    name: str | None = None


class Turn(Frozen):
    """One exchange: what a person typed or pressed, and the reply as stored JSON."""

    id: int
    thread: str
    person: Person
    at: datetime.datetime
    text: str
    outcome: Outcome
    entry: str | None = None
    confidence: float | None = None
    reply: str


class Clicked(Frozen):
    """A question for which entries were suggested, and the one that the person then opened."""

    text: str
    person: str
    entry: str


class Review(Frozen):
    """A lead's verdict on a decision."""

    reviewer: str
    verdict: Verdict
    comment: str
    at: datetime.datetime


class Decision(Frozen):
    """A recorded decision with the answers and the version of the rules that it rests on."""

    id: int
    walk: str
    thread: str
    surface: Surface
    person: Person
    at: datetime.datetime
    walkthrough: str
    version: int
    answers: Mapping[str, str]
    recommended: FrameworkId
    chosen: FrameworkId
    reason: str
    ranking: tuple[Mapping[str, object], ...]
    status: Status
    reviews: tuple[Review, ...] = ()


class Listed(Frozen):
    """What a list shows of a decision."""

    id: int
    surface: Surface
    person: Person
    at: datetime.datetime
    recommended: FrameworkId
    chosen: FrameworkId
    status: Status


class Filter(Frozen):
    """Which decisions to list; a field that is None does not narrow. `until` is exclusive."""

    status: Status | None = None
    framework: FrameworkId | None = None
    person: str | None = None
    since: datetime.date | None = None
    until: datetime.date | None = None
    text: str | None = None
