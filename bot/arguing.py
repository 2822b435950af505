"""From the argument of the rules to replies: the recommendation, the first two, all reasons."""

from collections.abc import Iterable

from bot.replies import (
    Change,
    Cited,
    Contender,
    Contrast,
    Given,
    Reason,
    Reasons,
    Recommendation,
    Versus,
)
from bot.store.records import Walk
from knowledge.base import KnowledgeBase
from knowledge.ids import FrameworkId
from rules.argument import Argument, Difference, Side, argue
from rules.engine import Contribution
from rules.models import UNKNOWN, Answers, Effect, Walkthrough

DONT_KNOW = "I don't know"

MOST_SOURCES = 1
"""How many sources of an entry are named."""


def in_words(walkthrough: Walkthrough, criterion_id: str, option_id: str) -> Given:
    """An answer in words.

    Raises:
        UnknownAnswer: if there is no such criterion.
    """
    criterion = walkthrough.criterion(criterion_id)
    labels = {option.id: option.label for option in criterion.options} | {UNKNOWN: DONT_KNOW}
    return Given(
        criterion=criterion_id,
        label=criterion.label,
        option=option_id,
        answer=labels.get(option_id, option_id),
    )


def recommendation(
    knowledge: KnowledgeBase, walkthrough: Walkthrough, walk: Walk, notice: str | None = None
) -> Recommendation:
    """Where the frameworks stand on the answers so far, why, how surely, and what would tip it."""
    argument = argue(walkthrough, walk.answers)
    result = argument.result
    tied = [knowledge.profiles[framework].name for framework in result.tied]
    asked = {criterion.id for criterion in walkthrough.course}
    unanswered = {criterion.id for criterion in walkthrough.criteria} - set(walk.answers)
    return Recommendation(
        walk=walk.id,
        revision=walk.revision,
        ranking=_ranking(knowledge, walkthrough, walk.answers, argument),
        tied=tuple(tied) if len(tied) > 1 else (),
        settled=result.settled,
        open_questions=len(unanswered & asked),
        further_questions=len(unanswered - asked),
        given=tuple(in_words(walkthrough, *answer) for answer in walk.answers.items()),
        notice=notice,
        margin=argument.margin,
        worlds=argument.worlds,
        turning=tuple(walkthrough.criterion(c).label for c in argument.turning),
        joining=tuple(walkthrough.criterion(c).label for c in argument.joining),
        poll=walk.poll,
    )


def versus(knowledge: KnowledgeBase, walkthrough: Walkthrough, walk: Walk) -> Versus:
    """The first two side by side."""
    argument = argue(walkthrough, walk.answers)
    first, second, *_ = _ranking(knowledge, walkthrough, walk.answers, argument)
    differing = {difference.criterion for difference in argument.differences}
    return Versus(
        walk=walk.id,
        revision=walk.revision,
        first=first,
        second=second,
        contrasts=tuple(_contrast(walkthrough, d) for d in argument.differences),
        level=tuple(
            in_words(walkthrough, c, o) for c, o in walk.answers.items() if c not in differing
        ),
        poll=walk.poll,
    )


def reasons(
    knowledge: KnowledgeBase,
    walkthrough: Walkthrough,
    walk: Walk,
    framework: FrameworkId | None = None,
) -> Reasons:
    """All that speaks for and against a framework, or the first one, with what it rests on."""
    argument = argue(walkthrough, walk.answers)
    ranking = _ranking(knowledge, walkthrough, walk.answers, argument)
    about = next((one for one in ranking if one.framework == framework), ranking[0])
    return Reasons(
        walk=walk.id,
        revision=walk.revision,
        framework=about.framework,
        ranking=ranking,
        cited=tuple(_cited(knowledge, (reason.see for reason in about.reasons))),
    )


def change(walkthrough: Walkthrough, answers: Answers, criterion: str, option: str) -> Change:
    """Another answer than the given one, in words; `option` may be "don't know".

    Raises:
        UnknownAnswer: if there is no such criterion.
    """
    wanted = in_words(walkthrough, criterion, option)
    given = answers.get(criterion, UNKNOWN)
    instead = None if given == UNKNOWN else in_words(walkthrough, criterion, given).answer
    return Change(
        criterion=criterion,
        label=wanted.label,
        answer=wanted.answer,
        instead=instead,
        clause=walkthrough.criterion(criterion).supposing(option),
    )


def _ranking(
    knowledge: KnowledgeBase, walkthrough: Walkthrough, answers: Answers, argument: Argument
) -> tuple[Contender, ...]:
    standings = argument.result.ranking
    return tuple(
        Contender(
            framework=side.framework,
            name=knowledge.profiles[side.framework].name,
            score=standing.score,
            excluded=bool(side.excluded),
            reasons=tuple(_reason(walkthrough, c) for c in argument.result.of(side.framework)),
            share=side.share,
            tipping=_tipping(walkthrough, answers, side) if place else None,
        )
        for place, (side, standing) in enumerate(zip(argument.sides, standings, strict=True))
    )


def _tipping(walkthrough: Walkthrough, answers: Answers, side: Side) -> tuple[Change, ...]:
    return tuple(
        change(walkthrough, answers, criterion, option)
        for criterion, option in (side.tipping or {}).items()
    )


def _reason(walkthrough: Walkthrough, contribution: Contribution) -> Reason:
    answer = _answer(walkthrough, contribution.criterion, contribution.option)
    return _effect(answer, contribution.effect)


def _contrast(walkthrough: Walkthrough, difference: Difference) -> Contrast:
    answer = _answer(walkthrough, difference.criterion, difference.option)
    first, second = difference.first, difference.second
    return Contrast(
        answer=answer,
        first=_effect(answer, first) if first else None,
        second=_effect(answer, second) if second else None,
    )


def _answer(walkthrough: Walkthrough, criterion: str, option: str) -> str:
    given = in_words(walkthrough, criterion, option)
    return f"{given.label}: {given.answer}"


def _effect(answer: str, effect: Effect) -> Reason:
    return Reason(
        answer=answer,
        reason=effect.reason,
        weight=None if effect.veto else effect.weight,
        see=effect.see,
    )


def _cited(knowledge: KnowledgeBase, entries: Iterable[str]) -> Iterable[Cited]:
    for entry_id in dict.fromkeys(entries):
        entry = knowledge.entries.get(entry_id)
        if entry:
            yield Cited(
                entry=entry_id, question=entry.question, sources=entry.sources[:MOST_SOURCES]
            )
