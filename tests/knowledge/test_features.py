"""What the matcher sees of a text."""

import math

import pytest

from knowledge.features import SHARES, extract, weigh


def test_a_text_has_words_pairs_and_pieces() -> None:
    features = extract(["slow", "flask"])
    assert {f for f in features if f[0] == "w"} == {"wslow", "wflask"}
    assert {f for f in features if f[0] == "p"} == {"pslow flask"}
    assert {"g<fl", "gask>", "gflask", "g<flas"} <= set(features)


def test_words_are_seen_by_their_stems_and_counted() -> None:
    assert extract(["worker", "workers"])["wworker"] == 2


def test_words_that_say_nothing_have_no_pieces() -> None:
    assert not [f for f in extract(["the", "is", "a"]) if f[0] == "g"]


def test_no_words_have_no_features() -> None:
    assert extract([]) == {}


def test_each_kind_of_feature_has_its_share_of_the_length() -> None:
    counts = extract(["how", "fast", "is", "flask", "really"])
    weights = weigh(counts, dict.fromkeys(counts, 1.0), 1.0)
    for kind, share in SHARES.items():
        length = math.sqrt(sum(w * w for f, w in weights.items() if f[0] == kind))
        assert length == pytest.approx(share)


def test_what_is_not_known_has_no_weight_but_makes_the_rest_faint() -> None:
    known = weigh(extract(["flask"]), {"wflask": 2.0}, 3.0)
    mixed = weigh(extract(["flask", "gizmo"]), {"wflask": 2.0}, 3.0)
    assert set(known) == set(mixed) == {"wflask"}
    assert mixed["wflask"] < known["wflask"]


def test_rare_features_weigh_more() -> None:
    weights = weigh(extract(["flask", "web"]), {"wflask": 3.0, "wweb": 1.0}, 3.0)
    assert weights["wflask"] > weights["wweb"]


def test_nothing_known_has_no_weights() -> None:
    assert weigh(extract(["gizmo"]), {"wflask": 1.0}, 1.0) == {}
