"""A walkthrough as a state: what an action makes of it, and what is shown of it. Pure."""

from collections.abc import Mapping

from bot.advisor import Advisor
from bot.renewing import renewed
from bot.replies import Answers, AskOthers, Choose, HandIn, Look, Move, Prompt, Record, Reply
from bot.store.records import Walk
from rules.engine import evaluate
from rules.understanding import typed_option

LOOKS = ("versus", "reasons")
MOVES = ("back", "restart", "list", "show", "more", "resume", *LOOKS)
"""What is typed in so many words to move about in an open walkthrough."""

GO_ON = "go on"
"""What is typed to go on under rules that changed."""

ASK_OTHERS, HAND_IN = "poll", "hand in"
"""What is typed to ask others, too, and to hand in one's answers to them."""


def bare(typed: str) -> str:
    """What was typed, as a command is compared: without case and the mark at its end."""
    return typed.lower().rstrip(".!")


def typed_action(
    advisor: Advisor, walk: Walk, typed: str
) -> Choose | Move | Look | AskOthers | HandIn | None:
    """What a typed text does in an open walkthrough, as a button would; None if nothing."""
    word = bare(typed)
    if word == ASK_OTHERS:
        return AskOthers(walk=walk.id, revision=walk.revision)
    if word == HAND_IN and walk.poll:
        return HandIn(walk=walk.id, revision=walk.revision)
    if word in LOOKS:
        return Look.model_validate({"do": word, "walk": walk.id, "revision": walk.revision})
    if word in (*MOVES, GO_ON):
        do = "renew" if word == GO_ON else word
        return Move.model_validate({"do": do, "walk": walk.id, "revision": walk.revision})
    shown = view(advisor, renewed(advisor, walk))
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
        case "name" if walk.poll:
            return Prompt(walk=walk.id, revision=walk.revision, asks="name", framework="")
        case _:
            return advisor.proceed(walk, notice)


def look(advisor: Advisor, walk: Walk, action: Look) -> Reply:
    """A closer look at where a walkthrough stands."""
    if action.do == "versus":
        return advisor.versus(walk)
    return advisor.reasons(walk, action.framework)


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
