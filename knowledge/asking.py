"""From a question to an outcome: answer, suggest, or say that the answer is not known."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from knowledge import contrast, matching, neighbours, scope, strangers, vectors
from knowledge.aspects import AspectFinder
from knowledge.base import KnowledgeBase
from knowledge.courtesy import without_courtesy
from knowledge.ids import FRAMEWORKS, FrameworkId
from knowledge.logistic import Remember, at_once
from knowledge.matching import Example, Matcher, Ranked
from knowledge.models import Case, Thing
from knowledge.names import Names
from knowledge.reading import given
from knowledge.text import words

CANDIDATES = 5
"""How many candidates an outcome carries."""

ANSWER_FROM = 0.65
"""The confidence from which on an entry is given as the answer."""

SUGGEST_FROM = 0.25
"""The confidence from which on entries are suggested."""

COMPARING = frozenset(["compare", "compared", "comparison", "comparing", "vs", "versus", "table"])
"""Words that ask for frameworks side by side."""

CHOOSING = COMPARING | frozenset(
    ["or", "between", "than", "better", "instead", "replace", "alternative", "equivalent"]
)
"""Words that ask for one thing rather than another, or about both."""

SAME, OTHER, FEWER, MORE = 0.5, -1.2, -0.5, -0.2
"""What is added to an entry's raw score when the frameworks that it is about are the ones that the
question names, none of them, fewer, or more."""


@dataclass(frozen=True)
class Found:
    """What was found for a question. `entry` is set where the outcome is an answer."""

    outcome: Literal["answer", "suggest", "none"]
    entry: str | None
    confidence: float
    candidates: Ranked
    not_covered: Thing | None = None


class Finder:
    """Finds the entry that a question asks for; fitted once to a knowledge base.

    `cases` are questions to calibrate the confidence on; those held back stay out of them.
    `remember` may know the fit from an earlier time.
    """

    def __init__(
        self,
        knowledge: KnowledgeBase,
        cases: Iterable[Case] = (),
        remember: Remember = at_once,
    ) -> None:
        entries = list(knowledge.entries.values())
        self._knowledge = knowledge
        fitted, left_out = matching.fit(list(map(given, entries)), remember)
        self._matcher: Matcher = fitted
        self._about = np.array([[f in e.frameworks for f in FRAMEWORKS] for e in entries])
        self._biases: dict[frozenset[FrameworkId], NDArray[np.float64]] = {}
        known = self._matcher.known
        self._frameworks: Names[FrameworkId] = Names(
            ((a, p.id) for p in knowledge.profiles.values() for a in p.aliases),
            known,
            shortest=5,  # "flaks" and "sanik" are asked for often enough
        )
        self._things: Names[int | None] = Names(
            [
                *((a, i) for i, thing in enumerate(knowledge.things) for a in thing.aliases),
                *((phrase, None) for thing in knowledge.things for phrase in thing.unless),
            ],
            known,
        )
        self._attributes: Names[str] = Names(
            ((alias, a.id) for a in knowledge.attributes.values() for alias in a.aliases), known
        )
        self.aspects = AspectFinder(knowledge, self._frameworks, self._attributes, known)
        self._named_by_question = {e.id: set(self._things.find(e.question)) for e in entries}
        self._named_by_entry = {
            e.id: {
                thing for text in (e.question, *e.phrasings) for thing in self._things.find(text)
            }
            for e in entries
        }
        inside = [text for e in entries for text in (e.question, *e.phrasings)]
        examples = [
            Example(text, frozenset(c.entries), self._bias(self.frameworks(text)))
            for c in cases
            for text in [without_courtesy(c.text)]
        ]
        if not examples:
            self._matcher = fitted.calibrated(*left_out())
            return
        read = contrast.read(inside, knowledge.out_of_scope, self._matcher.place)
        self._matcher = fitted.learn(
            examples,
            [
                scope.fit(read).mean_odds,
                strangers.gather(read).likeness,
                neighbours.gather(vectors.load(), self._matcher.rarity, inside).nearness,
            ],
        )

    def find(self, question: str) -> Found:
        """The outcome for a question in anybody's words."""
        named = self.aspects.find(question).frameworks
        question = without_courtesy(question)
        ranked = self._matcher.rank(question, CANDIDATES, self._bias(named))
        confidence = ranked[0][1] if ranked else 0.0
        best = ranked[0][0] if ranked else None
        foreign = self._foreign(question, best, bool(named))
        if foreign is not None:
            return Found("none", None, 0.0, ranked, not_covered=foreign)
        if best is None or confidence < SUGGEST_FROM:
            return Found("none", None, confidence, ranked)
        if confidence < ANSWER_FROM:
            return Found("suggest", None, confidence, ranked)
        return Found("answer", best, confidence, ranked)

    def _foreign(self, question: str, best: str | None, names_ours: bool) -> Thing | None:
        """What a question is about that is not covered, unless the best entry is about it too."""
        chosen = not CHOOSING.isdisjoint(words(question))
        # What a phrasing names in passing is no reason to answer whoever would choose it.
        named = self._named_by_question if chosen else self._named_by_entry
        about = named.get(best, set()) if best else set()
        found = [at for at in self._things.find(question) if at is not None and at not in about]
        things = [self._knowledge.things[at] for at in found]
        if names_ours and not chosen:
            things = [thing for thing in things if not thing.beside]
        return things[0] if things else None

    def sides(self, question: str) -> tuple[list[FrameworkId], list[str]] | None:
        """The frameworks and attributes that a question asks to compare; None if it does not.

        Two frameworks without an attribute are left to the entry that compares them.
        """
        aspects = self.aspects.find(question)
        named, attributes = list(aspects.frameworks), list(aspects.attributes)
        asked = any(word in COMPARING for word in words(without_courtesy(question)))
        if not asked or len(named) < 2 or (len(named) == 2 and not attributes):
            return None
        return named, attributes

    def frameworks(self, text: str) -> list[FrameworkId]:
        """The frameworks that a text names, in its order."""
        return list(self._frameworks.find(text))

    def _bias(self, named: Collection[FrameworkId]) -> NDArray[np.float64] | float:
        if not named:
            return 0.0
        # There are few sets of frameworks, and there may be many entries.
        asked_for = frozenset(named)
        if asked_for not in self._biases:
            self._biases[asked_for] = self._bias_for(asked_for)
        return self._biases[asked_for]

    def _bias_for(self, named: Collection[FrameworkId]) -> NDArray[np.float64]:
        asked = np.array([f in named for f in FRAMEWORKS])
        shared = (self._about & asked).sum(axis=1)
        about = self._about.sum(axis=1)
        kinds = [
            about == 0,
            shared == 0,
            (shared == about) & (shared == asked.sum()),
            shared < asked.sum(),
        ]
        return np.select(kinds, [0.0, OTHER, SAME, FEWER], default=MORE)
