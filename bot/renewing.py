"""A walkthrough that was begun under other rules than today's: what changed, and going on. Pure."""

from collections.abc import Mapping

from bot.advisor import Advisor
from bot.replies import RulesChanged, Weighed
from bot.store.records import Walk
from rules.engine import evaluate
from rules.models import UNKNOWN, Walkthrough
from rules.versions import Reweighed, Weight, between, unknown


def is_outdated(advisor: Advisor, walk: Walk) -> bool:
    """Whether answers were given under rules that decide otherwise than today's.

    A walkthrough from before rules were kept is known by the number of their version alone.
    """
    if not walk.answers:
        return False
    if walk.rules is None:
        return walk.version != advisor.walkthrough.version
    return walk.rules != advisor.fingerprint


def renewed(advisor: Advisor, walk: Walk) -> Walk:
    """The walkthrough under the rules of today: answers that they no longer have are left out.

    Where they decide otherwise, what was about to be recorded is open again.
    """
    gone = unknown(advisor.walkthrough, walk.answers)
    known = {c.id for c in advisor.walkthrough.criteria}
    changes: Mapping[str, object] = {
        "version": advisor.walkthrough.version,
        "rules": advisor.fingerprint,
        "answers": {c: o for c, o in walk.answers.items() if c not in gone},
        "focus": walk.focus if walk.focus in known else None,
    }
    undecided = {"pending": None, "chosen": None, "reason": None}
    open_again = undecided if is_outdated(advisor, walk) else {}
    return walk.model_copy(update={**changes, **open_again})


def rules_changed(advisor: Advisor, walk: Walk, old: Walkthrough | None) -> RulesChanged:
    """What is said of rules that changed under a walkthrough, as far as its answers go.

    `old` are the rules that it was begun under, None where they were not kept.
    """
    new = advisor.walkthrough
    changes = between(old, new, walk.answers)
    leads = evaluate(new, renewed(advisor, walk).answers).recommended
    was_known = old if old and not unknown(old, walk.answers) else None
    led = evaluate(was_known, walk.answers).recommended if was_known else None
    return RulesChanged(
        walk=walk.id,
        revision=walk.revision,
        before=walk.version,
        now=new.version,
        known=old is not None,
        gone=tuple(_in_words(old or new, c, o) for c, o in changes.gone.items()),
        questions=tuple(new.criterion(c).label for c in changes.criteria),
        options=tuple(_in_words(new, c, o) for c, o in changes.options),
        weighed=tuple(_weighed(advisor, change) for change in changes.reweighed),
        led=advisor.name(led) if led else None,
        leads=advisor.name(leads),
    )


def _weighed(advisor: Advisor, change: Reweighed) -> Weighed:
    return Weighed(
        answer=_in_words(advisor.walkthrough, change.criterion, change.option),
        framework=advisor.name(change.framework),
        before=_points(change.before),
        now=_points(change.now),
    )


def _points(weight: Weight | None) -> int | None:
    return weight if isinstance(weight, int) else None


def _in_words(rules: Walkthrough, criterion_id: str, option_id: str) -> str:
    """An answer in the words of some rules; what they do not have stays as its id."""
    criterion = next((c for c in rules.criteria if c.id == criterion_id), None)
    option = criterion.option(option_id) if criterion else None
    answer = "I don't know" if option_id == UNKNOWN else option.label if option else option_id
    return f"{criterion.label if criterion else criterion_id}: {answer}"
