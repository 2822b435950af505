"""Strangers: how like a text is to messages that are not for us, by their words and pairs."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.contrast import Contrast
from knowledge.features import Floats, Ints, Seen, inverse_frequency, shared, weigh

NEAREST = 3
"""How many messages are looked at: one alone may be near by chance."""


@dataclass(frozen=True)
class Strangers:
    """The messages by their stems and pairs, which are numbered; make them with `gather`.

    What has the number n has the weights `weights[starts[n]:starts[n + 1]]` in the messages at the
    same places of `holders`. `idf` has what is not known at its end.
    """

    idf: Floats
    starts: NDArray[np.int32]
    holders: Ints
    weights: Floats
    size: int

    def likeness(self, seen: Seen) -> float:
        """How near the nearest messages are, from 0 to about 1."""
        numbers, counted, stems = seen.phrases
        raw = self.idf.take(numbers, mode="clip") * counted
        values = shared(raw[:stems], raw[stems:])
        starts = self.starts.take(numbers, mode="clip")
        sizes = self.starts.take(numbers + 1, mode="clip") - starts
        stops = sizes.cumsum()
        total = int(sizes.sum())
        if not total:
            return 0.0
        # One run behind the other, without a step for each: there are many short ones.
        at = (starts - stops + sizes).repeat(sizes) + np.arange(total)
        shares = self.weights.take(at) * values.repeat(sizes)
        near = np.bincount(self.holders.take(at), shares, self.size)
        near.partition(-NEAREST)
        return float(near[-NEAREST:].sum()) / NEAREST


def gather(contrast: Contrast) -> Strangers:
    """The messages outside, their features weighed by how rare they are there and inside."""
    place, outside = contrast.place, contrast.outside
    idf = inverse_frequency([*outside, *contrast.inside], len(place))
    messages, features, weights = weigh(outside, idf, place)
    order = np.argsort(features, kind="stable")
    return Strangers(
        idf=idf,
        starts=features[order].searchsorted(np.arange(len(place) + 1)).astype(np.int32),
        holders=messages[order],
        weights=weights[order],
        # At least as many as are looked at, where an operator has few messages.
        size=max(len(outside), NEAREST),
    )
