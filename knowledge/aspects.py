"""What a question asks of which framework: its aspects, told apart from all its other words."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.base import KnowledgeBase
from knowledge.courtesy import without_courtesy
from knowledge.ids import FrameworkId
from knowledge.names import Names
from knowledge.text import words

ASKING = frozenset(
    words(
        """
        a an and any are as at be been being between but by can come comes could did do does done
        for from get gets good great bad better best worse give gives go got had has have having
        how i if in is it its like look looks made make makes me much my need needs nice of offer
        offers ok okay on or our out please provide provides really say should show so some story
        support supported supporting supports tell than that the their them there they thing this
        to too us use used uses using vs versus compare compared comparing comparison want was we
        well were what when where whether which who will with work working works would you your
        handle handles built box come ship ships include included native natively about
        """
    )
)
"""Words that put a question and say nothing of its subject."""

MOST_ELSE = 2
"""How many other words a question may have that is all about an aspect of a framework."""

KEPT = 64
"""Of how many texts it is kept what they name: for one question that is asked for several times."""

GAP = ""
"""What stands for a framework's name where attributes are looked for: part of no name."""


@dataclass(frozen=True)
class Aspects:
    """What a question names, each in its order, and the other words that say something."""

    frameworks: tuple[FrameworkId, ...]
    attributes: tuple[str, ...]
    other: tuple[str, ...]


class AspectFinder:
    """Finds frameworks and attributes together, and the entries that explain them."""

    def __init__(
        self,
        knowledge: KnowledgeBase,
        frameworks: Names[FrameworkId],
        attributes: Names[str],
        known: Collection[str],
    ) -> None:
        """`known` are the words that the knowledge is written in."""
        self.knowledge = knowledge
        self.frameworks = frameworks
        self.attributes = attributes
        self._known = frozenset(known)
        self._found = lru_cache(KEPT)(self._read)

    def find(self, text: str) -> Aspects:
        """What a text names. "Fast API" is a framework, and does not ask for speed as well."""
        return self._found(text)

    def _read(self, text: str) -> Aspects:
        split = words(without_courtesy(text))
        frameworks = list(self.frameworks.places(split))
        split = without(split, ((place.start, place.end) for place in frameworks))
        attributes = list(self.attributes.places(split))
        split = without(split, ((place.start, place.end) for place in attributes))
        return Aspects(
            frameworks=tuple(dict.fromkeys(place.named for place in frameworks)),
            attributes=tuple(dict.fromkeys(place.named for place in attributes)),
            other=tuple(word for word in split if word != GAP and word not in ASKING),
        )

    def is_all(self, aspects: Aspects) -> bool:
        """Whether a question is about aspects of frameworks, and hardly about anything else.

        A word that the knowledge never uses may turn the question into any other one.
        """
        is_about_something_else = len(aspects.other) > MOST_ELSE or not self._known.issuperset(
            aspects.other
        )
        return bool(aspects.frameworks and aspects.attributes) and not is_about_something_else

    def explaining(self, aspects: Aspects) -> list[str]:
        """The entries that explain the aspects, those about one of the frameworks first."""
        attributes = [self.knowledge.attributes[attribute] for attribute in aspects.attributes]
        own = [a.entry_for[f] for a in attributes for f in aspects.frameworks if f in a.entry_for]
        return list(dict.fromkeys([*own, *(a.entry for a in attributes if a.entry)]))

    def explained_by(self, entry: str) -> tuple[str, ...]:
        """The attributes that an entry explains."""
        return tuple(
            attribute.id
            for attribute in self.knowledge.attributes.values()
            if entry == attribute.entry or entry in attribute.entry_for.values()
        )

    def in_particular(self, entry: str) -> tuple[FrameworkId, ...]:
        """The frameworks that an entry is about in particular: none if it is about all of them."""
        about = self.knowledge.entries[entry].frameworks
        return about if len(about) < len(self.knowledge.profiles) else ()


def without(split: Sequence[str], ranges: Iterable[tuple[int, int]]) -> list[str]:
    """Words with a gap for each of those in some ranges."""
    left = list(split)
    for start, end in ranges:
        left[start:end] = [GAP] * (end - start)
    return left
