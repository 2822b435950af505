"""Near misses: messages out of scope that look like a question that some entry answers."""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection

from knowledge.base import KnowledgeBase
from knowledge.text import stems

COMMON = 0.1
"""The share of the entries from which on a word that they use tells none of them apart."""

SHARED = 2
"""How many telling words a near miss shares with one entry."""


def near_misses(
    knowledge: KnowledgeBase, frameworks: Callable[[str], Collection[str]]
) -> Callable[[str], bool]:
    """A test for near misses: texts that name one of the frameworks, by what `frameworks` finds,
    or that share two telling words with the question and the phrasings of one entry.
    """
    users: dict[str, set[str]] = defaultdict(set)
    for entry in knowledge.entries.values():
        for text in (entry.question, *entry.phrasings):
            for stem in stems(text):
                users[stem].add(entry.id)
    most = COMMON * len(knowledge.entries)
    telling = {stem: ids for stem, ids in users.items() if len(ids) <= most}

    def is_near(text: str) -> bool:
        if frameworks(text):
            return True
        shared = Counter(e for stem in set(stems(text)) for e in telling.get(stem, ()))
        return max(shared.values(), default=0) >= SHARED

    return is_near
