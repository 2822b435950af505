"""Answers from the profiles: which questions get them, and the replies that carry them."""

from collections.abc import Sequence

from bot.replies import Answer, Comparison, Fact, Facts, Link
from bot.wording import LIKELY
from knowledge.asking import Found
from knowledge.aspects import AspectFinder, Aspects
from knowledge.base import KnowledgeBase
from knowledge.ids import FrameworkId
from knowledge.tables import compare

EXPLAINING = 3
"""How many explaining entries are offered at once."""

WHEN_TO_USE = "best-for"
"""The attribute whose entries say when to use a framework."""


def answer(finder: AspectFinder, aspects: Aspects, found: Found) -> Facts | Comparison | None:
    """The reply from the profiles, where no entry fits the question better."""
    if not _wins(finder, aspects, found):
        return None
    if len(aspects.frameworks) > 1:
        return side_by_side(finder.knowledge, aspects.frameworks, aspects.attributes)
    return Facts(
        facts=_facts(finder.knowledge, aspects),
        explained=links(finder.knowledge, finder.explaining(aspects)[:EXPLAINING]),
        when_to_use=links(finder.knowledge, when_to_use(finder.knowledge, aspects.frameworks)),
    )


def beside(finder: AspectFinder, aspects: Aspects, reply: Answer) -> Answer:
    """An entry as a reply, with what the profile says on just what was asked.

    Not where the entry is on that alone, nor where it is on something else.
    """
    if len(aspects.frameworks) != 1 or not finder.is_all(aspects):
        return reply
    in_particular = finder.in_particular(reply.entry)
    explains = reply.entry in finder.explaining(aspects)
    if explains == bool(in_particular):
        return reply
    return reply.model_copy(update={"facts": _facts(finder.knowledge, aspects)})


def side_by_side(
    knowledge: KnowledgeBase, frameworks: Sequence[FrameworkId], attributes: Sequence[str]
) -> Comparison:
    """Frameworks in a table, on some attributes or the usual ones.

    Raises:
        KeyError: if there is no attribute of that id.
    """
    table = compare(knowledge, frameworks, attributes)
    return Comparison(
        frameworks=table.header,
        rows=table.rows,
        ids=tuple(frameworks),
        attributes=tuple(attributes),
    )


def when_to_use(knowledge: KnowledgeBase, frameworks: Sequence[FrameworkId]) -> list[str]:
    """The entries that say what the frameworks are for, as far as there are any."""
    attribute = knowledge.attributes.get(WHEN_TO_USE)
    entries = attribute.entry_for if attribute else {}
    return [entries[framework] for framework in frameworks if framework in entries]


def links(knowledge: KnowledgeBase, entries: Sequence[str]) -> tuple[Link, ...]:
    """Links to entries, each once."""
    return tuple(
        Link(entry=entry, question=knowledge.entries[entry].question)
        for entry in dict.fromkeys(entries)
    )


def _wins(finder: AspectFinder, aspects: Aspects, found: Found) -> bool:
    if found.not_covered or not finder.is_all(aspects):
        return False
    # Nothing comes near such a question: with a word more it may be about birds or bottles.
    if found.outcome == "none":
        return not aspects.other
    if found.entry is None:
        return True
    about = set(finder.in_particular(found.entry))
    if about and about.isdisjoint(aspects.frameworks):
        return True
    if len(aspects.frameworks) > 1 and not about.issuperset(aspects.frameworks):
        return found.confidence < LIKELY or not aspects.other
    return not about and found.confidence < LIKELY


def _facts(knowledge: KnowledgeBase, aspects: Aspects) -> tuple[Fact, ...]:
    return tuple(
        Fact(
            framework=framework,
            attribute=attribute,
            name=knowledge.profiles[framework].name,
            label=knowledge.attributes[attribute].label,
            value=knowledge.profiles[framework].facts[attribute].value,
            sources=knowledge.profiles[framework].facts[attribute].sources,
        )
        for framework in aspects.frameworks
        for attribute in aspects.attributes
    )
