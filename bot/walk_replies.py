"""The replies of a walkthrough, as frozen models: its questions, its result, and the record."""

from typing import Literal

from knowledge.content import Frozen
from knowledge.ids import FrameworkId


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
