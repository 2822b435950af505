"""The phrasebook of a walkthrough: every phrase that states an option, ready to be matched."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from rules.language import language
from rules.models import Walkthrough
from rules.phrases import Phrase, by_start, compiled
from rules.reading import words_of

WEAK = "~"
"""The mark before a phrase that counts only where no other one speaks of its criterion."""

Spoken = tuple[tuple[str, tuple[tuple[str, tuple[str, ...]], ...]], ...]
"""The phrases of every option of every criterion, by their ids."""


@dataclass(frozen=True)
class Statement:
    """A phrase, and the option that it states."""

    criterion: str
    option: str
    phrase: Phrase
    weak: bool


@dataclass(frozen=True)
class Phrasebook:
    """All statements by the stem with which they begin, and the words that may be misspelt."""

    statements: Mapping[str, tuple[Statement, ...]]
    vocabulary: tuple[str, ...]


def phrasebook(walkthrough: Walkthrough) -> Phrasebook:
    """The phrasebook of a walkthrough; it is made once for the same phrases.

    Raises:
        UnknownWordClass: if a phrase names a class of words that is not there.
    """
    return _made(
        tuple((c.id, tuple((o.id, o.phrases) for o in c.options)) for c in walkthrough.criteria)
    )


@lru_cache(maxsize=8)
def _made(spoken: Spoken) -> Phrasebook:
    statements = [*_own(spoken), *_of_topics(spoken)]
    return Phrasebook(
        by_start((statement.phrase, statement) for statement in statements),
        tuple(dict.fromkeys(word for text in _texts(spoken) for word in words_of(text))),
    )


def _own(spoken: Spoken) -> Iterator[Statement]:
    for criterion, options in spoken:
        for option, phrases in options:
            for phrase in phrases:
                words = compiled(phrase.removeprefix(WEAK))
                yield Statement(criterion, option, words, phrase.startswith(WEAK))


def _of_topics(spoken: Spoken) -> Iterator[Statement]:
    options = {criterion: dict(options).keys() for criterion, options in spoken}
    for topic in language().topics:
        for kind, option in topic.says.items():
            if option in options.get(topic.criterion, ()):
                for form in language().statements[kind]:
                    yield Statement(topic.criterion, option, compiled(form, topic.words), False)


def _texts(spoken: Spoken) -> Iterator[str]:
    """All that may be misspelt, in a fixed order, so that of two words equally near every process
    takes the same.
    """
    known = language()
    yield from (text for _, options in spoken for _, phrases in options for text in phrases)
    yield from (text for words in known.classes.values() for text in words)
    yield from (text for topic in known.topics for text in topic.words)
    yield from (text for quantity in known.quantities.values() for text in quantity.units)
    yield from (text for forms in known.statements.values() for text in forms)
