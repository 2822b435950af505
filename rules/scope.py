"""What a phrase is said of: whether it is negated, or about somebody else, or only a maybe."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from rules.language import language
from rules.phrases import Phrase, beginning, by_start, compiled, found
from rules.reading import COMMA, HARD, Reading

REACH, FAR = 4, 8
"""How many words a negation reaches ahead: "no", and "nobody", "we don't know"."""

AROUND = 10
"""How many words from words about something else, in the same thought, state nothing."""

BEHIND = 1
"""How many words may stand between a phrase and what takes it back ("is not an option")."""

LIKENESS = ("-like", "-style", "-ish", "-esque", "-inspired", "-alike")
"""What turns a thing into one that resembles it."""

Starts = Mapping[str, tuple[Phrase, ...]]


@dataclass(frozen=True)
class Scope:
    """The words that limit what others state, ready to be matched."""

    near: Starts
    far: Starts
    harmless: Starts
    undone: Starts
    turns: Starts
    elsewhere: Starts
    backward: Starts
    asides: Starts


@dataclass(frozen=True)
class Limits:
    """Where in one text words are negated, and where they are about something else."""

    reading: Reading
    negated: tuple[tuple[int, int, int], ...]
    undone: frozenset[int]
    clauses: tuple[int, ...]
    elsewhere: tuple[tuple[int, int], ...]
    forgotten: frozenset[int]
    asides: tuple[frozenset[int], ...]

    def voids(self, words: frozenset[int]) -> bool:
        """Whether these words state nothing, for what stands around them."""
        first, end = min(words), max(words) + 1
        if self._is_elsewhere(first, end) or self._is_likeness(end):
            return True
        if any(words & aside and not words >= aside for aside in self.asides):
            return True
        inside = {begin for begin, _, _ in self.negated if first <= begin < end}
        turns = {i for i in range(first + 1, end) if self.clauses[i] != self.clauses[i - 1]}
        if (inside | turns) - words:
            return True
        if inside:
            # The phrase has its own negation.
            return False
        return self._undone(end) or any(
            begin < first < until + reach and self._reaches(until, first)
            for begin, until, reach in self.negated
        )

    def _reaches(self, until: int, first: int) -> bool:
        last = min(until, first) - 1
        return self.clauses[last] == self.clauses[first] and (
            self.reading.parted(last, first + 1) < COMMA
        )

    def _is_elsewhere(self, first: int, end: int) -> bool:
        return self.clauses[first] in self.forgotten or any(
            self.clauses[first] == self.clauses[min(begin, len(self.clauses) - 1)]
            and begin - AROUND <= end
            and first <= until + AROUND
            for begin, until in self.elsewhere
        )

    def _undone(self, end: int) -> bool:
        for i in range(end, min(end + BEHIND + 1, len(self.reading.words))):
            if self.reading.words[i].parted >= COMMA:
                return False
            if i in self.undone:
                return True
        return False

    def _is_likeness(self, end: int) -> bool:
        """Whether "-like" follows."""
        return self.reading.folded.startswith(LIKENESS, self.reading.words[end - 1].end)


@cache
def scope() -> Scope:
    """The limiting words of the language, ready to be matched."""
    known = language()
    groups = [
        [compiled(phrase) for phrase in phrases]
        for phrases in (
            known.negators,
            known.far_negators,
            known.harmless,
            known.undone,
            known.turns,
            known.elsewhere,
            known.backward,
            known.asides,
        )
    ]
    return Scope(*[by_start((phrase, phrase) for phrase in group) for group in groups])


def limits_of(reading: Reading) -> Limits:
    """What limits the words of a text."""
    words = scope()
    harmless = {i for first, end in _found(words.harmless, reading) for i in range(first, end)}
    turning = {first for first, _ in _found(words.turns, reading)}
    clauses: list[int] = []
    for i, word in enumerate(reading.words):
        begins = word.parted >= HARD or i in turning
        clauses.append((clauses[-1] if clauses else -1) + begins)
    near = [(begin, end, REACH) for begin, end in _found(words.near, reading)]
    far = [(begin, end, FAR) for begin, end in _found(words.far, reading)]
    return Limits(
        reading,
        negated=tuple(one for one in (*near, *far) if one[0] not in harmless),
        undone=frozenset(first for first, _ in _found(words.undone, reading)),
        clauses=tuple(clauses),
        elsewhere=tuple(_found(words.elsewhere, reading)),
        forgotten=frozenset(clauses[at] - 1 for at, _ in _found(words.backward, reading)),
        asides=tuple(frozenset(range(*span)) for span in _found(words.asides, reading)),
    )


def _found(phrases: Starts, reading: Reading) -> list[tuple[int, int]]:
    return [
        (at, taken[-1] + 1)
        for at in range(len(reading.stems))
        for phrase in beginning(phrases, reading, at)
        for taken in found(phrase, reading, at)
        if taken
    ]
