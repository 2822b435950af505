"""The contrast: texts that are for us, and messages that are not, by their stems and pairs of them.

Pieces of words say little about what a text speaks of.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.features import Numbers, phrases
from knowledge.text import stems


@dataclass(frozen=True)
class Contrast:
    """How often each text has each stem and pair, which are numbered; make it with `read`."""

    place: Mapping[str, int]
    inside: Sequence[Counter[int]]
    outside: Sequence[Counter[int]]


def read(inside: Iterable[str], outside: Iterable[str], place: Numbers) -> Contrast:
    """Reads texts that are for us, and messages that are not; what is new in them gets a number."""

    def counted(texts: Iterable[str]) -> list[Counter[int]]:
        return [Counter([place[f] for f in phrases(stems(text))]) for text in texts]

    return Contrast(place, counted(inside), counted(outside))
