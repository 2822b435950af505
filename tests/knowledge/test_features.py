"""What the matcher sees of a text."""

import math
from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from knowledge.features import (
    AGAIN,
    SHARES,
    UNKNOWN,
    Numbers,
    Seen,
    count,
    inverse_frequency,
    phrases,
    pieces,
    shared,
    weigh,
)
from knowledge.pieces import KEPT_LONGEST, Pieces


def counted(words: Sequence[str]) -> dict[str, int]:
    [counts] = count([words], place := Numbers())
    names = list(place)
    return {names[number]: times for number, times in counts.items()}


def weighed(words: Sequence[str], rarities: Mapping[str, float] | None = None) -> dict[str, float]:
    counts = count([words], place := Numbers())
    idf = np.array([(rarities or {}).get(name, 1.0) for name in place])
    _, features, weights = weigh(counts, idf, place)
    names = list(place)
    return {names[f]: w for f, w in zip(features.tolist(), weights.tolist(), strict=True)}


def test_a_text_has_words_pairs_and_pieces() -> None:
    features = counted(["slow", "flask"])
    assert {f for f in features if f[0] == "w"} == {"wslow", "wflask"}
    assert {f for f in features if f[0] == "p"} == {"pslow flask"}
    assert {"g<fl", "gask>", "gflask", "g<flas"} <= set(features)


def test_words_are_seen_by_their_stems_and_counted() -> None:
    assert counted(["worker", "workers"])["wworker"] == 2


def test_words_that_say_nothing_have_no_pieces() -> None:
    assert not [f for f in counted(["the", "is", "a"]) if f[0] == "g"]


def test_no_words_have_no_features() -> None:
    assert counted([]) == weighed([]) == {}


def test_texts_share_the_numbers_of_their_features() -> None:
    one, other = count([["flask"], ["flask", "api"]], place := Numbers())
    assert one.keys() <= other.keys()
    assert sorted(place.values()) == list(range(len(place)))


def test_a_feature_is_rare_that_few_texts_have_and_what_none_has_as_the_rarest() -> None:
    counts = count([["flask", "web"], ["flask", "sanic"], ["flask"]], place := Numbers())
    place["wgizmo"]
    idf = inverse_frequency(counts, len(place))
    assert idf[place["wflask"]] == pytest.approx(0.3)
    assert idf[place["wflask"]] < idf[place["wweb"]]
    assert idf[place["wgizmo"]] == idf[-1] == max(idf)


def test_each_kind_of_feature_has_its_share_of_the_length() -> None:
    weights = weighed(["how", "fast", "is", "flask", "really"])
    for kind, share in SHARES.items():
        length = math.sqrt(sum(w * w for f, w in weights.items() if f[0] == kind))
        assert length == pytest.approx(share)


def test_rare_features_weigh_more() -> None:
    weights = weighed(["flask", "web"], {"wflask": 3.0})
    assert weights["wflask"] > weights["wweb"]


def test_a_word_said_again_weighs_half_as_much_more() -> None:
    weights = weighed(["flask", "web", "flask"])
    assert weights["wflask"] == pytest.approx(AGAIN * weights["wweb"])


def test_what_is_seen_of_a_question_weighs_as_in_a_phrasing() -> None:
    words = ["flask", "web", "flask", "api", "api"]
    expected = weighed(words)
    place = Numbers()
    for name in (name for name in expected if name[0] != "g"):
        place[name]
    known = Pieces([name for name in expected if name[0] == "g"], len(place))
    numbers, times, stems = Seen(words, place).phrases
    found, again = known.of(words)
    names = list(expected)
    at = [*numbers.tolist(), *found.tolist()]
    values = shared(times[:stems], times[stems:], again).tolist()
    assert {names[n]: v for n, v in zip(at, values, strict=True)} == pytest.approx(expected)


def test_a_text_is_seen_by_its_stems_and_then_its_pairs_each_once() -> None:
    place = {"wflask": 0, "wslow": 1, "pslow flask": 2}
    numbers, times, stems = Seen(["slow", "flask", "slow", "flask"], place).phrases
    assert numbers.tolist() == [1, 0, 2, UNKNOWN]
    assert times.tolist() == [AGAIN, AGAIN, AGAIN, 1.0]
    assert stems == 2


def test_no_words_have_nothing_to_see() -> None:
    numbers, times, stems = Seen([], {}).phrases
    assert (len(numbers), len(times), stems) == (0, 0, 0)


def test_phrases_are_stems_and_pairs_of_them() -> None:
    assert phrases(["slow", "flask"]) == ["wslow", "wflask", "pslow flask"]


def test_known_pieces_have_the_numbers_of_their_names_and_others_higher_ones() -> None:
    names = pieces("flask")
    known = Pieces(names, 10)
    assert known.of(["flask"])[0].tolist() == list(range(10, 10 + len(names)))
    numbers, times = known.of(["flash"])
    assert {10 + names.index(piece) for piece in ("g<fl", "gfla", "gflas")} <= set(numbers.tolist())
    assert (numbers >= 10 + len(names)).sum() == len(set(pieces("flash")) - set(names))
    assert set(times.tolist()) == {1.0}


def test_pieces_that_words_share_count_as_said_again_known_or_not() -> None:
    for known in (Pieces(pieces("flask"), 0), Pieces([], 0)):
        numbers, times = known.of(["flask", "flasks"])
        assert len(set(numbers.tolist())) == len(numbers)
        both = set(pieces("flask")) & set(pieces("flasks"))
        assert (times == AGAIN).sum() == len(both)


@pytest.mark.parametrize("word", ["x" * (KEPT_LONGEST + 1), "node.js", "c++", "the", ""])
def test_any_word_has_pieces_or_none(word: str) -> None:
    numbers, times = Pieces(pieces("flask"), 0).of([word])
    assert len(numbers) == len(times) == len(set(pieces(word)))
