"""Entries in words: phrasings, keywords some together, and the whole of a long answer."""

from collections import Counter

import pytest

from knowledge.reading import TOGETHER, read, rows
from knowledge.text import LONGEST

ENTRY = {
    "id": "health",
    "phrasings": ["how do I add a health check", "?"],
    "keywords": [f"key{chr(97 + n)}" for n in range(TOGETHER + 1)],
    "text": "Short.\n\n" + "long " * LONGEST + "\n\nlast",
}


def test_keywords_stand_some_together_beside_the_phrasings() -> None:
    (split,) = read([ENTRY], Counter())
    assert [len(text) for text in split.phrasings] == [7, TOGETHER, 1]
    assert len(split.keywords) == TOGETHER + 1


def test_the_end_of_a_long_answer_is_read_too() -> None:
    (split,) = read([ENTRY], Counter())
    assert split.answer[0] == "short"
    assert split.answer[-1] == "last"


def test_words_are_counted_on_the_way() -> None:
    used = Counter[str]()
    list(read([ENTRY], used))
    assert {"health", "keya", "short", "last"} <= used.keys()


def test_an_entry_counts_as_many_rows_as_it_has_phrasings_and_groups_of_keywords() -> None:
    assert rows(ENTRY) == 2 + 2
    assert rows({"id": "bare", "phrasings": ["one"]}) == 1


def test_an_entry_without_a_word_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'bare'"):
        list(read([{"id": "bare", "phrasings": ["?!"]}], Counter()))
