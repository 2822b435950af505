"""Understanding: which options a text states, with the words that say so.

Precision before recall: what a text does not state is not filled in, two phrases that contradict
each other fill nothing, and a phrase that is negated, or about somebody else, does not count.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process, utils

from rules.models import UNKNOWN, Criterion, Walkthrough
from rules.phrasebook import Phrasebook, Statement, phrasebook
from rules.phrases import is_plain
from rules.reading import Reading, read
from rules.scope import limits_of

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
    """A statement, and the places of the words that make it."""

    statement: Statement
    words: frozenset[int]


def understand(walkthrough: Walkthrough, text: str) -> Understood:
    """The options that a description states.

    Raises:
        UnknownWordClass: if a phrase of the walkthrough names a class of words that is not there.
    """
    book = phrasebook(walkthrough)
    reading = read(text, book.speller.stem)
    matches = list(_outermost(_matches(book, reading)))
    stated = _stated(match for match in matches if not match.statement.weak)
    hinted = _stated(match for match in matches if match.statement.weak)
    # None stands for a contradiction, which no hint settles.
    firm = {c: match for c, match in {**hinted, **stated}.items() if match}
    order = [criterion.id for criterion in walkthrough.criteria if criterion.id in firm]
    return Understood(
        {c: firm[c].statement.option for c in order},
        {c: reading.quoted(min(firm[c].words), max(firm[c].words) + 1) for c in order},
    )


def typed_option(criterion: Criterion, text: str) -> str | None:
    """The id of the option that a typed answer means, with tolerance; None if none is clear."""
    typed = utils.default_process(text.replace("’", "'"))
    numbered = [option.id for option in criterion.options] + [UNKNOWN]
    if typed.isdecimal():
        return numbered[int(typed) - 1] if 1 <= int(typed) <= len(numbered) else None
    names = [
        (utils.default_process(name), option.id)
        for option in criterion.options
        for name in (option.id, option.label, *filter(is_plain, option.phrases))
    ] + [(utils.default_process(name), UNKNOWN) for name in (*UNSURE, UNKNOWN)]
    scored = process.extract(
        typed, [name for name, _ in names], scorer=fuzz.ratio, score_cutoff=TYPED, limit=None
    )
    best = {names[i][1] for _, score, i in scored if score == scored[0][1]}
    return best.pop() if len(best) == 1 else None


def _matches(book: Phrasebook, reading: Reading) -> set[_Match]:
    """What the text states, each with the words that make it."""
    found = {
        _Match(said, frozenset(words)) for said, words in book.statements.find(reading) if words
    }
    if not found:
        return found
    limits = limits_of(reading)
    return {m for m in found if not limits.voids(m.words, m.statement.criterion)}


def _outermost(matches: Iterable[_Match]) -> Iterator[_Match]:
    """The matches, the longest first, without those that a longer one of their criterion makes of
    the same words: of two ways to read a word the longer one is meant.
    """
    taken: dict[tuple[str, int], list[_Match]] = {}
    for match in sorted(matches, key=_rank):
        criterion = match.statement.criterion
        over = [other for word in match.words for other in taken.get((criterion, word), ())]
        if not any(_hides(other, match) for other in over):
            yield match
            for word in match.words:
                taken.setdefault((criterion, word), []).append(match)


def _rank(match: _Match) -> tuple[int, list[int], str, str]:
    said = match.statement
    return -len(match.words), sorted(match.words), said.criterion, said.option


def _hides(longer: _Match, match: _Match) -> bool:
    if longer.statement.weak and not match.statement.weak:
        return False
    return len(match.words) < len(longer.words)


def _stated(matches: Iterable[_Match]) -> dict[str, _Match | None]:
    """The first match of every criterion; None where another states another option."""
    stated: dict[str, _Match | None] = {}
    for match in matches:
        first = stated.setdefault(match.statement.criterion, match)
        if first and first.statement.option != match.statement.option:
            stated[match.statement.criterion] = None
    return stated
