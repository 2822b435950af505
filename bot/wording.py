"""Replies put into words, once for every surface: a reply becomes a few parts."""

import datetime
from collections.abc import Iterator, Sequence
from typing import Literal

from bot import argument_wording, poll_wording, renew_wording, walk_wording
from bot.parts import Button, Buttons, Details, Note, Part, Picture, Prose, Table, shortened
from bot.replies import (
    Answer,
    Answers,
    Ask,
    Compare,
    Comparison,
    Disagreement,
    Elaboration,
    Fact,
    Facts,
    HandedIn,
    Help,
    Link,
    Nothing,
    Notice,
    Others,
    PollOpen,
    Prompt,
    Reasons,
    Recommendation,
    Recorded,
    Reply,
    RulesChanged,
    Start,
    Step,
    Suggest,
    Versus,
    Welcome,
)
from knowledge.ids import FRAMEWORKS
from knowledge.models import Source

__all__ = [
    "COVERED",
    "START",
    "Button",
    "Buttons",
    "Details",
    "Note",
    "Part",
    "Picture",
    "Prose",
    "Table",
    "confidence_word",
    "parts",
]

SURE, LIKELY = 0.85, 0.65
"""The confidence from which on an answer is called sure, or likely."""

LONGEST_LINE = 200

COVERED = "Django REST Framework, FastAPI, Flask, Falcon and Sanic"

HEADINGS = {"why": "Why", "more": "More on", "sources": "Sources"}

START = Button(label="Help me choose a framework", action=Start())


def parts(reply: Reply) -> list[Part]:
    """The parts of a reply, from top to bottom."""
    return list(_parts(reply))


def told(facts: Sequence[Fact]) -> str:
    """What the profiles say, with sources and dates, in Markdown."""
    return "\n\n".join(part.markdown for part in _told(facts))


def confidence_word(confidence: float) -> str:
    """How sure an answer is, in a word."""
    return "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "unsure"


def _parts(reply: Reply) -> Iterator[Part]:
    taken_as = getattr(reply, "taken_as", None)
    if taken_as:
        yield Note(markdown=f"Taken as: “{shortened(' '.join(taken_as.split()), LONGEST_LINE)}”")
    match reply:
        case Answer():
            yield from _answer(reply)
        case Facts():
            yield from _facts(reply)
        case Elaboration():
            yield from _elaboration(reply)
        case Comparison():
            caption = "Side by side: " + ", ".join(reply.frameworks)
            yield Table(caption=caption, header=("", *reply.frameworks), rows=reply.rows)
        case Suggest():
            yield Prose(markdown="I am not sure which of these you mean:")
            yield _entries("Possible answers", reply.candidates)
            yield Note(markdown="None of them? Ask again in other words, and I'll look once more.")
        case Nothing():
            yield from _nothing(reply)
        case Welcome():
            yield from _welcome(reply)
        case Notice(text=text):
            yield Prose(markdown=text)
        case Step():
            yield from walk_wording.heard(reply)
            yield from walk_wording.step(reply)
        case Recommendation():
            yield from walk_wording.heard(reply)
            yield from argument_wording.recommendation(reply)
            yield from walk_wording.corrections(reply)
        case Versus():
            yield from argument_wording.versus(reply)
        case Reasons():
            yield from argument_wording.reasons(reply)
        case Answers():
            yield from walk_wording.answers(reply)
        case Others():
            yield from walk_wording.others(reply)
        case Prompt():
            yield from walk_wording.prompt(reply)
        case RulesChanged():
            yield from renew_wording.rules_changed(reply)
        case Recorded():
            yield from walk_wording.recorded(reply)
        case PollOpen():
            yield from poll_wording.poll(reply)
        case HandedIn():
            yield from poll_wording.handed_in(reply)
        case Disagreement():
            yield from poll_wording.disagreement(reply)
    literally = getattr(reply, "literally", None)
    if literally:
        plain = Button(label="I meant it literally", action=literally, style="quiet")
        yield Buttons(label="If that is not what you meant", buttons=(plain,))
    described = getattr(reply, "described", None)
    if described and not isinstance(reply, Nothing):
        offer = Button(label="Choose with what you told me", action=Start(text=described))
        yield Buttons(label="Or decide", buttons=(offer,))
    resume = getattr(reply, "resume", None)
    if resume:
        back = Button(label="Back to the open question", action=resume)
        yield Buttons(label="Go on deciding", buttons=(back,))


