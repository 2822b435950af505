"""Descriptions: what a text states on the walkthrough's questions, and what becomes of it. Pure."""

from collections.abc import Sequence

from bot import arguing
from bot.actions import LONGEST
from bot.advisor import Advisor
from bot.replies import Heard, Nothing, Reply, Suggest
from bot.store.records import Walk
from bot.walking import advanced
from rules.understanding import understand

NOTHING_HEARD = "That answers none of my questions in words that I understand, so let me ask them."

ENOUGH = 2
"""How many answers a text states that describes a situation, where no answer is found for it.

Of the questions that may be tuned on, one in a hundred states so many; of the descriptions, two in
three do.
"""

PLENTY = 3
"""How many it states where an answer is found for it, or where it names what we do not cover."""

ASKING = frozenset(
    {
        *("what", "whats", "which", "how", "why", "who", "when", "where", "is", "are", "does"),
        *("do", "did", "can", "could", "should", "will", "would", "has", "have"),
    }
)
"""How a question begins that nobody has put a question mark to."""


def hear(advisor: Advisor, text: str) -> tuple[Heard, ...]:
    """What a text states, in the order of the questions, with the words that say so."""
    understood = understand(advisor.walkthrough, text)
    given = (
        arguing.in_words(advisor.walkthrough, *answer) for answer in understood.answers.items()
    )
    return tuple(Heard(**dict(one), words=understood.evidence[one.criterion]) for one in given)


def fill(walk: Walk, heard: Sequence[Heard]) -> Walk:
    """The walkthrough with what was heard; the very same where that says nothing new."""
    answers = {**walk.answers, **{one.criterion: one.option for one in heard}}
    is_waiting = walk.pending is not None or walk.focus is not None
    if answers == walk.answers and not is_waiting:
        return walk
    undecided = {"focus": None, "pending": None, "chosen": None, "reason": None}
    return advanced(walk, answers=answers, **undecided)


def is_description(text: str, reply: Reply, heard: Sequence[Heard], walk: Walk | None) -> bool:
    """Whether a text tells of a situation, rather than asks what the reply is an answer to.

    In an open walkthrough a single statement is enough, unless it stands in a question.
    """
    is_found = not isinstance(reply, Nothing | Suggest)
    is_elsewhere = isinstance(reply, Nothing) and reply.not_covered is not None
    if walk is not None:
        return bool(heard) and not is_question(text)
    return len(heard) >= (PLENTY if is_found or is_elsewhere else ENOUGH)


def is_question(text: str) -> bool:
    """Whether a text asks something, by its mark or its first word."""
    first = text.split(maxsplit=1)[0].lower().rstrip(",") if text.strip() else ""
    return "?" in text or first.replace("\u2019", "").replace("'", "") in ASKING


def to_describe(text: str, reply: Reply, heard: Sequence[Heard]) -> str | None:
    """What a button carries into the walkthrough: a text that states enough, and is not too long.

    Where there is no answer, any statement is enough.
    """
    is_found = not isinstance(reply, Nothing)
    return text if len(heard) >= (ENOUGH if is_found else 1) and len(text) <= LONGEST else None
