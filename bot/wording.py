"""Replies put into words, once for every surface: a reply becomes a few parts.

The renderers (Slack blocks, HTML, plain text) know the parts, not the replies.
"""

from collections.abc import Iterator, Sequence
from typing import Literal

from bot.replies import (
    Action,
    Answer,
    Answers,
    Ask,
    Choose,
    Compare,
    Comparison,
    Contender,
    Help,
    Link,
    Move,
    Nothing,
    Notice,
    Others,
    Prompt,
    Reason,
    Recommendation,
    Record,
    Recorded,
    Reply,
    Start,
    Step,
    Suggest,
    Welcome,
)
from knowledge.content import Frozen
from knowledge.models import Source


class Prose(Frozen):
    """Markdown at full size."""

    markdown: str


class Note(Frozen):
    """A line of small print, in Markdown; `title` is shown on hover where a surface can."""

    markdown: str
    title: str | None = None


class Table(Frozen):
    """A table of plain text. The first cell of a row is its heading."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Details(Frozen):
    """Markdown that may be folded away under its summary."""

    summary: str
    markdown: str


class Button(Frozen):
    """Something to press."""

    label: str
    action: Action
    style: Literal["plain", "primary", "quiet"] = "plain"


class Buttons(Frozen):
    """Buttons that belong together; `label` says to a screen reader what for."""

    label: str
    buttons: tuple[Button, ...]


Part = Prose | Note | Table | Details | Buttons

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
            yield from _step(reply)
        case Recommendation():
            yield from _recommendation(reply)
        case Answers():
            yield from _answers(reply)
        case Others():
            yield from _others(reply)
        case Prompt():
            yield from _prompt(reply)
        case Recorded():
            yield from _recorded(reply)
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
        "its reasons. Type `start`, or in Slack `/framework`.\n"
        "- **Record the decision**, so that your team lead can review it."
    )
    yield Buttons(label="Begin", buttons=(START.model_copy(update={"style": "primary"}),))
    yield _entries("Or try one of these", reply.examples)


def _step(reply: Step) -> Iterator[Part]:
    if reply.notice:
        yield Note(markdown=reply.notice)
    if reply.intro:
        yield Prose(markdown=reply.intro)
    yield Note(markdown=f"Question {len(reply.given) + 1} of at most {reply.total}")
    yield Prose(markdown=f"**{reply.question}**")
    yield Note(markdown=reply.help)
    yield Buttons(
        label="Your answer",
        buttons=tuple(
            Button(
                label=option.label,
                action=Choose(
                    walk=reply.walk,
                    revision=reply.revision,
                    criterion=reply.criterion,
                    option=option.id,
                ),
            )
            for option in reply.options
        ),
    )
    if reply.given:
        moves: Sequence[tuple[str, str]] = (
            ("Back", "back"),
            ("Change an answer", "list"),
            ("Where it stands", "show"),
            ("Start over", "restart"),
        )
        yield _moves(reply.walk, reply.revision, moves)


def _recommendation(reply: Recommendation) -> Iterator[Part]:
    best, second = reply.ranking[0], reply.ranking[1]
    if reply.notice:
        yield Note(markdown=reply.notice)
    lead = "I recommend" if reply.settled else "So far it looks like"
    text = f"## {lead} {best.name}\n\n{_points(best, positive=True)}"
    against = _points(best, positive=False)
    if against:
        text += f"\n\n**What speaks against it**\n\n{against}"
    yield Prose(markdown=text)
    if reply.tied:
        tied = " and ".join(reply.tied)
        yield Note(markdown=f"{tied} share the first place; the order between them is fixed.")
    yield Prose(markdown=_runner_up(best, second))
    for contender in reply.ranking[1:]:
        yield Details(summary=f"Why not {contender.name}?", markdown=_why_not(contender, best))
    if reply.tips:
        changes = "\n".join(f"- **{t.name}**, if {_joined(t.changes)}" for t in reply.tips)
        yield Details(summary="What would change this?", markdown=changes)
    answers = "\n".join(f"- {given.label}: {given.answer}" for given in reply.given)
    yield Details(summary="Your answers", markdown=answers or "None yet.")
    yield Note(markdown=_how_settled(reply))
    mine = Record(walk=reply.walk, revision=reply.revision, framework=best.framework)
    other = Record(walk=reply.walk, revision=reply.revision)
    yield Buttons(
        label="Record the decision",
        buttons=(
            Button(label=f"Record {best.name}", action=mine, style="primary"),
            Button(label="Record another one", action=other),
        ),
    )
    moves = [("Change an answer", "list"), ("Start over", "restart")]
    if reply.open_questions:
        moves.insert(0, ("Answer more questions", "more"))
    yield _moves(reply.walk, reply.revision, moves)


def _answers(reply: Answers) -> Iterator[Part]:
    yield Prose(markdown="Which answer shall we change?" if reply.given else "No answers yet.")
    yield Buttons(
        label="Answers given so far",
        buttons=tuple(
            Button(
                label=f"{given.label}: {given.answer}",
                action=Move(
                    do="change", walk=reply.walk, revision=reply.revision, criterion=given.criterion
                ),
            )
            for given in reply.given
        ),
    )
    yield _moves(reply.walk, reply.revision, [("Keep them all", "resume")])


def _others(reply: Others) -> Iterator[Part]:
    yield Prose(markdown=f"I recommend {reply.recommended}. Which one did you choose?")
    yield Buttons(
        label="Frameworks",
        buttons=tuple(
            Button(
                label=framework.label,
                action=Record.model_validate(
                    {"walk": reply.walk, "revision": reply.revision, "framework": framework.id}
                ),
            )
            for framework in reply.frameworks
        ),
    )
    yield _moves(reply.walk, reply.revision, [("Back to the recommendation", "show")])


def _prompt(reply: Prompt) -> Iterator[Part]:
    if reply.asks == "name":
        yield Prose(
            markdown=f"Under which name shall I record **{reply.framework}**? Type it below."
        )
    else:
        yield Prose(
            markdown=f"Why **{reply.framework}**? Type the reason in a sentence; "
            "your lead will read it beside my recommendation."
        )
    yield _moves(reply.walk, reply.revision, [("Back to the recommendation", "show")])


def _recorded(reply: Recorded) -> Iterator[Part]:
    text = f"Recorded as decision #{reply.decision}: **{reply.framework}**, by {reply.by}."
    if reply.framework != reply.recommended:
        text += f" I had recommended {reply.recommended}. Reason: {reply.reason}"
    yield Prose(markdown=text)
    yield Note(markdown="It now waits for a lead's review.")


def _entries(label: str, links: Sequence[Link], style: Literal["plain", "quiet"] = "plain") -> Part:
    return Buttons(
        label=label,
        buttons=tuple(
            Button(label=link.question, action=Ask(entry=link.entry), style=style) for link in links
        ),
    )


def _moves(walk: str, revision: int, moves: Sequence[tuple[str, str]]) -> Part:
    return Buttons(
        label="Move about",
        buttons=tuple(
            Button(
                label=label,
                action=Move.model_validate({"do": do, "walk": walk, "revision": revision}),
                style="quiet",
            )
            for label, do in moves
        ),
    )


def _points(contender: Contender, *, positive: bool) -> str:
    chosen = [r for r in contender.reasons if ((r.weight or -1) > 0) == positive]
    return "\n".join(f"- {_point(reason)}" for reason in chosen)


def _point(reason: Reason) -> str:
    return f"{reason.reason} *({reason.answer})*"


def _runner_up(best: Contender, second: Contender) -> str:
    if second.excluded:
        return "**Runner-up:** none; your answers exclude every other framework."
    lead = best.score - second.score
    size = "clearly" if lead >= 4 else "narrowly" if lead <= 1 else "by some way"
    how = "level on points" if lead == 0 else f"{size} behind, by {lead} point{'s' * (lead > 1)}"
    return f"**Runner-up:** {second.name}, {how}."


def _why_not(contender: Contender, best: Contender) -> str:
    vetoes = [r for r in contender.reasons if r.weight is None]
    against = [r for r in contender.reasons if (r.weight or 0) < 0]
    lines = [f"- **Excluded:** {_point(r)}" for r in vetoes] + [f"- {_point(r)}" for r in against]
    if not lines:
        lines = [f"- Nothing speaks against it; {best.name} simply gathered more points."]
    return (
        f"{contender.name} has {contender.score} points, {best.name} {best.score}.\n\n"
        + "\n".join(lines)
    )


def _how_settled(reply: Recommendation) -> str:
    if not reply.open_questions:
        return "You answered every question."
    if reply.settled:
        return f"Settled: no answer to {_open(reply)} could change the first place."
    return f"Not settled yet: {_open(reply)} could still change the first place."


def _open(reply: Recommendation) -> str:
    count = reply.open_questions
    return "the open question" if count == 1 else f"the {count} open questions"


def _joined(changes: Sequence[str]) -> str:
    return " and ".join(f"“{change}”" for change in changes)