def _answer(reply: Answer) -> Iterator[Part]:
    yield from _told(reply.facts)
    yield Prose(markdown=f"**{reply.question}**\n\n{reply.answer}")
    if reply.stale:
        yield Note(markdown="This answer is past its review date: check what may have changed.")
    yield Note(markdown="Sources: " + " · ".join(_source(source) for source in reply.sources))
    checked = f"Reviewed {_day(reply.reviewed)}"
    if reply.confidence is None:
        yield Note(markdown=checked)
    else:
        word = confidence_word(reply.confidence)
        title = f"Match: {reply.confidence:.0%} likely to be the answer to your question"
        yield Note(markdown=f"{checked} · match: {word}", title=title)
    if len(reply.frameworks) == 2:
        side = Button(label="Side by side", action=Compare(frameworks=reply.frameworks))
        yield Buttons(label="Compare", buttons=(side,))
    if reply.see_also:
        yield _entries("Read next", reply.see_also, style="quiet")


def _facts(reply: Facts) -> Iterator[Part]:
    yield from _told(reply.facts)
    if reply.explained:
        yield _entries("What is behind it", reply.explained)
    asked = tuple(dict.fromkeys(fact.framework for fact in reply.facts))
    others = tuple(framework for framework in FRAMEWORKS if framework not in asked)
    attributes = tuple(dict.fromkeys(fact.attribute for fact in reply.facts))
    beside = Compare(frameworks=(*asked, *others), attributes=attributes)
    side = Button(label="Side by side", action=beside)
    yield Buttons(label="Compare with the others", buttons=(side,))
    if reply.when_to_use:
        yield _entries("Read next", reply.when_to_use, style="quiet")


def _told(facts: Sequence[Fact]) -> Iterator[Prose | Note]:
    for fact in facts:
        yield Prose(markdown=f"**{fact.name}: {fact.label}**\n\n{fact.value}")
        yield Note(markdown=_dated(fact.sources))


def _elaboration(reply: Elaboration) -> Iterator[Part]:
    yield Prose(markdown=f"**{HEADINGS[reply.asks]}: {shortened(reply.about, LONGEST_LINE)}**")
    if reply.details:
        yield Prose(markdown=reply.details)
    if reply.sources:
        rest = f"\n\nAnd {reply.others} more." if reply.others else ""
        listed = "\n".join(f"- {_source(s)}, checked {_day(s.checked)}" for s in reply.sources)
        yield Prose(markdown=listed + rest)
    if reply.links:
        yield _entries("Read next", reply.links)
    if not (reply.details or reply.sources or reply.links):
        yield Prose(markdown="That is all that I have on it.")


def _dated(sources: Sequence[Source]) -> str:
    dated = (f"{_source(source)}, checked {_day(source.checked)}" for source in sources)
    return "Sources: " + " · ".join(dated)


def _day(day: datetime.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _source(source: Source) -> str:
    is_page = source.url.startswith("http")
    return f"[{source.title}]({source.url})" if is_page else source.title


def _nothing(reply: Nothing) -> Iterator[Part]:
    if reply.not_covered:
        yield Prose(markdown=f"I don't cover {reply.not_covered}. I know about {COVERED}.")
    else:
        yield Prose(
            markdown="I don't know. Nothing in my answers fits that question well enough, "
            f"so I won't guess. I know about {COVERED}."
        )
    if reply.candidates:
        yield _entries("What I do have nearby", reply.candidates)
    if reply.noted:
        yield Note(markdown="I have noted the question, so that somebody can add an answer.")
    help_button = Button(label="What can I ask?", action=Help())
    start = START.model_copy(update={"action": Start(text=reply.described)})
    yield Buttons(label="What now", buttons=(start, help_button))


def _welcome(reply: Welcome) -> Iterator[Part]:
    yield Prose(
        markdown="I help you pick a Python API framework: "
        f"{COVERED}.\n\n"
        "- **Ask me anything about them.** My answers are written by people, with sources and "
        "dates; when I don't know, I say so.\n"
        "- **Let me walk you through the choice.** Tell me of your project in a sentence or two, "
        "or just begin: a few questions, then a recommendation with its reasons. Then record the "
        "decision, so that your team lead can review it.\n\n"
        "Type `start` to choose, and on the way `back`, `list` to change an answer, `show` to see "
        "where it stands, `restart`, or `poll` to ask others, too. In Slack: `/framework`, "
        "`/framework` and a question, `/framework help`."
    )
    yield Buttons(label="Begin", buttons=(START.model_copy(update={"style": "primary"}),))
    yield _entries("Or try one of these", reply.examples)


def _entries(label: str, links: Sequence[Link], style: Literal["plain", "quiet"] = "plain") -> Part:
    return Buttons(
        label=label,
        buttons=tuple(
            Button(label=link.question, action=Ask(entry=link.entry), style=style) for link in links
        ),
    )
