"""Packing: what is packed says the same as the weights that went into it."""

from typing import NamedTuple

import numpy as np
import pytest

from knowledge.features import Numbers, Rows, Seen, count, inverse_frequency, weigh
from knowledge.logistic import Logistic
from knowledge.packing import Packed, pack
from knowledge.text import words
from tests.knowledge.samples import ENTRIES

TEXTS = [words(text) for entry in ENTRIES for text in entry["phrasings"]]
LABELS = [label for label, entry in enumerate(ENTRIES) for _ in entry["phrasings"]]


class Made(NamedTuple):
    packed: Packed
    place: Numbers
    names: Numbers
    rows: Rows
    fitted: Logistic


@pytest.fixture(scope="module")
def made() -> Made:
    counts = count(TEXTS, names := Numbers())
    idf = inverse_frequency(counts, len(names))
    rows = weigh(counts, idf, names)
    fitted, place = Logistic(rows, len(names), LABELS), Numbers()
    packed = pack(names, place, idf, rows, fitted.dual, fitted.weights())
    return Made(packed, place, names, rows, fitted)


def test_what_a_phrasing_says_is_what_the_regression_says_of_it(made: Made) -> None:
    weights = made.fitted.weights()
    for n, text in enumerate(TEXTS):
        mine = made.rows.texts == n
        expected = made.rows.weights[mine] @ weights[made.rows.features[mine]]
        assert made.packed.scores(Seen(text, made.place)) == pytest.approx(expected, abs=1e-5)


def test_only_stems_and_what_several_phrasings_have_keep_a_row_of_their_own(made: Made) -> None:
    users = np.bincount(made.rows.features)
    own = sum(name[0] == "w" or users[n] > 1 for name, n in made.names.items())
    rows = len(made.packed.table)
    assert rows == len(made.fitted.dual) + own + 1 < len(made.names)


def test_stems_and_pairs_have_a_place_and_pieces_of_words_have_none(made: Made) -> None:
    small, place = made.packed, made.place
    assert list(place) == [name for name in made.names if name[0] != "g"]
    assert small.whole == len(place)


def test_a_text_of_which_nothing_is_known_says_nothing(made: Made) -> None:
    small, place = made.packed, made.place
    assert small.scores(Seen(["zzzz"], place)) is None
    assert small.scores(Seen([], place)) is None


def test_what_is_numbered_later_by_others_is_unknown_here(made: Made) -> None:
    small, place = made.packed, made.place
    before = small.scores(Seen([*TEXTS[0], "zzzz"], place))
    grown = {**place, "wzzzz": len(place)}
    after = small.scores(Seen([*TEXTS[0], "zzzz"], grown))
    assert before is not None
    assert after is not None
    assert np.array_equal(before, after)
