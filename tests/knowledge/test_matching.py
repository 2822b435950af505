"""The matcher, by its properties on small entry lists."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from knowledge.matching import Example, build
from tests.knowledge.samples import ENTRIES, TWO

MATCHER = build(ENTRIES)
IDS = [entry["id"] for entry in ENTRIES]
ROOT = Path(__file__).parents[2]

STRANGE = [
    "",
    "   ",
    "?!…—",
    "🙂🚀🙂",
    "библиотека",
    "图书馆什么时候开门",
    "library " * 5_000,
    "x" * 40_000,
    "\x00\x07library\ud800",
    "the the the",
    "print",
    "1234567890",
]


@pytest.mark.parametrize(
    ("entry", "text"), [(e["id"], text) for e in ENTRIES for text in e["phrasings"]]
)
def test_an_entry_is_found_first_by_its_own_phrasings(entry: str, text: str) -> None:
    assert MATCHER.rank(text, 3)[0][0] == entry


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("printing", "where can i pritn"),
        ("membership", "membreship card"),
        ("late-return", "overdu boks"),
        ("quiet-room", "queit room"),
        ("opening-hours", "when is the libary opne"),
    ],
)
def test_typos_are_repaired(entry: str, text: str) -> None:
    assert MATCHER.rank(text, 1)[0][0] == entry


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("opening-hours", "library opening"),
        ("printing", "PRINTERS, and SCANNERS?"),
        ("late-return", "do i pay fees for books"),
        ("quiet-room", "reserving desks"),
    ],
)
def test_other_forms_and_orders_of_the_words_are_found(entry: str, text: str) -> None:
    assert MATCHER.rank(text, 1)[0][0] == entry


@pytest.mark.parametrize("text", [*STRANGE, "library", "book a desk", "when"])
def test_scores_run_from_0_to_1_best_first(text: str) -> None:
    scores = [score for _, score in MATCHER.rank(text, len(IDS))]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize("text", ["", "   ", "?!…—", "🙂🚀🙂", "библиотека", "图书馆什么时候开门"])
def test_a_text_without_a_known_word_has_no_candidates(text: str) -> None:
    assert MATCHER.rank(text, 3) == []


@pytest.mark.parametrize(("k", "found"), [(1, 1), (3, 3), (5, 5), (50, 5), (0, 0)])
def test_as_many_candidates_as_wanted_come_each_once(k: int, found: int) -> None:
    ranked = MATCHER.rank("library book", k)
    assert len({entry for entry, _ in ranked}) == len(ranked) == found


def test_the_first_score_does_not_depend_on_how_many_are_wanted() -> None:
    text = "print a page"
    assert MATCHER.rank(text, 1)[0] == MATCHER.rank(text, 5)[0]


def test_what_no_entry_is_about_scores_below_what_one_is() -> None:
    known = min(MATCHER.rank(text, 1)[0][1] for e in ENTRIES for text in e["phrasings"])
    foreign = ["what is the capital of france", "deploy the server with the new certificate"]
    assert all(MATCHER.rank(text, 1)[0][1] < known for text in foreign)


def test_a_bias_moves_an_entry_forward() -> None:
    text = "library"
    last = MATCHER.rank(text, 5)[-1][0]
    bias = [2.0 if entry == last else 0.0 for entry in IDS]
    assert MATCHER.rank(text, 1, np.array(bias))[0][0] == last


def test_the_order_of_the_entries_does_not_matter() -> None:
    turned = build(ENTRIES[::-1])
    for text in ("print a page", "late book", "become a member"):
        ours = [entry for entry, _ in MATCHER.rank(text, 5)]
        assert ours == [entry for entry, _ in turned.rank(text, 5)]


def test_every_process_finds_the_same() -> None:
    # Sets are ordered by a hash that differs from process to process.
    code = (
        "from knowledge.matching import build\n"
        "from knowledge.names import Names\n"
        "near = ['baking', 'caking', 'faking', 'making', 'raking', 'taking', 'waking']\n"
        "matcher = build([{'id': word, 'phrasings': [word]} for word in near])\n"
        "print(matcher.rank('vaking', 1), Names((word, word) for word in near).find('vaking'))\n"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in (1, 2, 3, 4)
    }
    assert len(found) == 1


def test_examples_calibrate_the_confidence_and_leave_the_order() -> None:
    text = "print a page"
    right = MATCHER.learn([Example(text, frozenset(["printing"]))] * 20)
    wrong = MATCHER.learn([Example(text, frozenset())] * 20)
    assert wrong.rank(text, 1)[0][1] < right.rank(text, 1)[0][1]
    order = [entry for entry, _ in MATCHER.rank(text, 5)]
    assert [entry for entry, _ in wrong.rank(text, 5)] == order


def test_examples_without_a_known_word_teach_nothing() -> None:
    learnt = MATCHER.learn([Example("🙂", frozenset())])
    assert learnt.calibration.weights == pytest.approx(MATCHER.calibration.weights)


def test_the_answer_of_an_entry_counts_as_its_own_words() -> None:
    text = "how do i become a member with a passport"
    told = build([{**e, "text": "Bring a passport." * (e["id"] == "membership")} for e in ENTRIES])
    assert [i for i, _ in told.rank(text, 5)] == [i for i, _ in MATCHER.rank(text, 5)]


def test_two_entries_are_enough() -> None:
    matcher = build(TWO)
    for entry in TWO:
        for text in entry["phrasings"]:
            [(first, confidence), (_, second)] = matcher.rank(text, 2)
            assert first == entry["id"]
            assert 0 <= second < confidence <= 1


@pytest.mark.parametrize("entries", [[], ENTRIES[:1], [ENTRIES[0], ENTRIES[0]]])
def test_fewer_than_two_entries_are_refused(entries: list[dict[str, object]]) -> None:
    with pytest.raises(ValueError, match=f"two entries.*got {min(1, len(entries))}"):
        build(entries)


@pytest.mark.parametrize("phrasings", [[], [""], ["?!", "🙂"]])
def test_an_entry_that_nothing_can_find_is_refused_by_name(phrasings: list[str]) -> None:
    with pytest.raises(ValueError, match="'silent'"):
        build([*ENTRIES, {"id": "silent", "phrasings": phrasings}])


def test_a_phrasing_without_a_word_is_passed_over() -> None:
    entries = [{**ENTRIES[0], "phrasings": ["…", *ENTRIES[0]["phrasings"]]}, *ENTRIES[1:]]
    assert build(entries).rank("opening hours", 1) == MATCHER.rank("opening hours", 1)
