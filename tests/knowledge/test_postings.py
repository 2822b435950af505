"""Postings: the counts, against counting by hand; and reading texts as numbers."""

from collections import Counter
from itertools import pairwise

import numpy as np
import pytest

from knowledge.features import Numbers
from knowledge.postings import SAID, SATURATION, Reader, count

ENTRIES = [
    ([["red", "book"], ["red", "red", "book", "shelf"]], ["book", "lamp"]),
    ([["book", "red"]], []),
    ([["lamp"]], ["lamp", "lamp"]),
]
WORDS = ["red", "book", "shelf", "lamp"]


def read() -> tuple[Reader, Reader, Numbers]:
    numbers = Numbers()
    asked, said = Reader(numbers), Reader(numbers)
    for texts, answer in ENTRIES:
        asked.read(texts)
        said.read([answer])
    return asked, said, numbers


def by_hand() -> list[Counter[str]]:
    counted = []
    for texts, answer in ENTRIES:
        of_entry = Counter[str]()
        for text in texts:
            of_entry.update([*text, *(f"{one} {other}" for one, other in pairwise(text))])
        for word in answer:
            of_entry[word] += SAID  # type: ignore[assignment]  # a part of a whole count
        counted.append(of_entry)
    return counted


def test_words_are_numbered_in_the_order_in_which_they_are_met() -> None:
    _, _, numbers = read()
    assert list(numbers) == WORDS
    assert [numbers[word] for word in WORDS] == [0, 1, 2, 3]


def test_every_feature_of_every_entry_is_counted() -> None:
    asked, said, numbers = read()
    pairs, postings = count(asked, said, np.arange(len(numbers), dtype=np.int32))
    names = [*WORDS, *(f"{WORDS[n // 4]} {WORDS[n % 4]}" for n in pairs.tolist())]
    found = [Counter[str]() for _ in ENTRIES]
    for feature, name in enumerate(names):
        for at in range(postings.starts[feature], postings.starts[feature + 1]):
            found[postings.entries[at]][name] = round(float(postings.often[at]), 3)
    assert found == by_hand()
    assert np.allclose(postings.lengths, [sum(counts.values()) for counts in by_hand()])


def test_words_of_one_stem_are_counted_together() -> None:
    asked, said, _ = read()
    stems = np.array([0, 0, 1, 2], dtype=np.int32)  # as if red and book were one
    _, postings = count(asked, said, stems)
    first = postings.often[postings.starts[0] : postings.starts[1]]
    assert np.allclose(first, [5 + SAID, 2])


def test_a_count_grows_with_how_often_and_shrinks_with_how_long() -> None:
    asked, said, numbers = read()
    _, postings = count(asked, said, np.arange(len(numbers), dtype=np.int32))
    mean = postings.lengths.mean(keepdims=True)
    never, once, twice = postings.saturated(np.array([0, 1, 2], dtype=np.float32), mean)
    assert never == 0 < once < twice < 1
    assert once == pytest.approx(1 / (1 + SATURATION))
    assert postings.saturated(np.ones(1, dtype=np.float32), mean * 2)[0] < once


def test_some_texts_come_from_all_over() -> None:
    asked, _, numbers = read()
    names = list(numbers)
    every = [([names[n] for n in text], own) for text, own in asked.some(100)]
    assert every == [(text, n) for n, (texts, _) in enumerate(ENTRIES) for text in texts]
    assert [own for _, own in asked.some(2)] == [0, 1]
