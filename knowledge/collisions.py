"""Entries that people can hardly tell apart: each would win a phrasing of the other."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from knowledge.base import KnowledgeBase
from knowledge.content import Problem
from knowledge.features import Weights, extract, weigh
from knowledge.logistic import Logistic
from knowledge.models import Entry
from knowledge.text import words

CLEARLY = 1.0
"""By how much, in the classifier's raw scores, another entry must win a phrasing to count."""

Won = tuple[float, str, str]
"""By how much a phrasing is won, its field, and its text."""


def collisions(knowledge: KnowledgeBase, clearly: float = CLEARLY) -> Iterator[Problem]:
    """A remark for every two entries of which each would win a phrasing of the other.

    A phrasing is judged as if it were not there itself. Entries about different frameworks are
    told apart by the framework that a question names, and are left alone.
    """
    entries = list(knowledge.entries.values())
    won = _won(entries)
    for (loser, winner), (by, field, text) in sorted(won.items()):
        back = won.get((winner, loser))
        one, other = knowledge.entries[loser], knowledge.entries[winner]
        if loser > winner or back is None or min(by, back[0]) < clearly or _differ(one, other):
            continue
        message = (
            f"would find {winner} ({text!r}) if it were not there itself, and "
            f"{back[1]} of {winner} this entry ({back[2]!r}): tell the two apart"
        )
        yield Problem(knowledge.files[loser].shown, field, message)


def _won(entries: Sequence[Entry]) -> dict[tuple[str, str], Won]:
    """For entries (loser, winner), the phrasing that the winner would take most clearly."""
    named = [
        (at, field, text)
        for at, entry in enumerate(entries)
        for field, text in _named(entry)
        if words(text)
    ]
    if len(entries) < 2:
        return {}
    counts = [extract(words(text)) for _, _, text in named]
    rarity = _rarity(counts)
    rows = [weigh(count, rarity, max(rarity.values())) for count in counts]
    vocabulary = {feature: i for i, feature in enumerate(rarity)}
    fitted = Logistic(rows, vocabulary, [at for at, _, _ in named])
    won: dict[tuple[str, str], Won] = {}
    for (at, field, text), scores in zip(named, fitted.without_itself(), strict=True):
        first = int(np.argmax(scores))
        if first != at:
            pair = (entries[at].id, entries[first].id)
            by = float(scores[first] - scores[at])
            won[pair] = max(won.get(pair, (0.0, "", "")), (by, field, text))
    return won


def _rarity(counts: Sequence[Counter[str]]) -> Weights:
    """The logarithm of how rare each feature is among the phrasings."""
    used = Counter(feature for count in counts for feature in count)
    return {feature: 1 + math.log(len(counts) / n) for feature, n in used.items()}


def _named(entry: Entry) -> list[tuple[str, str]]:
    phrasings = ((f"phrasings.{i}", text) for i, text in enumerate(entry.phrasings))
    return [("question", entry.question), *phrasings]


def _differ(one: Entry, other: Entry) -> bool:
    both = set(one.frameworks), set(other.frameworks)
    return all(both) and both[0] != both[1]
