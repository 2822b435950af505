"""The JSON that programs outside are written against: one model for each answer."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import StringConstraints, model_validator

from bot import plain
from bot.advisor import Advisor
from bot.replies import Answer, Comparison, Facts, Reply
from bot.wording import told
from knowledge.asking import Found
from knowledge.content import Frozen
from knowledge.ids import FRAMEWORKS, FrameworkId
from rules.argument import Margin, argue
from rules.engine import Contribution, Result, flips
from rules.understanding import understand

LONGEST = 4_000

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=LONGEST)]


class Question(Frozen):
    """A question, or a description of what is being built, in anybody's words."""

    text: Text


class Situation(Frozen):
    """What a decision rests on: answers by criterion, or a description."""

    answers: Mapping[str, str] | None = None
    text: Text | None = None

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "Situation":
        if (self.answers is None) == (self.text is None):
            raise ValueError("expected either answers or text")
        return self


class Candidate(Frozen):
    """An entry with its score, from 0 to 1."""

    id: str
    score: float


class Asked(Frozen):
    """The outcome for a question. `text` is the answer, or what is said in its place."""

    outcome: Literal["answer", "suggest", "none"]
    entry: str | None
    confidence: float
    candidates: tuple[Candidate, ...]
    text: str


class Understanding(Frozen):
    """The options that a text states, and the words that say so, both by criterion."""

    answers: Mapping[str, str]
    evidence: Mapping[str, str]


class Placed(Frozen):
    """A framework's place in the ranking; `excluded_by` names the answers that veto it."""

    framework: FrameworkId
    score: int
    excluded_by: tuple[str, ...]


class Because(Frozen):
    """What an answer did to a framework; a veto has no weight."""

    criterion: str
    option: str
    weight: int | None
    veto: bool
    reason: str
    see: str


class Tipping(Frozen):
    """A smallest change of answers that would make another framework win."""

    framework: FrameworkId
    changes: Mapping[str, str]


class Decided(Frozen):
    """A decision on the answers so far.

    `share` is the part of the `worlds`, which are the ways to answer what is open, in which the
    recommended one wins; `margin` how far it is ahead. `flips` change only answers that were
    given, `tipping` also answers what is open.
    """

    recommended: FrameworkId
    ranking: tuple[Placed, ...]
    settled: bool
    next_question: str | None
    because: tuple[Because, ...]
    why_not: Mapping[FrameworkId, tuple[Because, ...]]
    flips: tuple[Tipping, ...]
    share: float
    worlds: int
    margin: Margin
    tipping: tuple[Tipping, ...]


def asked(reply: Reply, found: Found, advisor: Advisor) -> Asked:
    """A question's outcome as JSON.

    The text of an answer is Markdown: what the profiles say on just that, the entry, or both; or
    a table. Where the profiles alone answer, the entry is the one found that explains it, if any.
    """
    match reply:
        case Facts():
            explaining = [entry for entry, _ in found.candidates if entry in reply.explaining]
            entry, text = next(iter(explaining), None), told(reply.facts)
        case Answer():
            written = advisor.knowledge.entries[reply.entry].answer
            entry, text = reply.entry, f"{told(reply.facts)}\n\n{written}".strip()
        case _:
            entry, text = found.entry, plain.render(reply)
    return Asked(
        outcome="answer" if isinstance(reply, Facts | Comparison) else found.outcome,
        entry=entry,
        confidence=round(found.confidence, 4),
        candidates=tuple(Candidate(id=i, score=round(s, 4)) for i, s in found.candidates),
        text=text,
    )


def understood(advisor: Advisor, text: str) -> Understanding:
    """What a text states, as JSON."""
    found = understand(advisor.walkthrough, text)
    return Understanding(answers=found.answers, evidence=found.evidence)


def decided(advisor: Advisor, situation: Situation) -> Decided:
    """A decision as JSON.

    Raises:
        UnknownAnswer: if an answer names a criterion or option that is not there.
    """
    answers = situation.answers
    if answers is None:
        answers = understand(advisor.walkthrough, situation.text or "").answers
    argument = argue(advisor.walkthrough, answers)
    result = argument.result
    return Decided(
        recommended=result.recommended,
        ranking=tuple(
            Placed(framework=s.framework, score=s.score, excluded_by=s.excluded_by)
            for s in result.ranking
        ),
        settled=result.settled,
        next_question=None if result.settled else result.next_question,
        because=_because(result, result.recommended),
        why_not={f: _because(result, f) for f in FRAMEWORKS if f != result.recommended},
        flips=tuple(
            Tipping(framework=flip.framework, changes=flip.changes)
            for flip in flips(advisor.walkthrough, answers)
        ),
        share=argument.share,
        worlds=argument.worlds,
        margin=argument.margin,
        tipping=tuple(
            Tipping(framework=side.framework, changes=side.tipping)
            for side in argument.sides
            if side.tipping
        ),
    )


def _because(result: Result, framework: FrameworkId) -> tuple[Because, ...]:
    return tuple(_reason(contribution) for contribution in result.of(framework))


def _reason(contribution: Contribution) -> Because:
    effect = contribution.effect
    return Because(
        criterion=contribution.criterion,
        option=contribution.option,
        weight=None if effect.veto else effect.weight,
        veto=effect.veto,
        reason=effect.reason,
        see=effect.see,
    )
