"""From evidence to probability: a small logistic regression, fitted by Newton's method."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

STEPS = 30
PENALTY = 1e-2


@dataclass(frozen=True)
class Calibration:
    """Weights on the evidence, a constant first."""

    weights: Sequence[float]

    def probability(self, evidence: Sequence[float]) -> float:
        """The probability, from 0 to 1, that the answer behind this evidence is right."""
        constant, *slopes = self.weights
        total = constant + sum(w * e for w, e in zip(slopes, evidence, strict=True))
        return 1 / (1 + exp(-min(max(total, -30), 30)))


def fit(evidence: Floats, right: Floats, counts: Floats | float = 1.0) -> Calibration:
    """Fits the probability that an answer is right (1.0) to the evidence for it.

    `evidence` has a row for each answer; `right` is 1.0 or 0.0 for each; `counts` says how often
    each counts.
    """
    rows = np.column_stack([np.ones(len(evidence)), evidence])
    penalty = PENALTY * np.eye(rows.shape[1])
    weights = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        gradient = rows.T @ (counts * (right - p)) - penalty @ weights
        hessian = (rows * (counts * p * (1 - p))[:, None]).T @ rows + penalty
        weights += np.linalg.solve(hessian, gradient)
    return Calibration(tuple(float(w) for w in weights))
