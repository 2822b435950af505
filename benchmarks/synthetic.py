"""Entries made up by templates over a generated vocabulary, and questions that paraphrase them.

Words are as frequent as in a language (Zipf's law), so that entries share them. Everything
follows from the seed.
"""

import random
import string
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, cycle
from math import sqrt
from typing import TypedDict

SEED = 2026
BATCH = 10_000
"""How many words are drawn at once."""

COMMON = 50
"""How many of the most frequent words say nothing about an entry."""

TOPIC = 5
"""How many words an entry is about."""

# c: a word that says nothing, t: one that the entry is about, a: any word at all.
TEMPLATES = ("ctct", "cctt", "tt", "ctcctc", "cttac", "catt", "ttt", "cctcct", "tcact", "cttcat")

ONSETS: list[str] = [*"bdfgklmnprstvz", "br", "ch", "kr", "pl", "sh", "st", "tr"]
VOWELS: list[str] = [*"aeiou", "ai", "ee", "ou"]
CODAS: list[str] = ["", "", "", "l", "n", "r", "s", "t"]


class Made(TypedDict):
    """An entry as the matcher takes it."""

    id: str
    phrasings: list[str]


class Language:
    """A vocabulary, the most frequent word first, from which words are drawn."""

    def __init__(self, size: int, rng: random.Random) -> None:
        found: dict[str, None] = {}
        while len(found) < size:
            syllables = rng.choices((1, 2, 3, 4), (1, 6, 5, 2))[0]
            found["".join(_syllable(rng) for _ in range(syllables))] = None
        self.words = list(found)
        self.words[:COMMON] = sorted(self.words[:COMMON], key=len)
        self._weights = list(accumulate(1 / (rank + 2.7) for rank in range(size)))
        self._topical = [weight - self._weights[COMMON - 1] for weight in self._weights[COMMON:]]

    def drawn(self, rng: random.Random) -> Iterator[str]:
        """Words without end, as a text has them."""
        while True:
            yield from rng.choices(self.words, cum_weights=self._weights, k=BATCH)

    def common(self, rng: random.Random) -> Iterator[str]:
        """Words without end that say nothing."""
        weights = self._weights[:COMMON]
        while True:
            yield from rng.choices(self.words[:COMMON], cum_weights=weights, k=BATCH)

    def topical(self, rng: random.Random) -> Iterator[str]:
        """Words without end that an entry may be about."""
        while True:
            yield from rng.choices(self.words[COMMON:], cum_weights=self._topical, k=BATCH)


def entries(count: int, seed: int = SEED) -> list[Made]:
    """So many entries with ten phrasings each."""
    rng = random.Random(seed)
    language = Language(int(200 * sqrt(count)), rng)
    kinds = {"c": language.common(rng), "a": language.drawn(rng)}
    topical = language.topical(rng)
    made: list[Made] = []
    for n in range(count):
        about: dict[str, None] = {}
        while len(about) < TOPIC:
            about[next(topical)] = None
        by_kind = {**kinds, "t": cycle(about)}
        made.append({"id": f"entry-{n}", "phrasings": [_filled(t, by_kind) for t in TEMPLATES]})
    return made


def questions(made: Sequence[Made], count: int, seed: int = SEED) -> Iterator[tuple[str, str]]:
    """So many paraphrases of phrasings, each with the id of its entry: a word dropped, two
    swapped, and a typo in every third word.
    """
    rng = random.Random(seed + 1)
    for _ in range(count):
        entry = rng.choice(made)
        words = rng.choice(entry["phrasings"]).split()
        if len(words) > 2:
            del words[rng.randrange(len(words))]
        if rng.random() < 0.5:
            at = rng.randrange(len(words) - 1)
            words[at : at + 2] = words[at + 1], words[at]
        yield " ".join(_mistyped(w, rng) if rng.random() < 1 / 3 else w for w in words), entry["id"]


def _filled(template: str, by_kind: Mapping[str, Iterator[str]]) -> str:
    return " ".join([next(by_kind[kind]) for kind in template])


def _syllable(rng: random.Random) -> str:
    return rng.choice(ONSETS) + rng.choice(VOWELS) + rng.choice(CODAS)


def _mistyped(word: str, rng: random.Random) -> str:
    at, letter = rng.randrange(len(word)), rng.choice(string.ascii_lowercase)
    changed = (
        word[:at] + letter + word[at:],
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :],
    )
    return rng.choice(changed) or word
