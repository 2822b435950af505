"""The quality figures of finding answers, as frozen models."""

from knowledge.content import Frozen
from knowledge.reliability import Precision, Reliability


class Ranking(Frozen):
    """How often a right entry came first, or among three, as shares; None where `n` is 0."""

    n: int
    top1: float | None
    top3: float | None


class Outcomes(Frozen):
    """How often each outcome is right, over all messages: an answer that answers, a suggestion
    with a right entry among three, a refusal of what is out of scope.
    """

    answer: Precision
    suggest: Precision
    none: Precision


class Refusals(Frozen):
    """Messages out of scope: how many, and the shares that are refused, or answered outright."""

    n: int
    refused: float | None
    answered: float | None


class Figures(Frozen):
    """The figures over some cases. Shares run from 0 to 1, and are None where nothing counts.

    `answered` are questions answered outright and `right` the part of them with a right answer;
    `refused` are those told that the answer is not known. `auroc` is the chance that the
    confidence of a question in scope is above that of one out of scope, and
    `out_of_scope_refused_at_5` the share that could be refused while 5 % in scope are.
    `near_misses` are the messages out of scope that look like a question in scope; `words` is
    how often answers are right, by the word for their confidence.
    """

    in_scope: Ranking
    hurried: Ranking
    answered: float | None
    right: float | None
    refused: float | None
    out_of_scope: int
    out_of_scope_refused: float | None
    out_of_scope_answered: float | None
    out_of_scope_refused_at_5: float | None
    near_misses: Refusals
    auroc: float | None
    outcomes: Outcomes
    words: dict[str, Precision]
    reliability: Reliability


class Confusion(Frozen):
    """An entry that is found first in place of the expected one: how often, and for which text.

    Nothing is expected where the message is out of scope; nothing is found where no word is known.
    """

    expected: str | None
    found: str | None
    n: int
    example: str


class Evaluation(Frozen):
    """The figures over the cases that may be tuned on, and over those held back.

    The confusions are of the first only: who reads the others will, without wanting to, fit them.
    """

    tuning: Figures
    held_back: Figures
    confusions: tuple[Confusion, ...]
