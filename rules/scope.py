"""What a phrase is said of: whether it is negated, or about somebody else, or only a maybe."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from rules.language import language
from rules.lookup import Lookup
from rules.phrases import Phrase
from rules.reading import COMMA, HARD, Reading

REACH, FAR = 4, 8
"""How many words a negation reaches ahead: "no", and "nobody", "we don't know"."""

AROUND = 10
"""How many words from words about something else, in the same thought, state nothing."""

BEHIND = 1
"""How many words may stand between a phrase and what takes it back ("is not an option")."""

LIKENESS = ("-like", "-style", "-ish", "-esque", "-inspired", "-alike")
"""What turns a thing into one that resembles it."""


@dataclass(frozen=True)
class Limits:
    """Where in one text words are negated, and where they are about something else.

    All are places of words: `negated` those that a negation reaches, `negations` those with which
    one begins, `turns` those with which another thought begins, `elsewhere` those that are about
    something else, `undone` those that take back what stands before them. `asides` are, by each of
    their words, the expressions that mean something else, and for which criterion alone if for one.
    """

    reading: Reading
    negated: frozenset[int]
    negations: frozenset[int]
    turns: frozenset[int]
    elsewhere: frozenset[int]
    undone: frozenset[int]
    asides: Mapping[int, Sequence[tuple[frozenset[int], str]]]

    def voids(self, words: frozenset[int], criterion: str) -> bool:
        """Whether these words state nothing of a criterion, for what stands around them."""
        first, end = min(words), max(words) + 1
        if first in self.elsewhere or end - 1 in self.elsewhere or self._is_likeness(end):
            return True
        asides = [aside for word in words for aside in self.asides.get(word, ())]
        if any(about in ("", criterion) and not words >= aside for aside, about in asides):
            return True
        between = set(range(first, end)) - words
        if not between.isdisjoint(self.negations) or not between.isdisjoint(self.turns):
            return True
        # A phrase may have a negation of its own.
        return words.isdisjoint(self.negations) and (first in self.negated or self._is_undone(end))

    def _is_undone(self, end: int) -> bool:
        for i in range(end, min(end + BEHIND + 1, len(self.reading.words))):
            if self.reading.breaks[i] >= COMMA or i in self.turns:
                return False
            if i in self.undone:
                return True
        return False

    def _is_likeness(self, end: int) -> bool:
        """Whether "-like" follows."""
        return self.reading.folded.startswith(LIKENESS, self.reading.spans[end - 1][1])


@cache
def scope() -> Lookup[tuple[str, str]]:
    """The limiting words of the language, with the kind of limit, and the criterion if for one."""
    known = language()
    said = [(text, (kind, "")) for kind, texts in known.limits.items() for text in texts]
    said += [(text, ("asides", about)) for about, texts in known.beside.items() for text in texts]
    return Lookup((Phrase(text), limit) for text, limit in said)


def limits_of(reading: Reading) -> Limits:
    """What limits the words of a text."""
    found: dict[str, set[tuple[int, int, str]]] = {}
    for (kind, about), words in scope().find(reading):
        if words:
            found.setdefault(kind, set()).add((words[0], words[-1] + 1, about))
    turning = {first for first, _, _ in found.get("turns", ())}
    thoughts = _thoughts(reading, turning)
    harmless = {i for first, end, _ in found.get("harmless", ()) for i in range(first, end)}
    negations = [
        (first, end, reach)
        for kind, reach in (("negators", REACH), ("far_negators", FAR))
        for first, end, _ in found.get(kind, ())
        if first not in harmless
    ]
    elsewhere = {
        *_of_thought_before(thoughts, [first for first, _, _ in found.get("backward", ())]),
        *_around(
            reading,
            thoughts,
            [span[:2] for span in found.get("elsewhere", ()) if span[0] not in harmless],
        ),
        *_asked(reading, [first for first, _, _ in found.get("questions", ())]),
    }
    asides: dict[int, list[tuple[frozenset[int], str]]] = {}
    for first, end, about in found.get("asides", ()):
        for i in range(first, end):
            asides.setdefault(i, []).append((frozenset(range(first, end)), about))
    return Limits(
        reading,
        negated=frozenset(
            i
            for first, end, reach in negations
            for i in _ahead(reading, thoughts, first, end + reach)
        ),
        negations=frozenset(first for first, _, _ in negations),
        turns=frozenset(i for i in range(1, len(thoughts)) if thoughts[i] != thoughts[i - 1]),
        elsewhere=frozenset(elsewhere),
        undone=frozenset(first for first, _, _ in found.get("undone", ())) - harmless,
        asides=asides,
    )


def _thoughts(reading: Reading, turning: set[int]) -> list[int]:
    """For each word the thought that it belongs to, counted."""
    thoughts: list[int] = []
    for i, parted in enumerate(reading.breaks):
        begins = parted >= HARD or i in turning
        thoughts.append((thoughts[-1] if thoughts else -1) + begins)
    return thoughts


def _ahead(reading: Reading, thoughts: list[int], first: int, end: int) -> Iterator[int]:
    """The words behind the first of a negation that it reaches: in its part of the sentence."""
    for i in range(first + 1, min(end, len(thoughts))):
        if reading.breaks[i] >= COMMA or thoughts[i] != thoughts[first]:
            return
        yield i


def _around(
    reading: Reading, thoughts: list[int], spans: Iterable[tuple[int, int]]
) -> Iterator[int]:
    """The words near words about something else, in the same thought; before these, in the same
    part of the sentence only: "fine, they say" takes less back than "they say it is fine".
    """
    for first, end in spans:
        begin = first
        while begin > max(0, first - AROUND) and reading.breaks[begin] < COMMA:
            begin -= 1
        for i in range(begin, min(end + AROUND, len(thoughts))):
            if thoughts[i] == thoughts[first]:
                yield i


def _of_thought_before(thoughts: list[int], places: Iterable[int]) -> Iterator[int]:
    """The words of the thought before the one that begins at each place."""
    before = {thoughts[at] - 1 for at in places}
    return (i for i, thought in enumerate(thoughts) if thought in before)


def _asked(reading: Reading, places: Iterable[int]) -> Iterator[int]:
    """The words of each sentence that begins at one of the places, and ends as a question."""
    for first in places:
        if reading.breaks[first] >= HARD:
            end = first + 1
            while end < len(reading.words) and reading.breaks[end] < HARD:
                end += 1
            if reading.folded.startswith("?", reading.spans[end - 1][1]):
                yield from range(first, end)
