"""Understanding: which options a text states, with the words that say so.

Precision before recall: what a text does not state is not filled in, two phrases that contradict
each other fill nothing, and a phrase behind a negation does not count.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils
from rapidfuzz.distance import OSA

from knowledge.text import Token, fold, stem, tokens
from rules.models import UNKNOWN, Criterion, Walkthrough

NEGATIONS = frozenset(
    [
        *("no", "not", "without", "never", "nor", "don't", "dont"),
        *("doesn't", "isn't", "aren't", "won't", "can't"),
    ]
)
REACH = 3
"""How many words a negation reaches ahead."""

SHORTEST, SIMILAR = 6, 0.8
"""Letters from which on, and similarity to which, a word is taken for a misspelt one."""

TYPED = 82
"""How well, from 0 to 100, a typed answer must fit an option's label or phrase."""

UNSURE = ("don't know", "dont know", "i don't know", "not sure", "no idea", "unknown", "skip")


@dataclass(frozen=True)
class Understood:
    """The options that a text states by criterion, and the words of the text that say so."""

    answers: dict[str, str]
    evidence: dict[str, str]


@dataclass(frozen=True)
class _Match:
    criterion: str
    option: str
    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def understand(walkthrough: Walkthrough, text: str) -> Understood:
    """The options that a description states."""
    folded = fold(text)
    split = tokens(folded)
    phrases = list(_phrases(walkthrough))
    # In a fixed order, so that of two words equally near every process takes the same.
    vocabulary = dict.fromkeys(word for _, _, phrase in phrases for word in phrase)
    stemmed = [_repair(stem(token.word), vocabulary) for token in split]
    matches = sorted(_matches(phrases, stemmed, split, folded), key=lambda m: -m.length)
    answers: dict[str, str] = {}
    evidence: dict[str, str] = {}
    contradicted: set[str] = set()
    taken: list[_Match] = []
    for match in matches:
        if any(_within(match, other) for other in taken):
            continue
        taken.append(match)
        stated = answers.setdefault(match.criterion, match.option)
        if stated != match.option:
            contradicted.add(match.criterion)
            continue
        words = folded[split[match.first].start : split[match.last].end]
        evidence.setdefault(match.criterion, words)
    for criterion in contradicted:
        del answers[criterion], evidence[criterion]
    order = [c.id for c in walkthrough.criteria if c.id in answers]
    return Understood({c: answers[c] for c in order}, {c: evidence[c] for c in order})


def typed_option(criterion: Criterion, text: str) -> str | None:
    """The id of the option that a typed answer means, with tolerance; None if none is clear."""
    typed = utils.default_process(text.replace("’", "'"))
    numbered = [option.id for option in criterion.options] + [UNKNOWN]
    if typed.isdecimal():
        return numbered[int(typed) - 1] if 1 <= int(typed) <= len(numbered) else None
    names = [
        (utils.default_process(name), option.id)
        for option in criterion.options
        for name in (option.id, option.label, *option.phrases)
    ] + [(utils.default_process(name), UNKNOWN) for name in (*UNSURE, UNKNOWN)]
    scored = process.extract(
        typed, [name for name, _ in names], scorer=fuzz.ratio, score_cutoff=TYPED, limit=None
    )
    best = {names[i][1] for _, score, i in scored if score == scored[0][1]}
    return best.pop() if len(best) == 1 else None


def _phrases(walkthrough: Walkthrough) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for criterion in walkthrough.criteria:
        for option in criterion.options:
            for phrase in option.phrases:
                split = tuple(stem(token.word) for token in tokens(fold(phrase)))
                if split:
                    yield criterion.id, option.id, split


def _repair(word: str, vocabulary: Mapping[str, None]) -> str:
    if word in vocabulary or len(word) < SHORTEST:
        return word
    found = process.extractOne(
        word, vocabulary.keys(), scorer=OSA.normalized_similarity, score_cutoff=SIMILAR
    )
    return found[0] if found else word


def _matches(
    phrases: Sequence[tuple[str, str, tuple[str, ...]]],
    stemmed: Sequence[str],
    split: Sequence[Token],
    folded: str,
) -> Iterator[_Match]:
    for criterion, option, phrase in phrases:
        for at in range(len(stemmed) - len(phrase) + 1):
            if tuple(stemmed[at : at + len(phrase)]) != phrase:
                continue
            if phrase[0] in NEGATIONS or not _negated(at, split, folded):
                yield _Match(criterion, option, at, at + len(phrase) - 1)


def _negated(at: int, split: Sequence[Token], folded: str) -> bool:
    for token in reversed(split[max(0, at - REACH) : at]):
        if any(mark in folded[token.end : split[at].start] for mark in ".;,!?\n"):
            return False
        if token.word in NEGATIONS:
            return True
    return False


def _within(match: _Match, other: _Match) -> bool:
    inside = other.first <= match.first and match.last <= other.last
    return inside and (match.length < other.length or match.criterion == other.criterion)
