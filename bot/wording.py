"""Replies put into words, once for every surface: a reply becomes a few parts."""

from collections.abc import Iterator, Sequence
from typing import Literal

from bot import walk_wording
from bot.parts import Button, Buttons, Details, Note, Part, Prose, Table
from bot.replies import (
    Answer,
    Answers,
    Ask,
    Compare,
    Comparison,
    Help,
    Link,
    Nothing,
    Notice,
    Others,
    Prompt,
    Recommendation,
    Recorded,
    Reply,
    Start,
    Step,
    Suggest,
    Welcome,
)
from knowledge.models import Source

__all__ = [
    "COVERED",
    "START",
    "Button",
    "Buttons",
    "Details",
    "Note",
    "Part",
    "Prose",
    "Table",
    "confidence_word",
    "parts",
]

SURE, LIKELY = 0.85, 0.65
"""The confidence from which on an answer is called sure, or likely."""

COVERED = "Django REST Framework, FastAPI, Flask, Falcon and Sanic"

START = Button(label="Help me choose a framework", action=Start())


def parts(reply: Reply) -> list[Part]:
    """The parts of a reply, from top to bottom."""
    return list(_parts(reply))


def confidence_word(confidence: float) -> str:
    """How sure an answer is, in a word."""
    return "sure" if confidence >= SURE else "likely" if confidence >= LIKELY else "unsure"


def _parts(reply: Reply) -> Iterator[Part]:
    match reply:
        case Answer():
            yield from _answer(reply)
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
            yield from walk_wording.step(reply)
        case Recommendation():
            yield from walk_wording.recommendation(reply)
        case Answers():
            yield from walk_wording.answers(reply)
        case Others():
            yield from walk_wording.others(reply)
        case Prompt():
            yield from walk_wording.prompt(reply)
        case Recorded():
            yield from walk_wording.recorded(reply)
    resume = getattr(reply, "resume", None)
    if resume:
        back = Button(label="Back to the open question", action=resume)
        yield Buttons(label="Go on deciding", buttons=(back,))


def _answer(reply: Answer) -> Iterator[Part]:
    yield Prose(markdown=f"**{reply.question}**\n\n{reply.answer}")
    if reply.stale:
        yield Note(markdown="This answer is past its review date: check what may have changed.")
    yield Note(markdown="Sources: " + " · ".join(_source(source) for source in reply.sources))
    checked = f"Reviewed {reply.reviewed:%d %B %Y}".replace(" 0", " ")
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
    yield Buttons(label="What now", buttons=(START, help_button))


def _welcome(reply: Welcome) -> Iterator[Part]:
    yield Prose(
        markdown="I help you pick a Python API framework: "
        f"{COVERED}.\n\n"
        "- **Ask me anything about them.** My answers are written by people, with sources and "
        "dates; when I don't know, I say so.\n"
        "- **Let me walk you through the choice.** A few questions, then a recommendation with "
        "its reasons. Then record the decision, so that your team lead can review it.\n\n"
        "Type `start` to choose, and on the way `back`, `list` to change an answer, `show` to see "
        "where it stands, or `restart`. In Slack: `/framework`, `/framework` and a question, "
        "`/framework help`."
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
