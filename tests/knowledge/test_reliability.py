"""How far a confidence can be relied on, counted on few messages."""

import pytest

from knowledge.asking import Found
from knowledge.models import Case
from knowledge.reliability import Asked, Precision, by_word, reliability


def message(confidence: float, *, right: bool, outcome: str = "answer") -> Asked:
    found = Found(
        outcome=outcome,  # type: ignore[arg-type]  # the tests spell them right
        entry="a" if outcome == "answer" else None,
        confidence=confidence,
        candidates=[("a", confidence)],
    )
    return Case(text="x", entries=("a",) if right else ()), found


def test_messages_are_put_into_ten_bins_by_their_confidence() -> None:
    found = reliability(
        [
            message(0.0, right=False),
            message(0.62, right=True),
            message(0.68, right=False),
            message(1.0, right=True),
        ]
    )
    assert [b.n for b in found.bins] == [1, 0, 0, 0, 0, 0, 2, 0, 0, 1]
    assert found.bins[6].confidence == pytest.approx(0.65)
    assert found.bins[6].right == 0.5
    assert (found.bins[1].confidence, found.bins[1].right) == (None, None)
    assert (found.bins[0].low, found.bins[-1].high) == (0, 1)


def test_the_calibration_error_is_the_mean_distance_from_the_share_that_is_right() -> None:
    messages = [message(0.65, right=True), message(0.65, right=False), message(0.9, right=True)]
    # Two messages are 0.15 off, one 0.1.
    assert reliability(messages).error == pytest.approx((2 * 0.15 + 0.1) / 3)


def test_a_confidence_that_keeps_its_word_has_no_calibration_error() -> None:
    messages = [message(0.75, right=right) for right in (True, True, True, False)]
    assert reliability(messages).error == 0


def test_without_messages_there_is_no_calibration_error() -> None:
    assert reliability([]).error is None


def test_answers_are_counted_by_the_word_for_their_confidence() -> None:
    messages = [
        message(0.9, right=True),
        message(0.95, right=False),
        message(0.7, right=True),
        message(0.5, right=True, outcome="suggest"),
    ]
    found = by_word(messages, lambda confidence: "sure" if confidence > 0.8 else "likely")
    assert found == {"sure": Precision(n=2, right=0.5), "likely": Precision(n=1, right=1.0)}
