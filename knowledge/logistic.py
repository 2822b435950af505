"""Multinomial logistic regression from phrasings to entries, in its dual form.

Fitted by the fixed-Hessian method of Böhning ("Multinomial logistic regression algorithm", Annals
of the Institute of Statistical Mathematics 44, 1992): one matrix is inverted once, and every step
is two products. What the regression would say of a phrasing if it, or its whole entry, had not
been there is estimated by one Newton step for each entry, in which only that entry's phrasings
answer to the loss: the others are so sure not to belong to it that they hardly move.
"""

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from knowledge.features import Rows

Floats = NDArray[np.float32]

Compute = Callable[[], Floats]

Remember = Callable[[bytes, Compute], Floats]
"""Gives what was computed before from the same bytes, or computes it."""

PENALTY = 0.2
"""The penalty on the squared length of the weights."""

CURVATURE = 0.1
"""The curvature of the loss that the first steps assume; doubled while they overshoot."""

STEPS = 20

TINY = 1e-12

FLATTEST = 1e-3
"""The least curvature that a phrasing adds to the loss: one that is surely right adds none."""


def at_once(_: bytes, compute: Compute) -> Floats:
    """Remembers nothing."""
    return compute()


class Logistic:
    """A fit of phrasings, one row of weights each, to the entries that they belong to."""

    def __init__(
        self,
        rows: Rows,
        features: int,
        labels: Sequence[int],
        remember: Remember = at_once,
    ) -> None:
        """`rows` are the phrasings, `features` says how many features there are."""
        self.labels = np.array(labels)
        self._row, self._at = rows.texts, rows.features
        self._values = rows.weights.astype(np.float32)
        self._features = features
        self._entries = max(labels) + 1
        parts = (self._at, self._values, self._row, self.labels)
        constants = repr((PENALTY, CURVATURE, STEPS)).encode()
        self.dual = remember(b"".join([constants, *(a.tobytes() for a in parts)]), self._fit)

    def weights(self) -> Floats:
        """The primal weights, features by entries."""
        weights = np.zeros((self._features, self._entries), dtype=np.float32)
        for start, stop in _runs(self._row):
            step = np.outer(self._values[start:stop], self.dual[self._row[start]])
            weights[self._at[start:stop]] += step
        return weights

    def without_itself(self) -> Floats:
        """Scores of every phrasing as if it had not been there, phrasings by entries."""
        scores: Floats = self._gram @ self.dual
        pull, curvature = self._pull(scores)
        for entry in range(self._entries):
            mine = np.flatnonzero(self.labels == entry)
            moves, inverse = self._moves(mine, curvature[mine, entry])
            reach = np.diag(self._gram) - np.einsum("nm,nm->n", moves, self._gram[:, mine])
            reach[mine] = 1 / np.diag(inverse) - PENALTY / curvature[mine, entry]
            scores[:, entry] -= pull[:, entry] * reach
        return scores

    def without_its_entry(self) -> Floats:
        """Scores of every phrasing as if its entry had not been there, phrasings by entries."""
        scores: Floats = self._gram @ self.dual
        pull, curvature = self._pull(scores)
        groups = [np.flatnonzero(self.labels == entry) for entry in range(self._entries)]
        for mine in groups:
            scores[mine] -= self._gram[np.ix_(mine, mine)] @ pull[mine]
        for entry, mine in enumerate(groups):
            moves, _ = self._moves(mine, curvature[mine, entry])
            lost = [pull[group, entry] @ self._gram[np.ix_(group, mine)] for group in groups]
            scores[:, entry] += np.einsum("nm,nm->n", moves, np.array(lost)[self.labels])
        # Of two entries the other's mirror image stays: the margin needs a second score.
        if self._entries > 2:
            scores[np.arange(len(scores)), self.labels] = -np.inf
        return scores

    @cached_property
    def _gram(self) -> Floats:
        """The products of all pairs of rows."""
        n = len(self.labels)
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

    def _residual(self, scores: Floats) -> Floats:
        """How much more each phrasing belongs to each entry than the scores say."""
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        residual: Floats = -chances
        residual[np.arange(len(residual)), self.labels] += 1
        return residual

    def _pull(self, scores: Floats) -> tuple[Floats, Floats]:
        """How hard each phrasing pulls at each entry's scores, and the curvature that it adds."""
        residual = self._residual(scores)
        chance = np.abs(residual)
        return residual / PENALTY, np.maximum(chance * (1 - chance), FLATTEST)

    def _moves(self, mine: NDArray[np.intp], curvature: Floats) -> tuple[Floats, Floats]:
        """How an entry's phrasings move every phrasing's score when they answer to a change, and
        the inverse that says so.
        """
        among = self._gram[np.ix_(mine, mine)] + np.diag(PENALTY / curvature)
        inverse = np.linalg.inv(among)
        return self._gram[:, mine] @ inverse, inverse

    def _fit(self) -> Floats:
        gram, curvature = self._gram, CURVATURE
        inverse = _inverse(gram, curvature)
        loss = np.inf
        dual: Floats = np.zeros((len(gram), self._entries), dtype=np.float32)
        for _ in range(STEPS):
            scores = gram @ dual
            residual = self._residual(scores)
            right = 1 - residual[np.arange(len(gram)), self.labels]
            now = PENALTY / 2 * (dual * scores).sum() - np.log(np.maximum(right, TINY)).sum()
            if now > loss:
                curvature *= 2
                inverse = _inverse(gram, curvature)
            else:
                loss, best, slope = now, dual, PENALTY * dual - residual
            dual = best - inverse @ slope
        return best


def _inverse(gram: Floats, curvature: float) -> Floats:
    eye = np.eye(len(gram), dtype=np.float32)
    return np.linalg.inv(curvature * gram + PENALTY * eye).astype(np.float32, copy=False)


def _runs(values: NDArray[np.intp]) -> list[tuple[int, int]]:
    """Where each run of equal values begins and ends."""
    starts = np.flatnonzero(np.diff(values, prepend=-1)).tolist()
    return list(zip(starts, [*starts[1:], len(values)], strict=True))
