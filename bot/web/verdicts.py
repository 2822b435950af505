"""A lead's verdict on a decision: taken from the form, and refused where it cannot count."""

import datetime
from dataclasses import dataclass
from typing import Any, get_args

from bot.store.records import Decision, Verdict
from bot.store.store import NotReviewable, Store

LONGEST_COMMENT = 4_000


@dataclass(frozen=True)
class Judged:
    """What came of a verdict: `fault` says why it was refused, `comment` is what was typed."""

    verdict: str
    comment: str
    fault: str | None = None


def judge(store: Store, decision: Decision, lead: str, form: Any, at: datetime.datetime) -> Judged:
    """Takes the verdict of the form's fields `verdict`, `comment` and `seen`.

    `seen` is the number of reviews that the lead had before their eyes: one that came in between
    must be read first. The same verdict sent twice, as by a double click, counts once.
    """
    verdict: Any = form.get("verdict") or ""
    comment = (form.get("comment") or "").replace("\r\n", "\n").strip()
    with store.transaction():
        # Two leads at the same moment, or a double click: the second one sees what the first said.
        store.hold_decision(decision.id)
        fresh = store.decision(decision.id) or decision
        fault = _fault(verdict, comment)
        if fresh.reviews and (form.get("seen") or "") != str(len(fresh.reviews)):
            last = fresh.reviews[-1]
            if (last.reviewer, last.verdict, last.comment) == (lead, verdict, comment):
                return Judged(verdict, comment)
            fault = f"{last.reviewer} reviewed this in the meantime. Read that first, then decide."
        if fault is None:
            try:
                store.add_review(fresh.id, reviewer=lead, verdict=verdict, comment=comment, at=at)
            except NotReviewable:
                fault = "A later decision took the place of this one: review that one."
        return Judged(verdict, comment, fault)


def _fault(verdict: str, comment: str) -> str | None:
    if verdict not in get_args(Verdict):
        return "Choose Approve or Ask for changes."
    if verdict == "changes-requested" and not comment:
        return "Say in the comment what should change."
    if len(comment) > LONGEST_COMMENT:
        return f"That comment has {len(comment):,} characters; {LONGEST_COMMENT:,} is the most."
    return None
