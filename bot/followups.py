"""Questions in their context: what "and Flask?" or "why?" gets after the answer before it."""

import datetime
from collections.abc import Iterable, Sequence
from typing import TypeVar

from pydantic import ValidationError

from bot import facts
from bot.actions import LONGEST
from bot.advisor import Advisor, Replied
from bot.argument_words import points
from bot.replies import (
    REPLY,
    Answer,
    AskPlain,
    Comparison,
    Elaboration,
    Facts,
    InContext,
    Notice,
    Recommendation,
)
from bot.store.records import Turn
from bot.wording import SURE
from knowledge.asking import Found
from knowledge.followups import About, Before, Intent, follow_up, intent, listed
from knowledge.models import Source
from knowledge.tables import rows

FRESH = datetime.timedelta(minutes=30)
"""How long an answer is the context of what is typed after it."""

MOST_LINKS, MOST_SOURCES = 5, 12

In = TypeVar("In", bound=InContext)

Answered = Answer | Facts | Comparison | Recommendation
"""The replies that can be asked more of."""

NO_ANSWER_YET = "I have given no answer here lately that I could say more about. Ask me a question."

TAKEN_AS = {
    "why": "the reasons for: {}",
    "more": "more on: {}",
    "sources": "the sources of: {}",
}
"""What a question about the last answer is taken for."""


def answer(
    advisor: Advisor, text: str, last: Turn | None, today: datetime.date
) -> tuple[Replied | Elaboration | Notice, Found | None]:
    """The reply to a question after the last answered turn, if there is one.

    What was found is None where nothing was looked up: where the last answer is told more of.
    """
    reply = _said(last) if last and len(text) <= LONGEST else None
    if last is None or reply is None:
        nothing = Notice(text=NO_ANSWER_YET), None
        return nothing if intent(text) else advisor.answer(text, today)
    before = _before(advisor, last, reply)
    meant = follow_up(text, before, advisor.finder.aspects)
    if meant is None:
        return advisor.answer(text, today)
    if isinstance(meant, About):
        told = elaborate(advisor, reply, before, meant.intent)
        return _in_context(told, TAKEN_AS[meant.intent].format(told.about), text), None
    as_meant, found = advisor.answer(meant.question, today)
    as_typed, found_as_typed = advisor.answer(text, today)
    is_surer = found_as_typed.confidence > certainty(as_meant, found) < SURE
    if as_meant.kind == "none" or (isinstance(as_typed, Answer) and is_surer):
        return as_typed, found_as_typed
    return _in_context(as_meant, meant.question, text), found


def certainty(reply: InContext, found: Found) -> float:
    """How sure a reply is, from 0 to 1. What names a fact is looked up, not guessed."""
    if isinstance(reply, Facts | Comparison) or (isinstance(reply, Answer) and reply.facts):
        return 1.0
    return found.confidence


def elaborate(advisor: Advisor, reply: Answered, before: Before, asks: Intent) -> Elaboration:
    """More about an answer: its reasons or details, what to read next, or its sources.

    Where there is none of the one, the other is told.
    """
    details, entries = _details(advisor, reply), _entries(advisor, reply)
    sources = list(dict.fromkeys(_sources(advisor, reply)))
    known = [entry for entry in entries if entry in advisor.knowledge.entries][:MOST_LINKS]
    links = () if asks == "sources" else facts.links(advisor.knowledge, known)
    if asks == "sources" or (asks == "more" and links):
        details = None
    is_sourced = asks == "sources" or not (details or (asks == "more" and links))
    return Elaboration(
        asks=asks,
        about=_about(reply, before),
        details=details,
        links=links,
        sources=tuple(sources[:MOST_SOURCES]) if is_sourced else (),
        others=max(0, len(sources) - MOST_SOURCES) if is_sourced else 0,
    )


def _about(reply: Answered, before: Before) -> str:
    match reply:
        case Answer(question=question):
            return question
        case Recommendation(ranking=ranking):
            return ranking[0].name
    return before.question


def _details(advisor: Advisor, reply: Answered) -> str | None:
    match reply:
        case Answer(answer=text):
            return text.partition("\n\n")[2] or text
        case Facts(explaining=explaining):
            known = (advisor.knowledge.entries.get(entry) for entry in explaining)
            return "\n\n".join(entry.short_answer for entry in known if entry) or None
        case Recommendation(ranking=ranking):
            listed = [f"- {point}" for point in points(ranking[0], positive=True)]
            return "\n".join(listed) or None
    return None


def _entries(advisor: Advisor, reply: Answered) -> Sequence[str]:
    match reply:
        case Answer(see_also=see_also):
            return [link.entry for link in see_also]
        case Facts(explaining=explaining, when_to_use=when_to_use):
            return [*explaining, *(link.entry for link in when_to_use)]
        case Comparison(ids=ids):
            return facts.when_to_use(advisor.knowledge, ids)
        case Recommendation(ranking=ranking):
            return [reason.see for reason in ranking[0].reasons]


def _sources(advisor: Advisor, reply: Answered) -> Iterable[Source]:
    match reply:
        case Answer():
            yield from (source for fact in reply.facts for source in fact.sources)
            yield from reply.sources
        case Facts():
            yield from (source for fact in reply.facts for source in fact.sources)
        case Comparison():
            shown = rows(advisor.knowledge, reply.attributes)
            for framework in reply.ids:
                known = advisor.knowledge.profiles[framework].facts
                yield from (s for a in shown if a in known for s in known[a].sources)
        case Recommendation():
            for entry in _entries(advisor, reply):
                if entry in advisor.knowledge.entries:
                    yield from advisor.knowledge.entries[entry].sources


def _said(turn: Turn) -> Answered | None:
    """The reply of a turn; None where this version cannot read it any more."""
    try:
        reply = REPLY.validate_json(turn.reply)
    except ValidationError:
        return None
    return reply if isinstance(reply, Answered) else None


def _before(advisor: Advisor, turn: Turn, reply: Answered) -> Before:
    """What the last answered question was about, in words that can be asked again."""
    if isinstance(reply, Recommendation):
        return Before(question="")
    question = reply.taken_as or turn.text
    names = advisor.finder.aspects
    if isinstance(reply, Comparison) and not names.find(question).frameworks:
        # It was opened by a button, which has no question.
        labels = [row[0] for row in reply.rows] if reply.attributes else []
        question = f"Compare {listed(reply.frameworks)}" + (f": {listed(labels)}" if labels else "")
    if isinstance(reply, Answer) and not names.find(question).frameworks:
        question = reply.question if names.find(reply.question).frameworks else question
    aspects = names.find(question)
    return Before(
        question=question,
        frameworks=aspects.frameworks,
        attributes=aspects.attributes,
        entry=reply.entry if isinstance(reply, Answer) else None,
    )


def _in_context(reply: In, taken_as: str, typed: str) -> In:
    return reply.model_copy(update={"taken_as": taken_as, "literally": AskPlain(text=typed)})
