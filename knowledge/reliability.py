"""Whether a confidence keeps its word: how often the first entry is right, by how sure it was."""

from collections.abc import Callable, Iterable, Sequence

from knowledge.asking import Found
from knowledge.content import Frozen
from knowledge.models import Case

Asked = tuple[Case, Found]

BINS = 10
"""How many equal steps the confidence is cut into."""


class Precision(Frozen):
    """How many there are, and the share of them that is right; None where there are none."""

    n: int
    right: float | None


class Bin(Frozen):
    """The messages with a confidence from `low` to below `high`: how many, their mean confidence
    and the share whose first entry is right. The shares are None where there are no messages.
    """

    low: float
    high: float
    n: int
    confidence: float | None
    right: float | None


class Reliability(Frozen):
    """The bins, and the expected calibration error: how far, in the mean over all messages, the
    confidence of their bin is from the share that is right. None without messages.
    """

    bins: tuple[Bin, ...]
    error: float | None


def reliability(asked: Iterable[Asked]) -> Reliability:
    """The reliability of the confidence over all messages; out of scope no entry is right."""
    members: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for case, found in asked:
        place = min(int(found.confidence * BINS), BINS - 1)
        members[place].append((found.confidence, first_is_right(case, found)))
    bins = tuple(_bin(place, inside) for place, inside in enumerate(members))
    total = sum(b.n for b in bins)
    gaps = [
        b.n * abs(b.confidence - b.right)
        for b in bins
        if b.confidence is not None and b.right is not None
    ]
    return Reliability(bins=bins, error=sum(gaps) / total if total else None)


def first_is_right(case: Case, found: Found) -> bool:
    """Whether the first candidate is a right answer."""
    return bool(found.candidates) and found.candidates[0][0] in case.entries


def by_word(asked: Iterable[Asked], word: Callable[[float], str]) -> dict[str, Precision]:
    """The precision of the answers given outright, by the word for their confidence."""
    answers: dict[str, list[bool]] = {}
    for case, found in asked:
        if found.outcome == "answer":
            answers.setdefault(word(found.confidence), []).append(found.entry in case.entries)
    return {name: precision(right) for name, right in answers.items()}


def precision(right: Sequence[bool]) -> Precision:
    """The precision of results, each right or not."""
    return Precision(n=len(right), right=share(right))


def share(events: Iterable[bool]) -> float | None:
    """The share of events that hold; None without events."""
    counted = list(events)
    return sum(counted) / len(counted) if counted else None


def _bin(place: int, inside: Sequence[tuple[float, bool]]) -> Bin:
    return Bin(
        low=place / BINS,
        high=(place + 1) / BINS,
        n=len(inside),
        confidence=sum(c for c, _ in inside) / len(inside) if inside else None,
        right=share(right for _, right in inside),
    )
