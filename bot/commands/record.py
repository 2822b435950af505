"""Decisions for people to read in a terminal: a list of them, and one with everything."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pydantic import ValidationError

from bot import console, poll_wording
from bot.advisor import Advisor
from bot.argument_words import standing, tipping
from bot.exporting import NO_POLLS, Polls, answers_in_words, contenders, with_polls
from bot.poll_replies import Asked
from bot.replies import (
    REPLY,
    Answer,
    Comparison,
    Disagreement,
    Facts,
    HandedIn,
    Nothing,
    Notice,
    PollOpen,
    Recommendation,
    Recorded,
    Reply,
    Step,
)
from bot.store.records import Decision, Turn

MINUTE = "%Y-%m-%d %H:%M"


def listing(found: Sequence[Decision], total: int) -> str:
    """Decisions as a table, with a last line that says how many there are."""
    if not found:
        return "No decision matches." if total == 0 else f"{total} decisions match."
    rows = [("id", "recorded (UTC)", "status", "chosen", "recommended", "person")]
    rows += [
        (
            str(d.id),
            d.at.strftime(MINUTE),
            d.status,
            d.chosen,
            "" if d.recommended == d.chosen else d.recommended,
            console.one_line(d.person.name or d.person.id),
        )
        for d in found
    ]
    last = (
        f"{len(found)} of {total}; --limit shows more."
        if len(found) < total
        else f"{total} in all."
    )
    return "\n".join([*console.aligned(rows), "", last])


def everything(
    advisor: Advisor, decision: Decision, turns: Sequence[Turn], polls: Polls = NO_POLLS
) -> Mapping[str, object]:
    """A decision with its answers in words, its polls and its conversation, for JSON."""
    return {
        **with_polls(decision, polls),
        "answers_in_words": answers_in_words(advisor, decision.answers),
        "conversation": [
            {**turn.model_dump(mode="json"), "reply": reply(turn) or turn.reply} for turn in turns
        ],
    }


def reply(turn: Turn) -> Reply | None:
    """The reply of a turn; None where this version cannot read it any more."""
    try:
        return REPLY.validate_json(turn.reply)
    except ValidationError:
        return None


def text(
    advisor: Advisor, decision: Decision, turns: Sequence[Turn], polls: Polls = NO_POLLS
) -> str:
    """Everything about a decision, for people."""
    return "\n".join(_lines(advisor, decision, turns, polls.get(decision.walk, ())))


def _lines(
    advisor: Advisor, decision: Decision, turns: Sequence[Turn], polls: Sequence[Asked]
) -> Iterator[str]:
    person = console.one_line(decision.person.name or decision.person.id)
    yield f"Decision {decision.id}: {advisor.name(decision.chosen)}"
    yield ""
    yield from console.aligned(
        [
            ("Status", decision.status),
            ("Recommended", advisor.name(decision.recommended)),
            ("Decided by", f"{person} ({decision.surface})"),
            ("Recorded", f"{decision.at.strftime(MINUTE)} UTC"),
            ("Rules", f"{decision.walkthrough}, version {decision.version}"),
        ]
    )
    yield from _section("Reason", decision.reason.splitlines())
    given = answers_in_words(advisor, decision.answers)
    yield from _section("Answers", [f"- {one.label}: {one.answer}" for one in given])
    for asked in polls:
        yield from _section("Who else was asked", _asked(asked))
    yield from _section("Ranking", _ranking(decision))
    yield from _section("Reviews", _reviews(decision))
    yield from _section("Conversation", _conversation(turns))


def _section(title: str, lines: Iterable[str]) -> Iterator[str]:
    yield ""
    yield title
    yield from (console.wrapped(line, "  ") for line in list(lines) or ["None."])


def _asked(asked: Asked) -> Iterator[str]:
    for heading, lines in poll_wording.record(asked):
        yield f"{heading}:"
        yield from (f"- {line.replace('**', '')}" for line in lines)


def _ranking(decision: Decision) -> Iterator[str]:
    for place, contender in enumerate(contenders(decision), start=1):
        yield f"{place}. {contender.name}, {standing(contender)}"
        for reason in contender.reasons:
            weight = "veto" if reason.weight is None else f"{reason.weight:+d}"
            yield f"   - {weight}: {reason.reason} ({reason.answer})"
        if contender.tipping is not None:
            yield f"   {tipping(contender)}"


def _reviews(decision: Decision) -> Iterator[str]:
    for review in decision.reviews:
        by = console.one_line(review.reviewer)
        yield f"{review.at.strftime(MINUTE)}  {review.verdict}, by {by}"
        if review.comment.strip():
            yield f"  {review.comment}"


def _conversation(turns: Sequence[Turn]) -> Iterator[str]:
    for turn in turns:
        who = console.one_line(turn.person.name or turn.person.id)
        yield f"{turn.at.strftime(MINUTE)}  {who}: {console.one_line(turn.text)}"
        yield f"  {_gist(turn)}"


def _gist(turn: Turn) -> str:
    """What was replied, in a line."""
    match reply(turn):
        case Answer(question=question):
            return f"Answered: {question}"
        case Facts(facts=facts):
            return f"Told: {', '.join(f'{fact.name}, {fact.label}' for fact in facts)}"
        case Comparison(frameworks=frameworks):
            return f"Compared: {', '.join(frameworks)}"
        case Step(question=question):
            return f"Asked: {question}"
        case Recommendation(ranking=ranking):
            return f"Recommended: {ranking[0].name}"
        case PollOpen(code=code):
            return f"Asked others, too: poll {code}"
        case HandedIn(code=code):
            return f"Handed in: poll {code}"
        case Disagreement(code=code, disputes=disputes):
            return f"Compared the answers: poll {code}, {len(disputes)} disputed"
        case Recorded(decision=number, framework=framework):
            return f"Recorded: decision {number}, {framework}"
        case Notice(text=said):
            return f"Said: {said}"
        case Nothing():
            return "Said: I don't know"
        case _:
            return f"Replied: {turn.outcome}"
