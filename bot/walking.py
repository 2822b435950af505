"""A walkthrough as a state: what an action makes of it, and what is shown of it. Pure."""

from collections.abc import Mapping

from bot.advisor import Advisor
from bot.replies import Answers, Choose, Move, Prompt, Record, Reply
from bot.store.records import Walk
from rules.engine import evaluate
from rules.models import UNKNOWN
from rules.understanding import typed_option

MOVES = ("back", "restart", "list", "show", "more", "resume")
"""What is typed in so many words to move about in an open walkthrough."""


def bare(typed: str) -> str:
    """What was typed, as a command is compared: without case and the mark at its end."""
    return typed.lower().rstrip(".!")


def typed_action(advisor: Advisor, walk: Walk, typed: str) -> Choose | Move | None:
    """What a typed text does in an open walkthrough, as a button would; None if nothing."""
    if bare(typed) in MOVES:
        return Move.model_validate({"do": bare(typed), "walk": walk.id, "revision": walk.revision})
    shown = view(advisor, walk)
    if shown.kind != "step":
        return None
    criterion = advisor.walkthrough.criterion(shown.criterion)
    option = typed_option(criterion, typed)
    if option is None:
        return None
    return Choose(walk=walk.id, revision=walk.revision, criterion=criterion.id, option=option)


def apply(advisor: Advisor, walk: Walk, action: Choose | Move | Record) -> Walk:
    """The walkthrough after an action, one revision on; the very same where nothing changes.

    Raises:
        UnknownAnswer: if the action names a criterion or option that the rules do not have.
    """
    changed = walk.model_copy(update=_changes(advisor, walk, action))
    return walk if changed == walk else advanced(changed)


def advanced(walk: Walk, **changes: object) -> Walk:
    """The walkthrough with some changes, one revision on."""
    return walk.model_copy(update={**changes, "revision": walk.revision + 1})


def renewed(advisor: Advisor, walk: Walk) -> Walk:
    """The walkthrough under the rules of today: answers that they no longer have are left out."""
    options = {c.id: {UNKNOWN, *(o.id for o in c.options)} for c in advisor.walkthrough.criteria}
    return walk.model_copy(
        update={
            "version": advisor.walkthrough.version,
            "answers": {c: o for c, o in walk.answers.items() if o in options.get(c, ())},
            "focus": walk.focus if walk.focus in options else None,
        }
    )


def view(advisor: Advisor, walk: Walk, notice: str | None = None) -> Reply:
    """What is shown of a walkthrough, whoever asks and however it came to be so."""
    match walk.pending:
        case "result":
            return advisor.recommend(walk, notice)
        case "answers":
            return Answers(walk=walk.id, revision=walk.revision, given=advisor.given(walk.answers))
        case "others":
            return advisor.others(walk)
        case "reason" | "name" as asks if walk.chosen is not None:
            name = advisor.name(walk.chosen)
            return Prompt(walk=walk.id, revision=walk.revision, asks=asks, framework=name)
        case _:
            return advisor.proceed(walk, notice)


def _changes(advisor: Advisor, walk: Walk, action: Choose | Move | Record) -> Mapping[str, object]:
    match action:
        case Choose(criterion=criterion, option=option):
            advisor.walkthrough.check({criterion: option})
            answers = {**walk.answers, criterion: option}
            return {"answers": answers, "focus": None, "pending": None}
        # What is asked again after a step back has no answer, so that the next step goes further.
        case Move(do="back") if (
            not walk.pending and walk.answers and walk.focus not in walk.answers
        ):
            *kept, (last, _) = walk.answers.items()
            return {"answers": dict(kept), "focus": last}
        case Move(do="change", criterion=str(criterion)):
            advisor.walkthrough.criterion(criterion)
            return {"focus": criterion, "pending": None}
        case Move(do="list"):
            return {"pending": "answers"}
        case Move(do="show"):
            return {"pending": "result", "focus": None}
        case Move(do="more"):
            settled = evaluate(advisor.walkthrough, walk.answers).settled
            return {"keep_going": walk.keep_going or settled, "pending": None, "focus": None}
        case Move():
            return {"pending": None, "focus": None}
        case Record(framework=None):
            return {"pending": "others"}
        case Record(framework=chosen):
            recommended = evaluate(advisor.walkthrough, walk.answers).recommended
            pending = None if chosen == recommended else "reason"
            return {"chosen": chosen, "reason": None, "pending": pending}
