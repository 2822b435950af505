"""The answers' own words as evidence for their entries: what a question asks in words that no
phrasing has may stand in the answer.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.features import STOP

WEIGHT = 5.0
"""What a question made of an answer's words only adds to the entry's score, at most."""


def weights(answers: Sequence[Sequence[str]]) -> tuple[list[str], NDArray[np.float32]]:
    """The stems of the answers, and how much each speaks for each entry, stems by entries.

    `answers` are the answers' stems. The weights are term frequencies, damped, times inverse
    document frequencies, and of length `WEIGHT` for each entry.
    """
    counts = [Counter(stem for stem in answer if stem not in STOP) for answer in answers]
    spread = Counter(stem for count in counts for stem in count)
    place = {stem: i for i, stem in enumerate(spread)}
    table = np.zeros((len(place), len(answers)), dtype=np.float32)
    for entry, count in enumerate(counts):
        for stem, n in count.items():
            rarity = np.log((1 + len(answers)) / (0.5 + spread[stem]))
            table[place[stem], entry] = (1 + np.log(n)) * rarity
    lengths = np.linalg.norm(table, axis=0)
    lengths[lengths == 0] = 1
    return list(place), table * (WEIGHT / lengths).astype(np.float32)
