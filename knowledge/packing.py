"""The weights of features, packed: most features are of one phrasing only, and weigh as a part of
what that phrasing weighs.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.features import Floats, Ints, Numbers, Rows, Seen, shared
from knowledge.pieces import Pieces

Small = NDArray[np.float32]


@dataclass(frozen=True)
class Packed:
    """Weights, features by entries; make them with `pack`.

    Stems and pairs come first, so many as `whole` says and one for all that are not known; then
    `pieces` of words, and one for all others. Feature f speaks for the entries as
    `parts[f] * table[rows[f]]`, and is as rare as `idf[f]`.
    """

    whole: int
    pieces: Pieces
    idf: Floats
    parts: Small
    rows: NDArray[np.int32]
    table: Small

    def scores(self, seen: Seen) -> Floats | None:
        """What a text says for each entry; None if nothing in the text is known."""
        (phrases, times, stems), (pieces, counted) = seen.phrases, self.pieces.of(seen.words)
        phrases, last = np.minimum(phrases, self.whole), len(self.idf) - 1
        if not ((phrases < self.whole).any() or (pieces < last).any()):
            return None
        at = np.concatenate([phrases, np.minimum(pieces, last)])
        raw, end = self.idf.take(at), len(phrases)
        values = shared(
            raw[:stems] * times[:stems], raw[stems:end] * times[stems:], raw[end:] * counted
        )
        small = values.astype(np.float32) * self.parts.take(at)
        # Not `@`: so small a product is done before BLAS has woken its threads.
        found: Small = np.einsum("f,fe->e", small, self.table.take(self.rows.take(at), axis=0))
        return found.astype(np.float64)


def pack(
    names: Numbers, place: Numbers, idf: Floats, rows: Rows, dual: Small, weights: Small
) -> Packed:
    """Packs the weights of features, given the phrasings as rows and what each of them weighs.

    Stems and pairs get their numbers in `place`, which has none yet.
    """
    kinds = np.array([ord(name[0]) for name in names])
    # A row of its own has what several phrasings have; and each stem, which may be said elsewhere.
    is_own = (np.bincount(rows.features, minlength=len(names)) != 1) | (kinds == ord("w"))
    own = np.flatnonzero(is_own)
    nothing = np.zeros((1, weights.shape[1]), dtype=np.float32)
    parts = np.ones(len(names) + 1, dtype=np.float32)
    at = np.full(len(names) + 1, len(dual) + len(own), dtype=np.int32)
    parts[rows.features], at[rows.features] = rows.weights, rows.texts
    parts[own], at[own] = 1, len(dual) + np.arange(len(own))
    phrases, pieces = np.flatnonzero(kinds != ord("g")), np.flatnonzero(kinds == ord("g"))
    every = list(names)
    for n in phrases.tolist():
        place[every[n]]
    unknown = [len(names)]
    order: Ints = np.concatenate([phrases, unknown, pieces, unknown])
    return Packed(
        whole=len(phrases),
        pieces=Pieces([every[n] for n in pieces.tolist()], len(phrases) + 1),
        idf=idf[order],
        parts=parts[order],
        rows=at[order],
        table=np.concatenate([dual, weights[own], nothing]),
    )
