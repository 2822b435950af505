"""The advisor: from a question, or the answers so far, to a reply. No Slack, no HTTP, no SQL."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot import arguing, facts
from bot.replies import (
    Answer,
    Choice,
    Comparison,
    Facts,
    Given,
    Link,
    Nothing,
    Others,
    Reasons,
    Recommendation,
    Step,
    Suggest,
    Versus,
    Welcome,
)
from bot.store.records import Walk
from knowledge.asking import SUGGEST_FROM, Finder, Found
from knowledge.base import KnowledgeBase
from knowledge.ids import FRAMEWORKS, FrameworkId
from rules import versions
from rules.engine import evaluate
from rules.models import UNKNOWN, Answers, Criterion, Walkthrough

Replied = Answer | Facts | Comparison | Suggest | Nothing

SHOWN = 3
"""How many entries are suggested at once."""

DONT_KNOW = arguing.DONT_KNOW

EXAMPLES = ("drf-vs-fastapi", "best-for-beginners", "wsgi-vs-asgi", "fastest-framework")
"""Entries that show what can be asked."""


@dataclass(frozen=True)
class Advisor:
    """What we know and how we decide, together."""

    knowledge: KnowledgeBase
    walkthrough: Walkthrough
    fit: Callable[[], Finder]

    @cached_property
    def finder(self) -> Finder:
        """Finds entries. It is fitted when it is wanted first: who only decides does without."""
        return self.fit()

    @cached_property
    def fingerprint(self) -> str:
        """What tells today's rules from those that decide otherwise."""
        return versions.fingerprint(self.walkthrough)

    def answer(self, question: str, today: datetime.date) -> tuple[Replied, Found]:
        """The reply to a question, with what was found for it."""
        found = self.finder.find(question)
        sides = self.finder.sides(question)
        if sides:
            return self.compare(*sides), found
        aspects = self.finder.aspects.find(question)
        from_profiles = facts.answer(self.finder.aspects, aspects, found)
        if from_profiles:
            return from_profiles, found
        if found.entry is not None:
            reply = self.entry(found.entry, today, confidence=found.confidence)
            return facts.beside(self.finder.aspects, aspects, reply), found
        near = tuple(self.link(entry) for entry, _ in found.candidates[:SHOWN])
        if found.outcome == "suggest":
            return Suggest(candidates=near), found
        if found.not_covered is None:
            return Nothing(), found
        thing = found.not_covered
        shared = near if found.candidates and found.candidates[0][1] >= SUGGEST_FROM else ()
        return Nothing(not_covered=f"{thing.name}, {thing.kind}", candidates=shared), found

    def entry(
        self, entry_id: str, today: datetime.date, *, confidence: float | None = None
    ) -> Answer:
        """An entry as a reply.

        Raises:
            KeyError: if there is no such entry (any more).
        """
        entry = self.knowledge.entries[entry_id]
        return Answer(
            entry=entry.id,
            question=entry.question,
            answer=entry.answer,
            confidence=confidence,
            sources=entry.sources,
            reviewed=entry.reviewed,
            stale=entry.is_stale(today),
            see_also=tuple(self.link(other) for other in entry.see_also),
            frameworks=entry.frameworks,
        )

    def compare(
        self, frameworks: Sequence[FrameworkId], attributes: Sequence[str] = ()
    ) -> Comparison:
        """Frameworks side by side.

        Raises:
            KeyError: if there is no attribute of that id (any more).
        """
        return facts.side_by_side(self.knowledge, frameworks, attributes)

    def link(self, entry_id: str) -> Link:
        """A link to an entry."""
        return self._links[entry_id]

    @cached_property
    def _links(self) -> dict[str, Link]:
        entries = self.knowledge.entries.values()
        return {entry.id: Link(entry=entry.id, question=entry.question) for entry in entries}

    def welcome(self) -> Welcome:
        """What the advisor can do, with questions to try."""
        known = [entry for entry in EXAMPLES if entry in self.knowledge.entries]
        return Welcome(examples=tuple(self.link(entry) for entry in known))

    def proceed(self, walk: Walk, notice: str | None = None) -> Step | Recommendation:
        """The walkthrough's next step: the open question, or the result once it is settled."""
        if walk.focus is not None:
            return self.step(walk, self.walkthrough.criterion(walk.focus), notice)
        result = evaluate(self.walkthrough, walk.answers)
        if result.next_question is None or (result.settled and not walk.keep_going):
            return self.recommend(walk, notice)
        return self.step(walk, self.walkthrough.criterion(result.next_question), notice)

    def step(self, walk: Walk, criterion: Criterion, notice: str | None = None) -> Step:
        """A question of the walkthrough."""
        return Step(
            walk=walk.id,
            revision=walk.revision,
            criterion=criterion.id,
            question=criterion.question,
            help=criterion.help,
            options=(
                *(Choice(id=option.id, label=option.label) for option in criterion.options),
                Choice(id=UNKNOWN, label=DONT_KNOW),
            ),
            given=self.given(walk.answers),
            total=len({c.id for c in self.walkthrough.course} | {criterion.id} | set(walk.answers)),
            intro=None if walk.answers else self.walkthrough.intro,
            notice=notice,
            poll=walk.poll,
        )

    def recommend(self, walk: Walk, notice: str | None = None) -> Recommendation:
        """Where the frameworks stand on the answers so far, and the argument for it."""
        return arguing.recommendation(self.knowledge, self.walkthrough, walk, notice)

    def versus(self, walk: Walk) -> Versus:
        """The first two side by side on the answers so far."""
        return arguing.versus(self.knowledge, self.walkthrough, walk)

    def reasons(self, walk: Walk, framework: FrameworkId | None = None) -> Reasons:
        """All that speaks for and against a framework on the answers so far, or the first one."""
        return arguing.reasons(self.knowledge, self.walkthrough, walk, framework)

    def others(self, walk: Walk) -> Others:
        """The frameworks beside the recommended one."""
        recommended = evaluate(self.walkthrough, walk.answers).recommended
        return Others(
            walk=walk.id,
            revision=walk.revision,
            recommended=self.name(recommended),
            frameworks=tuple(
                Choice(id=f, label=self.name(f)) for f in FRAMEWORKS if f != recommended
            ),
        )

    def given(self, answers: Answers) -> tuple[Given, ...]:
        """Answers in words, in the order in which they were given."""
        return tuple(arguing.in_words(self.walkthrough, *answer) for answer in answers.items())

    def name(self, framework: FrameworkId) -> str:
        """The name of a framework as people write it."""
        return self.knowledge.profiles[framework].name
