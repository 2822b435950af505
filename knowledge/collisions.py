"""Entries that people can hardly tell apart: each would win a phrasing of the other."""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from knowledge.base import KnowledgeBase
from knowledge.content import Problem
from knowledge.features import Numbers, count, inverse_frequency, weigh
from knowledge.logistic import Logistic, Remember, at_once
from knowledge.models import Entry
from knowledge.reading import given, read
from knowledge.text import words

CLEARLY = 2.0
"""By how much, in the classifier's raw scores, another entry must win a phrasing to count."""

Won = tuple[float, str, str]
"""By how much a phrasing is won, its field, and its text."""


def collisions(
    knowledge: KnowledgeBase, clearly: float = CLEARLY, remember: Remember = at_once
) -> Iterator[Problem]:
    """A remark for every two entries of which each would win a phrasing of the other.

    A phrasing is judged as if it were not there itself. Entries about different frameworks are
    told apart by the framework that a question names, and are left alone.
    """
    entries = list(knowledge.entries.values())
    won = _won(entries, remember)
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


def _won(entries: Sequence[Entry], remember: Remember) -> dict[tuple[str, str], Won]:
    """For entries (loser, winner), the phrasing that the winner would take most clearly."""
    if len(entries) < 2:
        return {}
    texts: list[Sequence[str]] = []
    labels: list[int] = []
    for at, split in enumerate(read(list(map(given, entries)), Counter())):
        texts += split.phrasings
        labels += [at] * len(split.phrasings)
    counts = count(texts, place := Numbers())
    rows = weigh(counts, inverse_frequency(counts, len(place)), place)
    without = Logistic(rows, len(place), labels, remember).without_itself()
    won: dict[tuple[str, str], Won] = {}
    for at, entry in enumerate(entries):
        scores = without[np.flatnonzero(np.array(labels) == at)]
        for (field, text), mine in zip(_named(entry), scores, strict=False):
            first = int(np.argmax(mine))
            if first != at:
                pair = (entry.id, entries[first].id)
                by = float(mine[first] - mine[at])
                won[pair] = max(won.get(pair, (0.0, "", "")), (by, field, text))
    return won


def _named(entry: Entry) -> list[tuple[str, str]]:
    """The question and the phrasings with their fields; those without a word are not read."""
    phrasings = ((f"phrasings.{i}", text) for i, text in enumerate(entry.phrasings))
    return [(f, text) for f, text in (("question", entry.question), *phrasings) if words(text)]


def _differ(one: Entry, other: Entry) -> bool:
    both = set(one.frameworks), set(other.frameworks)
    return all(both) and both[0] != both[1]
