"""Word vectors of our own, learned from the frameworks' documentation; `make vectors` makes them.

Words that stand in the same surroundings point the same way, so that a question in words that no
phrasing has can still be near one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = Path(__file__).parent / "vectors.npz"

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Vectors:
    """A vector of length 1 for each known stem."""

    place: Mapping[str, int]
    table: Floats

    def of(self, weights: Mapping[str, float]) -> Floats:
        """The direction of a text, given its stems and how much each weighs; 0 if all are new."""
        known = [(self.place[stem], w) for stem, w in weights.items() if stem in self.place]
        if not known:
            return np.zeros(self.table.shape[1], dtype=np.float32)
        at, values = zip(*known, strict=True)
        total: Floats = np.einsum(
            "s,sd->d", np.array(values, dtype=np.float32), self.table.take(at, axis=0)
        )
        length = float(total.dot(total)) ** 0.5
        return total / length if length else total


def load(file: Path = FILE) -> Vectors:
    """The vectors that the project carries."""
    with np.load(file) as data:
        stems, table = data["stems"], data["table"].astype(np.float32)
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    return Vectors({str(stem): i for i, stem in enumerate(stems)}, table)
