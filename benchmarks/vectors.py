"""Makes the word vectors in `knowledge/vectors.npz` from the frameworks' own documentation.

Run: make vectors. It reads the source distributions in a folder, counts which words stand near
each other, and keeps the strongest directions of their positive pointwise mutual information
(Levy & Goldberg, "Neural Word Embedding as Implicit Matrix Factorization", NIPS 2014; contexts
smoothed by the power 0.75 after Levy, Goldberg & Dagan, TACL 2015).
"""

import re
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import knowledge.base
from knowledge.features import STOP
from knowledge.text import stem
from knowledge.vectors import FILE

PROSE = (".rst", ".txt", ".md")
LONGEST_FILE = 400_000
RAREST = 8
"""How often a word must stand in the documentation to get a vector."""

WINDOW = 6
"""How many words apart two words still stand near each other."""

SMOOTHING = 0.75
DIMENSIONS = 32
SPARE = 20
"""Directions beyond those kept, which make the randomised decomposition exact enough."""

ROUNDS = 4

Floats = NDArray[np.float32]


def main(folder: Path) -> None:
    """Reads the source distributions of a folder and writes the vectors."""
    texts = [*_documents(folder), *_answers()]
    stems = [[stem(word) for word in re.findall(r"[a-z0-9]+", text.lower())] for text in texts]
    counts = Counter(s for text in stems for s in text)
    known = [
        s for s, n in counts.most_common() if n >= RAREST and s not in STOP and not s.isdigit()
    ]
    known = sorted(s for s in known if len(s) > 1)
    table = _directions(_association(stems, known))
    table /= np.maximum(np.linalg.norm(table, axis=1, keepdims=True), 1e-9)
    np.savez_compressed(FILE, stems=np.array(known), table=np.round(table * 127).astype(np.int8))
    total = sum(map(len, stems))
    size = FILE.stat().st_size
    print(f"{len(texts)} texts, {total:,} words, {len(known)} vectors, {size:,} bytes")


def _documents(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("*.tar.gz")):
        with tarfile.open(path) as archive:
            for member in archive.getmembers():
                is_prose = member.name.endswith(PROSE) and "LICENSE" not in member.name
                file = archive.extractfile(member) if is_prose else None
                if file and member.size < LONGEST_FILE:
                    yield file.read().decode(errors="ignore")


def _answers() -> Iterator[str]:
    for entry in knowledge.base.load().entries.values():
        yield entry.answer


def _association(texts: list[list[str]], known: list[str]) -> Floats:
    """Positive pointwise mutual information of all pairs of known words."""
    place = {s: i for i, s in enumerate(known)}
    near = np.zeros((len(known), len(known)), dtype=np.float32)
    for text in texts:
        at = np.array([place.get(s, -1) for s in text], dtype=np.int64)
        for apart in range(1, WINDOW + 1):
            first, second = at[:-apart], at[apart:]
            both = (first >= 0) & (second >= 0)
            np.add.at(near, (first[both], second[both]), 1 / apart)
    near += near.T
    totals = near.sum(axis=1)
    smoothed = totals**SMOOTHING
    expected = totals[:, None] * (smoothed / smoothed.sum())[None, :]
    association: Floats = np.log(np.maximum(near / np.maximum(expected, 1e-9), 1))
    return association


def _directions(association: Floats) -> Floats:
    """The strongest directions, by randomised subspace iteration (Halko et al., SIAM 2011)."""
    rng = np.random.default_rng(0)
    basis = rng.normal(size=(len(association), DIMENSIONS + SPARE)).astype(np.float32)
    for _ in range(ROUNDS):
        basis, _ = np.linalg.qr(association @ (association.T @ basis))
    left, strength, _ = np.linalg.svd(basis.T @ association, full_matrices=False)
    kept: Floats = (basis @ left)[:, :DIMENSIONS] * np.sqrt(strength[:DIMENSIONS])
    return kept


if __name__ == "__main__":
    main(Path(sys.argv[1]))
