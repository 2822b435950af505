"""Rules that changed under a walkthrough, put into words."""

from collections.abc import Iterator

from bot.parts import Button, Buttons, Details, Part, Prose
from bot.replies import Move, RulesChanged


def rules_changed(reply: RulesChanged) -> Iterator[Part]:
    """What changed in the rules, and the choice to go on or to start over."""
    versions = f" (version {reply.before}, now {reply.now})" if reply.before != reply.now else ""
    listed = "\n".join(f"- {change}" for change in _changes(reply))
    yield Prose(
        markdown=f"**The rules have changed since you gave your answers**{versions}. "
        f"Your answers are as you left them, and nothing has been worked out anew.\n\n{listed}"
    )
    if reply.weighed:
        weighed = "\n".join(
            f"- {w.answer}: {w.framework} {_points(w.now)}, was {_points(w.before)}"
            for w in reply.weighed
        )
        yield Details(summary="Answers that weigh differently", markdown=weighed)
    on, anew = (
        Move(do="renew", walk=reply.walk, revision=reply.revision),
        Move(do="restart", walk=reply.walk, revision=reply.revision),
    )
    yield Buttons(
        label="How to go on",
        buttons=(
            Button(label="Go on under the new rules", action=on, style="primary"),
            Button(label="Start over", action=anew),
        ),
    )


def _changes(reply: RulesChanged) -> Iterator[str]:
    for answer in reply.gone:
        yield f"No longer there, and left out if you go on: {answer}"
    if reply.questions:
        yield f"New questions: {', '.join(reply.questions)}"
    for answer in reply.options:
        yield f"New to choose from: {answer}"
    if reply.weighed:
        frameworks = dict.fromkeys(w.framework for w in reply.weighed)
        yield f"Some of your answers weigh differently, for {', '.join(frameworks)}"
    elif not reply.known:
        yield "The earlier rules were not kept, so I can't say which answers weigh differently"
    elif not (reply.gone or reply.questions or reply.options):
        yield "Nothing that changed touches your answers"
    if reply.led is None:
        yield f"Under the new rules your answers put {reply.leads} first"
    elif reply.led == reply.leads:
        yield f"Your answers put {reply.leads} first, as before"
    else:
        yield f"Under the new rules your answers put **{reply.leads}** first, not {reply.led}"


def _points(weight: int | None) -> str:
    return "excluded" if weight is None else f"{weight:+d}" if weight else "0"
