"""The phrasebook of a walkthrough: every phrase that states an option, ready to be looked up."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rules.language import language
from rules.lookup import Lookup
from rules.models import Walkthrough
from rules.phrases import HINT, Phrase
from rules.spelling import Speller

Spoken = tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]
"""The phrases of every option of every criterion, by their ids."""


@dataclass(frozen=True)
class Statement:
    """An option that is stated; `weak` where that counts only if no other is of its criterion."""

    criterion: str
    option: str
    weak: bool


@dataclass(frozen=True)
class Phrasebook:
    """What phrases state, and how their words are spelled."""

    statements: Lookup[Statement]
    speller: Speller


def phrasebook(walkthrough: Walkthrough) -> Phrasebook:
    """The phrasebook of a walkthrough; it is made once for the same phrases.

    Raises:
        UnknownWordClass: if a phrase names a class of words that is not there.
    """
    return _of(_Same(walkthrough))


class _Same:
    """A walkthrough that is equal to none but itself: to compare all phrases takes longer than to
    look for them.
    """

    def __init__(self, walkthrough: Walkthrough) -> None:
        self.walkthrough = walkthrough

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.walkthrough is other.walkthrough

    def __hash__(self) -> int:
        return id(self.walkthrough)


@lru_cache(maxsize=8)
def _of(same: _Same) -> Phrasebook:
    criteria = same.walkthrough.criteria
    return _made(tuple((c.id, tuple((o.id, o.phrases) for o in c.options)) for c in criteria))


@lru_cache(maxsize=8)
def _made(spoken: Spoken) -> Phrasebook:
    return Phrasebook(
        Lookup([*_own(spoken), *_of_topics(spoken)]), Speller(_texts(spoken), language().known)
    )


def _own(spoken: Spoken) -> Iterator[tuple[Phrase, Statement]]:
    for criterion, options in spoken:
        for option, phrases in options:
            firm, weak = (Statement(criterion, option, weak=weak) for weak in (False, True))
            for phrase in phrases:
                yield Phrase(phrase), weak if phrase.startswith(HINT) else firm


def _of_topics(spoken: Spoken) -> Iterator[tuple[Phrase, Statement]]:
    known = language()
    options = {criterion: dict(options).keys() for criterion, options in spoken}
    for topic in known.topics:
        classes = {"{" + name + "}": words for name, words in known.classes.items()}
        words = tuple(w for word in topic.words for w in classes.get(word, (word,)))
        for kind, said in topic.says.items():
            option = said.removeprefix(HINT)
            if option in options.get(topic.criterion, ()):
                statement = Statement(topic.criterion, option, said.startswith(HINT))
                yield from ((Phrase(form, words), statement) for form in known.statements[kind])


def _texts(spoken: Spoken) -> Iterator[str]:
    """All that may be misspelt. Of two words that are equally near, the one met first is taken."""
    known = language()
    yield from (text for forms in known.statements.values() for text in forms)
    yield from (text for topic in known.topics for text in topic.words)
    yield from (text for _, options in spoken for _, phrases in options for text in phrases)
    yield from (text for words in known.classes.values() for text in words)
    yield from (text for quantity in known.quantities.values() for text in quantity.units)
