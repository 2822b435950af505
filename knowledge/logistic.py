"""Multinomial logistic regression from phrasings to entries, in its dual form.

Fitted by the fixed-Hessian method of Böhning ("Multinomial logistic regression algorithm", Annals
of the Institute of Statistical Mathematics 44, 1992): one matrix is inverted once, and every step
is two products. The same matrix gives, without fitting again, close estimates of what the
regression would say of a phrasing if it, or its whole entry, had not been there.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.features import Weights

Floats = NDArray[np.float32]

PENALTY = 0.2
"""The penalty on the squared length of the weights."""

CURVATURE = 0.1
"""The curvature of the loss that the first steps assume; doubled while they overshoot."""

STEPS = 20

TINY = 1e-12


class Logistic:
    """A fit of phrasings, one row of weights each, to the entries that they belong to."""

    def __init__(
        self, rows: Sequence[Weights], vocabulary: Mapping[str, int], labels: Sequence[int]
    ) -> None:
        self.labels = np.array(labels)
        self._at = np.array([vocabulary[f] for row in rows for f in row], dtype=np.intp)
        self._values = np.array([v for row in rows for v in row.values()], dtype=np.float32)
        self._row = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        self._features = len(vocabulary)
        self._gram = self._products(len(rows))
        self._target = np.eye(max(labels) + 1, dtype=np.float32)[self.labels]
        self._curvature = CURVATURE
        self._invert()
        self._fit()

    def weights(self) -> Floats:
        """The primal weights, features by entries."""
        weights = np.zeros((self._features, self._target.shape[1]), dtype=np.float32)
        for start, stop in _runs(self._row):
            step = np.outer(self._values[start:stop], self._dual[self._row[start]])
            weights[self._at[start:stop]] += step
        return weights

    def without_itself(self) -> Floats:
        """Scores of every phrasing as if it had not been there, phrasings by entries."""
        reach = (1 - PENALTY * np.diag(self._inverse)) / self._curvature
        pull = reach / (PENALTY * np.diag(self._inverse))
        scores: Floats = self._scores - pull[:, None] * self._residual
        return scores

    def without_its_entry(self) -> Floats:
        """Scores of every phrasing as if its entry had not been there, phrasings by entries."""
        scores: Floats = np.empty_like(self._scores)
        for label in range(self._target.shape[1]):
            mine = np.flatnonzero(self.labels == label)
            block = self._inverse[np.ix_(mine, mine)]
            reach = (np.eye(len(mine), dtype=np.float32) - PENALTY * block) / self._curvature
            pull = reach @ np.linalg.solve(PENALTY * block, self._residual[mine])
            scores[mine] = self._scores[mine] - pull
            # Of two entries the other's mirror image stays: the margin needs a second score.
            if scores.shape[1] > 2:
                scores[mine, label] = -np.inf
        return scores

    def _invert(self) -> None:
        eye = np.eye(len(self._gram), dtype=np.float32)
        self._inverse = np.linalg.inv(self._curvature * self._gram + PENALTY * eye)

    def _fit(self) -> None:
        best = np.inf
        dual = np.zeros_like(self._target)
        for _ in range(STEPS):
            scores = self._gram @ dual
            chances = np.exp(scores - scores.max(axis=1, keepdims=True))
            chances /= chances.sum(axis=1, keepdims=True)
            right = np.maximum(chances[np.arange(len(chances)), self.labels], TINY)
            loss = PENALTY / 2 * (dual * scores).sum() - np.log(right).sum()
            if loss > best:
                self._curvature *= 2
                self._invert()
            else:
                best = loss
                self._dual, self._scores, self._residual = dual, scores, self._target - chances
            slope = PENALTY * self._dual - self._residual
            dual = self._dual - self._inverse @ slope

    def _products(self, n: int) -> Floats:
        """The products of all pairs of rows."""
        gram = np.zeros((n, n), dtype=np.float32)
        order = np.argsort(self._at, kind="stable")
        row, value = self._row[order], self._values[order]
        for start, stop in _runs(self._at[order]):
            if stop - start == 1:
                gram[row[start], row[start]] += value[start] ** 2
            else:
                here = row[start:stop]
                gram[here[:, None], here] += np.outer(value[start:stop], value[start:stop])
        return gram


def _runs(values: NDArray[np.intp]) -> list[tuple[int, int]]:
    """Where each run of equal values begins and ends."""
    starts = np.flatnonzero(np.diff(values, prepend=-1)).tolist()
    return list(zip(starts, [*starts[1:], len(values)], strict=True))
