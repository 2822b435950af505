"""What people ask: the questions of the cases, worded as nobody has before, or as they repeat."""

import itertools
import random
from collections.abc import Iterator, Sequence

import knowledge.base

SEED = 7
OUTSIDE = 0.1
"""The share of questions that are none of ours."""

BEFORE = (
    *("", "quick one: ", "question: ", "short question, ", "once more, ", "new here, ", "so, "),
    "one thing, ",
)
AFTER = (
    *("", " please", " anyone", " no hurry", " thank you", " need to know today", " again"),
    *(" whenever you can", " in short", " in brief", " now", " just curious"),
    " short answer is fine",
)
MARKS = ("", "?", "??", " ?", "!", " :)", " …")


def texts() -> list[str]:
    """The questions of the cases; of those out of scope so many that one in ten is."""
    cases = knowledge.base.load_cases()
    inside = list(dict.fromkeys(case.text for case in cases if case.entries))
    outside = list(dict.fromkeys(case.text for case in cases if not case.entries))
    few = min(len(outside), round(len(inside) * OUTSIDE / (1 - OUTSIDE)))
    return inside + random.Random(SEED).sample(outside, few)


def distinct(asked: Sequence[str], seed: int = SEED) -> Iterator[str]:
    """The questions without end, each in other words than before as long as there are any."""
    chance = random.Random(seed)
    ways = [f"{b}{{}}{m}{a}" for b, m, a in itertools.product(BEFORE, MARKS, AFTER)]
    chance.shuffle(ways)
    for number in itertools.count():
        for place in chance.sample(range(len(asked)), len(asked)):
            yield ways[(number + place) % len(ways)].replace("{}", asked[place].rstrip(" ?"))


def repeated(asked: Sequence[str], seed: int = SEED) -> Iterator[str]:
    """The questions without end, in their very words; the n-th as often as 1/n, after Zipf."""
    chance = random.Random(seed)
    order = list(asked)
    chance.shuffle(order)
    weights = list(itertools.accumulate(1 / n for n in range(1, len(order) + 1)))
    while True:
        yield from chance.choices(order, cum_weights=weights, k=1_000)
