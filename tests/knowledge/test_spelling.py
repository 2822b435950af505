"""Spelling: the index finds just what a comparison with every known word would find."""

import random
import string
from collections import Counter
from collections.abc import Sequence

import pytest
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.base import KnowledgeBase
from knowledge.spelling import LONG, SHORTEST, Spelling
from knowledge.text import words

MISSPELT = 3_000
LIBRARY = ["book", "look", "library", "reservation", "reservations", "desk", "c#", "it's", "2nd"]


def compared_with_all(word: str, known: Sequence[str]) -> str:
    if word in known or len(word) < SHORTEST or not word.isalpha():
        return word
    edits = 2 if len(word) >= LONG else 1
    found = process.extractOne(word, known, scorer=OSA.distance, score_cutoff=edits)
    return found[0] if found else word


def misspelt(word: str, rng: random.Random) -> str:
    for _ in range(rng.choice((1, 1, 2, 3))):
        at, letter = rng.randrange(len(word) + 1), rng.choice(string.ascii_lowercase)
        word = rng.choice(
            (
                word[:at] + letter + word[at:],
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            )
        )
    return word


@pytest.fixture(scope="module")
def vocabulary(knowledge_base: KnowledgeBase) -> list[str]:
    used = Counter(
        word
        for entry in knowledge_base.entries.values()
        for text in (entry.question, *entry.phrasings, entry.answer)
        for word in words(text)
    )
    return sorted(used, key=lambda word: (-used[word], word))


def test_repairs_are_those_of_a_comparison_with_every_word(vocabulary: list[str]) -> None:
    rng = random.Random(7)
    spelling = Spelling(vocabulary)
    asked = [misspelt(rng.choice(vocabulary), rng) for _ in range(MISSPELT)]
    found = {word: spelling.repair(word) for word in asked}
    assert found == {word: compared_with_all(word, vocabulary) for word in asked}
    assert sum(word != repaired for word, repaired in found.items()) > MISSPELT / 3


@pytest.mark.parametrize(
    ("word", "repaired"),
    [
        ("bok", "book"),
        ("bokk", "book"),
        ("obok", "book"),
        ("libray", "library"),
        ("dsk", "desk"),
        ("resrevaton", "reservation"),
        ("reservationsss", "reservations"),
    ],
    ids=["missing", "wrong", "swapped", "at the end", "of three letters", "two edits", "too long"],
)
def test_a_misspelt_word_becomes_the_known_one(word: str, repaired: str) -> None:
    assert Spelling(LIBRARY).repair(word) == repaired


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("library", "known"),
        ("bk", "too short"),
        ("boo2", "no word"),
        ("lirbayr", "two edits in a short word"),
        ("resrvatnio", "three edits in a long one"),
        ("zebra", "near to none"),
        ("", "empty"),
        ("x" * 40_000, "endless"),
        ("книга", "of another alphabet"),
        ("ÿÿÿÿÿÿÿÿ", "of signs that no known word has"),
    ],
)
def test_other_words_stay_as_they_are(word: str, why: str) -> None:
    assert Spelling(LIBRARY).repair(word) == word, why


def test_of_words_equally_near_the_commonest_is_taken() -> None:
    assert Spelling(["book", "look"]).repair("xook") == "book"
    assert Spelling(["look", "book"]).repair("xook") == "look"


def test_a_nearer_word_is_taken_before_a_commoner_one() -> None:
    assert Spelling(["reservations", "reservation"]).repair("resrvation") == "reservation"


def test_without_known_words_nothing_is_repaired() -> None:
    assert Spelling([]).repair("book") == "book"


def test_the_known_words_are_told() -> None:
    assert Spelling(LIBRARY).known == set(LIBRARY)
