"""Synthetic entries, and measuring the matcher on them in a bounded process."""

import random
import sys
from collections import Counter

import pytest

from benchmarks import scale
from benchmarks.goals import goals_of
from benchmarks.synthetic import COMMON, TEMPLATES, Language, entries, questions
from tests.conftest import skip_or_fail

SIZE = 300
FEW = 60
"""Entries that are measured in a process of its own, where only that it is done counts."""


def test_the_same_seed_makes_the_same_entries_and_questions_and_another_seed_others() -> None:
    made = entries(SIZE)
    assert made == entries(SIZE)
    assert made != entries(SIZE, seed=1)
    assert list(questions(made, 20)) == list(questions(made, 20))


def test_every_entry_has_an_id_of_its_own_and_ten_phrasings() -> None:
    made = entries(SIZE)
    assert len({entry["id"] for entry in made}) == SIZE
    assert {len(entry["phrasings"]) for entry in made} == {len(TEMPLATES)} == {10}


def test_entries_share_words_as_texts_of_a_language_do() -> None:
    users = Counter(
        word
        for entry in entries(SIZE)
        for word in {w for p in entry["phrasings"] for w in p.split()}
    )
    shared = sum(n > 1 for n in users.values())
    assert shared > len(users) / 4
    assert max(users.values()) > SIZE / 2
    assert min(users.values()) == 1


def test_words_are_drawn_the_more_often_the_earlier_they_come() -> None:
    rng = random.Random(1)
    language = Language(1_000, rng)
    drawn = Counter(word for word, _ in zip(language.drawn(rng), range(10_000), strict=False))
    first, later = language.words[:COMMON], language.words[COMMON : 2 * COMMON]
    assert sum(drawn[word] for word in first) > 2 * sum(drawn[word] for word in later)


def test_a_question_paraphrases_a_phrasing_of_its_entry() -> None:
    made = entries(SIZE)
    by_id = {entry["id"]: entry["phrasings"] for entry in made}
    asked = list(questions(made, 200))
    changed = [text for text, entry in asked if text not in by_id[entry]]
    assert len(changed) > len(asked) / 2
    kept = sum(
        any(word in phrasing.split() for phrasing in by_id[entry] for word in text.split())
        for text, entry in asked
    )
    assert kept > 0.9 * len(asked)


def test_a_size_is_measured_in_full() -> None:
    figures = scale.measure(FEW, asked=100)
    assert set(figures) == {goal.key for goal in goals_of(FEW)}
    assert all(isinstance(figure, int | float) for figure in figures.values()), figures
    assert 0 < float(figures["median_ms"]) <= float(figures["p99_ms"])
    assert 0 < float(figures["top1"]) <= 1


@pytest.mark.parametrize(
    ("bounds", "miss"),
    [
        ({"seconds": 0.01}, "not built within 0.01 s"),
        ({"gigabytes": 0.01}, "not built within 0.01 GB"),
    ],
    ids=["time", "memory"],
)
def test_a_size_that_is_out_of_reach_is_a_miss(bounds: dict[str, float], miss: str) -> None:
    if "gigabytes" in bounds and sys.platform != "linux":
        skip_or_fail("only Linux bounds the memory of a process")
    figures = scale.measure(SIZE, asked=100, **bounds)
    assert figures == {goal.key: miss for goal in goals_of(SIZE)}


def test_the_figures_are_printed_beside_the_goals(capsys: pytest.CaptureFixture[str]) -> None:
    scale.main(["100", "--asked", "20", "--seconds", "0.01"])
    shown = capsys.readouterr().out
    for word in ("100 entries", "not built within 0.01 s", "at most 0.15 ms", "missed"):
        assert word in shown
