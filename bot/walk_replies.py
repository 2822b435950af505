"""The replies of a walkthrough, as frozen models: its questions, its result, and the record."""

from typing import Literal

from knowledge.content import Frozen
from knowledge.ids import FrameworkId
from knowledge.models import Source


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


class Heard(Given):
    """An answer that was understood from a text, and the words that say so."""

    words: str


class Step(Frozen):
    """The walkthrough's next question. `notice` says why it is asked again, if it is.

    `heard` is what was just understood from a text, `poll` the code of the poll that this is
    somebody's part in.
    """

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
    heard: tuple[Heard, ...] = ()
    poll: str | None = None


class Reason(Frozen):
    """What an answer did to a framework. `weight` is None for a veto."""

    answer: str
    reason: str
    weight: int | None
    see: str


class Change(Frozen):
    """Another answer than `instead`, which was given; None where none was, or "don't know".

    `clause` says in a sentence that it were so; None in old records.
    """

    criterion: str
    label: str
    answer: str
    instead: str | None = None
    clause: str | None = None


class Contender(Frozen):
    """A framework in the final ranking, with what spoke for and against it.

    `share` is that of the possible worlds in which it wins. `tipping` is a smallest change of
    answers that would make it the first: empty where no small one does, None for the first itself
    and in old records, which have no share either.
    """

    framework: FrameworkId
    name: str
    score: int
    excluded: bool
    reasons: tuple[Reason, ...]
    share: float | None = None
    tipping: tuple[Change, ...] | None = None


class Tip(Frozen):
    """A change of answers that would make another framework win, in words, in old records."""

    framework: FrameworkId
    name: str
    changes: tuple[str, ...]


class Recommendation(Frozen):
    """The result of a walkthrough. `ranking` has the recommended framework first.

    `settled` says that no open question can change the first place. Of those that can, `turning`
    names what does so alone, `joining` what does so together with others. `worlds` are the ways
    to answer the open questions; beyond them there are `further_questions`, which are optional.
    `notice` says why it is shown again, if it is; `heard` is what was just understood from a text.
    With the code of a `poll`, it is on the answers of one who takes part, who hands them in.
    """

    kind: Literal["recommendation"] = "recommendation"
    walk: str
    revision: int
    ranking: tuple[Contender, ...]
    tied: tuple[str, ...]
    settled: bool
    open_questions: int
    given: tuple[Given, ...]
    tips: tuple[Tip, ...] = ()
    notice: str | None = None
    margin: Literal["clear", "narrow", "tie"] | None = None
    worlds: int = 1
    turning: tuple[str, ...] = ()
    joining: tuple[str, ...] = ()
    further_questions: int = 0
    heard: tuple[Heard, ...] = ()
    poll: str | None = None


class Contrast(Frozen):
    """An answer that does something else to one framework than to another."""

    answer: str
    first: Reason | None
    second: Reason | None


class Versus(Frozen):
    """The first two side by side. `level` are the answers that make no difference between them."""

    kind: Literal["versus"] = "versus"
    walk: str
    revision: int
    first: Contender
    second: Contender
    contrasts: tuple[Contrast, ...]
    level: tuple[Given, ...]
    poll: str | None = None


class Cited(Frozen):
    """An entry that reasons rest on, with where its own facts come from."""

    entry: str
    question: str
    sources: tuple[Source, ...]


class Reasons(Frozen):
    """All that spoke for and against a framework, with the entries that it rests on.

    `ranking` has it and the others, the best first.
    """

    kind: Literal["reasons"] = "reasons"
    walk: str
    revision: int
    framework: FrameworkId
    ranking: tuple[Contender, ...]
    cited: tuple[Cited, ...]


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
    """A question that is answered by typing: the reason of a choice, or the person's name.

    `framework` is empty where answers are handed in to a poll under that name.
    """

    kind: Literal["prompt"] = "prompt"
    walk: str
    revision: int
    asks: Literal["reason", "name"]
    framework: str


class Weighed(Frozen):
    """An answer that does something else to a framework than before; None stands for a veto."""

    answer: str
    framework: str
    before: int | None
    now: int | None


class RulesChanged(Frozen):
    """The rules are others than those that the walkthrough was begun under; nothing is done yet.

    `before` and `now` are their versions, `gone` the answers that are no longer there, `questions`
    the new ones, `options` the new answers to questions that were answered. `led` was in the first
    place, None where the old rules are not `known` enough to say; `leads` would be.
    """

    kind: Literal["rules-changed"] = "rules-changed"
    walk: str
    revision: int
    before: int
    now: int
    known: bool
    gone: tuple[str, ...]
    questions: tuple[str, ...]
    options: tuple[str, ...]
    weighed: tuple[Weighed, ...]
    led: str | None
    leads: str


class Recorded(Frozen):
    """A decision was recorded and waits for a lead's review."""

    kind: Literal["recorded"] = "recorded"
    decision: int
    framework: str
    recommended: str
    reason: str
    by: str
