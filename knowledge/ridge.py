"""Ridge regression from phrasings to entries in its dual form, with exact left-out scores.

What the regression would say of a phrasing if it, or its whole entry, had not been there follows
from the fit itself (Rifkin & Lippert, "Notes on Regularized Least Squares",
MIT-CSAIL-TR-2007-025, section 4), so that nothing is fitted twice.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.features import Weights

Floats = NDArray[np.float64]

PENALTY = 2.0
"""The penalty of the regression: about the squared length of one phrasing's vector."""


class Ridge:
    """A fit of phrasings, one row of weights each, to the entries that they belong to."""

    def __init__(
        self, rows: Sequence[Weights], vocabulary: Mapping[str, int], labels: Sequence[int]
    ) -> None:
        self.labels = np.array(labels)
        self._at = np.array([vocabulary[f] for row in rows for f in row], dtype=np.intp)
        self._values = np.array([value for row in rows for value in row.values()])
        self._row = np.repeat(np.arange(len(rows)), [len(row) for row in rows])
        self._features = len(vocabulary)
        classes = max(labels) + 1
        self._target = np.eye(classes)[self.labels] - 1 / classes
        self._inverse = np.linalg.inv(self._gram() + PENALTY * np.eye(len(rows)))
        self._dual = self._inverse @ self._target

    def weights(self) -> NDArray[np.float32]:
        """The primal weights, features by entries."""
        weights = np.zeros((self._features, self._target.shape[1]), dtype=np.float32)
        dual, values = self._dual.astype(np.float32), self._values.astype(np.float32)
        for start, stop in _runs(self._row):
            weights[self._at[start:stop]] += np.outer(values[start:stop], dual[self._row[start]])
        return weights

    def without_itself(self) -> Floats:
        """Scores of every phrasing as if it had not been there, phrasings by entries."""
        scores: Floats = self._target - self._dual / np.diag(self._inverse)[:, None]
        return scores

    def without_its_entry(self) -> Floats:
        """Scores of every phrasing as if its entry had not been there, phrasings by entries."""
        scores: Floats = np.empty_like(self._target)
        for label in range(self._target.shape[1]):
            mine = np.flatnonzero(self.labels == label)
            block = self._inverse[np.ix_(mine, mine)]
            scores[mine] = self._target[mine] - np.linalg.solve(block, self._dual[mine])
            # Of two entries the other's mirror image stays: the margin needs a second score.
            if scores.shape[1] > 2:
                scores[mine, label] = -np.inf
        return scores

    def _gram(self) -> Floats:
        n = int(self._row[-1]) + 1
        gram = np.zeros((n, n))
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
