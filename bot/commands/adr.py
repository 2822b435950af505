"""Decisions as architecture decision records in Markdown, to be kept beside the code."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from bot import poll_wording
from bot.advisor import Advisor
from bot.argument_words import groups, signed, standing, tipping
from bot.console import one_line
from bot.exporting import NO_POLLS, Polls, answers_in_words, contenders
from bot.poll_replies import Asked
from bot.replies import Contender
from bot.store.records import Decision, Review

Drawn = tuple[str, str]
"""A picture's address, as the record links it, and what it shows, in words."""

NONE_DRAWN: Mapping[int, Drawn] = MappingProxyType({})


def to_adr(
    advisor: Advisor,
    decisions: Iterable[Decision],
    pictures: Mapping[int, Drawn] = NONE_DRAWN,
    polls: Polls = NO_POLLS,
) -> str:
    """A record for each decision, in one text, separated by lines of `---`.

    `pictures` are those of the decisions that have one, by number, `polls` those in which others
    were asked, by walk.
    """
    records = (
        _lines(advisor, decision, pictures.get(decision.id), polls.get(decision.walk, ()))
        for decision in decisions
    )
    return "\n---\n\n".join("\n".join(record) + "\n" for record in records)


def _lines(
    advisor: Advisor, decision: Decision, drawn: Drawn | None, polls: Sequence[Asked]
) -> Iterator[str]:
    chosen, recommended = advisor.name(decision.chosen), advisor.name(decision.recommended)
    yield f"# {decision.id}. Use {chosen}"
    yield ""
    yield f"- Status: {decision.status}"
    yield f"- Date: {decision.at.date()}"
    yield f"- Decided by: {one_line(decision.person.name or decision.person.id)}"
    yield f"- Rules: {decision.walkthrough}, version {decision.version}"
    yield from ("", "## Context", "")
    given = answers_in_words(advisor, decision.answers)
    yield from [f"- {one.label}: {one.answer}" for one in given] or ["No question was answered."]
    yield from ("", "## Decision", "")
    yield from (f"We use {chosen}. The advisor recommended {recommended}.", "")
    yield from _quoted(decision.reason)
    if polls:
        yield from ("", "## Who else was asked")
    for asked in polls:
        yield from _asked(asked)
    yield from ("", "## Options considered", "")
    for place, contender in enumerate(contenders(decision), start=1):
        yield from _option(place, contender)
    if drawn:
        address, shown = drawn
        # A bracket would end the words too early.
        words = one_line(shown).translate({ord(c): f"\\{c}" for c in "[]\\"})
        yield from ("", f"![{words}]({address})")
    yield from ("", "## Reviews", "")
    yield from _reviews(decision.reviews) if decision.reviews else ["None yet."]


def _asked(asked: Asked) -> Iterator[str]:
    for heading, lines in poll_wording.record(asked):
        yield from ("", f"{heading}:", "")
        yield from (f"- {one_line(line)}" for line in lines)


def _option(place: int, contender: Contender) -> Iterator[str]:
    yield f"{place}. {contender.name}, {standing(contender)}"
    for heading, reasons in groups(contender).items():
        if reasons:
            yield f"   - {heading}:"
        for reason in reasons:
            weight = "" if reason.weight is None else f"{signed(reason.weight)}: "
            yield f"     - {weight}{reason.reason} ({reason.answer}; see `{reason.see}`)"
    if contender.tipping is not None:
        yield f"   - What would tip it: {tipping(contender)}"


def _reviews(reviews: Sequence[Review]) -> Iterator[str]:
    for review in reviews:
        yield f"- {review.at.date()}: {review.verdict}, by {one_line(review.reviewer)}"
        if review.comment.strip():
            yield ""
            yield from (f"  {line}" for line in _quoted(review.comment))
            yield ""


def _quoted(text: str) -> Iterator[str]:
    # Quoted, so that nothing that a person typed can pass for a heading or a separator.
    return (f"> {line}".rstrip() for line in text.strip().splitlines() or ["(no reason given)"])
