"""The words that the replies of an argument share: points, shares, reasons, tipping points."""

from collections.abc import Iterable, Mapping, Sequence

from bot.parts import Button, Buttons
from bot.replies import Change, Contender, Look, Move, Reason, Reasons, Recommendation, Versus
from knowledge.ids import FrameworkId


def tipping(contender: Contender, name: str = "it") -> str:
    """What would make a framework the first, as a sentence; empty where that is not known."""
    if contender.tipping is None:
        return ""
    if not contender.tipping:
        return f"No change of up to three answers makes {name} the first."
    subject = name[0].upper() + name[1:]
    return f"{subject} would be the first {supposing(map(_clause, contender.tipping))}."


def supposing(clauses: Iterable[str]) -> str:
    """What would have to be so, as the end of a sentence: "if … and …"."""
    return f"if {listed(list(clauses), 'and')}"


def share_in_words(share: float) -> str:
    """A share as a percentage that says 0% and 100% only where that is so."""
    if 0 < share < 0.01:
        return "less than 1%"
    if 0.99 < share < 1:
        return "more than 99%"
    return f"{share:.0%}"


def points(contender: Contender, *, positive: bool) -> list[str]:
    """What spoke for a framework, or against it, in Markdown."""
    chosen = [r for r in contender.reasons if ((r.weight or -1) > 0) == positive]
    return [point(reason) for reason in chosen]


def groups(contender: Contender) -> Mapping[str, Sequence[Reason]]:
    """What was said of a framework, under headings: what excludes it, speaks for it, against it."""
    return {
        "What excludes it": [r for r in contender.reasons if r.weight is None],
        "What speaks for it": [r for r in contender.reasons if (r.weight or 0) > 0],
        "What speaks against it": [r for r in contender.reasons if (r.weight or 0) < 0],
    }


def moves(label: str, walk: str, revision: int, wanted: Sequence[tuple[str, str]]) -> Buttons:
    """Buttons that move about in a walkthrough: what each says, and what it does."""
    return Buttons(
        label=label,
        buttons=tuple(
            Button(
                label=said,
                action=Move.model_validate({"do": do, "walk": walk, "revision": revision}),
                style="quiet",
            )
            for said, do in wanted
        ),
    )


def looks(
    label: str,
    reply: Recommendation | Versus | Reasons,
    wanted: Sequence[tuple[str, str, FrameworkId | None]],
) -> Buttons:
    """Buttons that look closer: what each says, what it shows, and of which framework."""
    where = {"walk": reply.walk, "revision": reply.revision}
    return Buttons(
        label=label,
        buttons=tuple(
            Button(
                label=said, action=Look.model_validate({"do": do, **where, "framework": framework})
            )
            for said, do, framework in wanted
        ),
    )


def point(reason: Reason) -> str:
    """A reason with the answer that it rests on."""
    return f"{reason.reason} *({reason.answer})*"


def _clause(change: Change) -> str:
    # Old records have no clause, and the rules that could say one may be others by now.
    return change.clause or f"{change.label} were “{change.answer}”"


def standing(contender: Contender) -> str:
    """A framework's points, and in how many of the cases that are still open it is the first."""
    counted = points_of(contender.score)
    counted = f"excluded ({counted})" if contender.excluded else counted
    if contender.share in (None, 0, 1):
        return counted
    return f"{counted}, first in {share_in_words(contender.share or 0)} of the open cases"


def points_of(count: int) -> str:
    """Points with their unit."""
    return f"{_minus(count)} point{'' if abs(count) == 1 else 's'}"


def signed(weight: int) -> str:
    """A weight with its sign."""
    return f"+{weight}" if weight > 0 else _minus(weight)


def _minus(number: int) -> str:
    return str(number).replace("-", "−")


def listed(names: Sequence[str], last: str) -> str:
    """Names as a list in a sentence, with a word before the last."""
    *most, end = names
    return f"{', '.join(most)} {last} {end}" if most else end
