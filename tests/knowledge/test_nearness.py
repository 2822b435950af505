"""Which messages out of scope count as near misses."""

import pytest

from knowledge.base import KnowledgeBase
from knowledge.ids import FRAMEWORKS
from knowledge.nearness import near_misses


def named(text: str) -> list[str]:
    """The frameworks that a text names in so many words."""
    return [framework for framework in FRAMEWORKS if framework in text.split()]


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_text_that_names_a_framework_is_near(
    knowledge_base: KnowledgeBase, framework: str
) -> None:
    assert near_misses(knowledge_base, named)(f"zzz {framework} zzz")


def test_a_text_that_shares_words_with_no_entry_is_not_near(knowledge_base: KnowledgeBase) -> None:
    is_near = near_misses(knowledge_base, named)
    for text in ("", "🙂", "zzz yyy xxx", "what is the"):
        assert not is_near(text), text


def test_a_text_that_shares_two_telling_words_with_one_entry_is_near() -> None:
    def entry(*phrasings: str) -> object:
        return type("Entry", (), {"id": phrasings[0], "question": "how", "phrasings": phrasings})

    # Twenty entries that all begin with the same word, which therefore tells none apart.
    entries = {str(n): entry(f"how word{n} other{n} more{n}") for n in range(20)}
    base = KnowledgeBase(entries=entries, profiles={}, attributes={}, things=())  # type: ignore[arg-type]  # only what is read
    is_near = near_misses(base, named)
    assert is_near("word3 and other3")
    assert not is_near("word3 and other4")
    assert not is_near("how word3")
