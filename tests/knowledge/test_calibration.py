"""From evidence to probability."""

import numpy as np
import pytest

from knowledge.calibration import Calibration, fit


def test_a_constant_alone_gives_the_share_of_right_answers() -> None:
    right = np.array([1.0, 1.0, 1.0, 0.0] * 25)
    calibration = fit(np.zeros((100, 1)), right)
    assert calibration.probability([0.0]) == pytest.approx(0.75, abs=0.01)


def test_more_evidence_gives_a_higher_probability() -> None:
    evidence = np.linspace(0, 1, 50)[:, None]
    calibration = fit(evidence, (evidence[:, 0] > 0.5).astype(float))
    found = [calibration.probability([x]) for x in (0.0, 0.3, 0.5, 0.7, 1.0)]
    assert found == sorted(found)
    assert found[0] < 0.1
    assert found[-1] > 0.9


def test_what_counts_twice_is_as_good_as_standing_twice() -> None:
    evidence, right = np.array([[0.1], [0.4], [0.9]]), np.array([0.0, 1.0, 1.0])
    twice = fit(np.vstack([evidence, evidence[:1]]), np.append(right, right[0]))
    assert fit(evidence, right, np.array([2.0, 1.0, 1.0])).weights == pytest.approx(twice.weights)


@pytest.mark.parametrize("extreme", [1e6, -1e6])
def test_no_evidence_is_too_extreme(extreme: float) -> None:
    assert 0 <= Calibration((0.0, 1.0)).probability([extreme]) <= 1


def test_evidence_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        Calibration((0.0, 1.0)).probability([0.5, 0.5])
