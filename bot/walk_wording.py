"""The replies of a walkthrough put into words: its questions, its result, and the record."""

from collections.abc import Iterator, Sequence

from bot.parts import Button, Buttons, Details, Note, Part, Prose
from bot.replies import (
    Answers,
    Choose,
    Contender,
    Move,
    Others,
    Prompt,
    Reason,
    Recommendation,
    Record,
    Recorded,
    Step,
)


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
    if reply.given:
        moves: Sequence[tuple[str, str]] = (
            ("Back", "back"),
            ("Change an answer", "list"),
            ("Where it stands", "show"),
            ("Start over", "restart"),
        )
        yield _moves(reply.walk, reply.revision, moves)


def recommendation(reply: Recommendation) -> Iterator[Part]:
    """The result: why this one, why none of the others, and what would change it."""
    best, second = reply.ranking[0], reply.ranking[1]
    if reply.notice:
        yield Note(markdown=reply.notice)
    lead = "I recommend" if reply.settled else "So far it looks like"
    text = f"## {lead} {best.name}\n\n{points(best, positive=True)}"
    against = points(best, positive=False)
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
    yield _moves(reply.walk, reply.revision, [("Keep them all", "resume")])


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
    yield _moves(reply.walk, reply.revision, [("Back to the recommendation", "show")])


def prompt(reply: Prompt) -> Iterator[Part]:
    """What to type next."""
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


def recorded(reply: Recorded) -> Iterator[Part]:
    """What was recorded."""
    text = f"Recorded as decision #{reply.decision}: **{reply.framework}**, by {reply.by}."
    if reply.framework != reply.recommended:
        text += f" I had recommended {reply.recommended}. Reason: {reply.reason}"
    yield Prose(markdown=text)
    yield Note(markdown="It now waits for a lead's review.")


def points(contender: Contender, *, positive: bool) -> str:
    """What spoke for a framework, or against it, as a list in Markdown."""
    chosen = [r for r in contender.reasons if ((r.weight or -1) > 0) == positive]
    return "\n".join(f"- {_point(reason)}" for reason in chosen)


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
    points = f"{contender.score} point{'s' * (abs(contender.score) != 1)}"
    return f"{contender.name} has {points}, {best.name} {best.score}.\n\n" + "\n".join(lines)


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
