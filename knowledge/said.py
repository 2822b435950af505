"""What is said of entries beside their phrasings, as evidence for them: what a question asks in
words that no phrasing has may stand in the answer, or among the keywords.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from knowledge.features import STOP

WEIGHT = 5.0
"""What a question adds to an entry's score at most, if it is made of its text's words only."""


def weights(texts: Sequence[Sequence[str]]) -> tuple[list[str], NDArray[np.float32]]:
    """The stems of texts, one for each entry, and how much each speaks for it, stems by entries.

    `texts` are given as their stems. The weights are term frequencies, damped, times inverse
    document frequencies, and of length `WEIGHT` for each entry.
    """
    counts = [Counter(stem for stem in text if stem not in STOP) for text in texts]
    spread = Counter(stem for count in counts for stem in count)
    place = {stem: i for i, stem in enumerate(spread)}
    table = np.zeros((len(place), len(texts)), dtype=np.float32)
    for entry, count in enumerate(counts):
        for stem, n in count.items():
            rarity = np.log((1 + len(texts)) / (0.5 + spread[stem]))
            table[place[stem], entry] = (1 + np.log(n)) * rarity
    lengths = np.linalg.norm(table, axis=0)
    lengths[lengths == 0] = 1
    return list(place), table * (WEIGHT / lengths).astype(np.float32)
