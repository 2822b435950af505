"""Decisions as architecture decision records in Markdown, to be kept beside the code."""

from collections.abc import Iterable, Iterator, Sequence

from bot.advisor import Advisor
from bot.console import one_line
from bot.exporting import answers_in_words, contenders
from bot.replies import Contender
from bot.store.records import Decision, Review


def to_adr(advisor: Advisor, decisions: Iterable[Decision]) -> str:
    """A record for each decision, in one text, separated by lines of `---`."""
    return "\n---\n\n".join("\n".join(_lines(advisor, decision)) + "\n" for decision in decisions)


def _lines(advisor: Advisor, decision: Decision) -> Iterator[str]:
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
    yield from ("", "## Options considered", "")
    for place, contender in enumerate(contenders(decision), start=1):
        yield from _option(place, contender)
    yield from ("", "## Reviews", "")
    yield from _reviews(decision.reviews) if decision.reviews else ["None yet."]


def _option(place: int, contender: Contender) -> Iterator[str]:
    standing = "excluded" if contender.excluded else f"{contender.score} points"
    yield f"{place}. {contender.name}, {standing}"
    for reason in contender.reasons:
        weight = "veto" if reason.weight is None else f"{reason.weight:+d}"
        yield f"   - {weight}: {reason.reason} ({reason.answer})"


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
