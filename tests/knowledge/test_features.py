"""What the matcher sees of a text."""

import math

import numpy as np
import pytest

from knowledge.features import SHARES, extract, phrases, scaled, weigh


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


def test_no_features_weigh_nothing() -> None:
    assert weigh(extract([]), {"wflask": 1.0}, 1.0) == {}


def test_a_word_said_again_weighs_half_as_much_more() -> None:
    counts = extract(["flask", "web", "flask"])
    weights = weigh(counts, dict.fromkeys(counts, 1.0), 1.0)
    assert weights["wflask"] == pytest.approx(1.5 * weights["wweb"])


def test_features_are_scaled_known_or_not() -> None:
    counts = extract(["flask", "gizmo"])
    known = {f: 2.0 for f in counts if "gizmo" not in f}
    rarities = np.array([known.get(f, 3.0) for f in counts])
    every = dict(zip(counts, scaled(counts, rarities).tolist(), strict=True))
    assert weigh(counts, known, 3.0) == {f: every[f] for f in known}


def test_phrases_are_the_features_without_pieces_of_words() -> None:
    text = ["slow", "flask", "workers"]
    assert phrases(text) == [f for f in extract(text) if f[0] in "wp"]
