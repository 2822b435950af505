"""The replies of a walkthrough put into words: its questions, and the record."""

import re
from collections.abc import Iterator

from bot.argument_words import moves
from bot.parts import Button, Buttons, Note, Part, Prose, shortened
from bot.poll_wording import with_others
from bot.replies import (
    Answers,
    Choose,
    Move,
    Others,
    Prompt,
    Recommendation,
    Record,
    Recorded,
    Step,
)

MARKDOWN = re.compile(r"[*`\[\]<>]")
LONGEST_QUOTE = 60


def step(reply: Step) -> Iterator[Part]:
    """The next question, with a button for each option."""
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
    yield from corrections(reply)
    further = (
        ("Back", "back"),
        ("Change an answer", "list"),
        ("Where it stands", "show"),
        ("Start over", "restart"),
    )
    about = moves("Move about", reply.walk, reply.revision, further if reply.given else ())
    yield with_others(about, reply)


def heard(reply: Step | Recommendation) -> Iterator[Part]:
    """What was understood from a text, in its own words."""
    if reply.heard:
        lines = (f"- {one.label}: **{one.answer}** (“{quoted(one.words)}”)" for one in reply.heard)
        yield Prose(markdown="\n".join(["From what you wrote I take:", "", *lines]))


def corrections(reply: Step | Recommendation) -> Iterator[Part]:
    """A button to correct each answer that was understood; the question comes first."""
    if reply.heard:
        yield Buttons(
            label="If I took something wrong",
            buttons=tuple(
                Button(
                    label=f"Change: {one.label}",
                    action=Move(
                        do="change",
                        walk=reply.walk,
                        revision=reply.revision,
                        criterion=one.criterion,
                    ),
                    style="quiet",
                )
                for one in reply.heard
            ),
        )


def quoted(words: str) -> str:
    """A person's words in a line of ours: short, and without what Markdown would take for its."""
    return shortened(" ".join(MARKDOWN.sub("", words).split()), LONGEST_QUOTE)


def answers(reply: Answers) -> Iterator[Part]:
    """The answers given so far, each with a button to change it."""
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
    yield moves("Move about", reply.walk, reply.revision, [("Keep them all", "resume")])


def others(reply: Others) -> Iterator[Part]:
    """The frameworks to record in place of the recommended one."""
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
    yield moves("Move about", reply.walk, reply.revision, [("Back to the recommendation", "show")])


def prompt(reply: Prompt) -> Iterator[Part]:
    """What to type next."""
    if reply.asks == "name" and not reply.framework:
        yield Prose(markdown="Under which name shall I hand your answers in? Type it below.")
    elif reply.asks == "name":
        yield Prose(
            markdown=f"Under which name shall I record **{reply.framework}**? Type it below."
        )
    else:
        yield Prose(
            markdown=f"Why **{reply.framework}**? Type the reason in a sentence; "
            "your lead will read it beside my recommendation."
        )
    yield moves("Move about", reply.walk, reply.revision, [("Back to the recommendation", "show")])


def recorded(reply: Recorded) -> Iterator[Part]:
    """What was recorded."""
    text = f"Recorded as decision #{reply.decision}: **{reply.framework}**, by {reply.by}."
    if reply.framework != reply.recommended:
        text += f" I had recommended {reply.recommended}. Reason: {reply.reason}"
    yield Prose(markdown=text)
    yield Note(markdown="It now waits for a lead's review.")
