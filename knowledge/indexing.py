"""Makes an inverted index of entries, and finds out how sure what it finds is."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np

from knowledge.calibration import Floats
from knowledge.evidence import LeftOut, rarity
from knowledge.features import Numbers, Seen
from knowledge.postings import Ints, Postings, Reader, Small, count
from knowledge.reading import Split
from knowledge.retrieval import LIKENESS, PAIR, SCALE, Index, alike, line
from knowledge.text import stem

CHAMPIONS = 600
"""How many entries a feature brings near."""

COMPARED = 20
"""How many phrasings of an entry a question is compared with."""

SAMPLE = 2_000
"""How many phrasings the confidence is calibrated on."""

COMMONEST = 0.02
"""What a feature that all entries have weighs."""

TINY = 1e-4
"""Less than a word counts anywhere: what is left of one is nothing."""


def fit(split: Iterable[Split]) -> tuple[Index, LeftOut]:
    """The index of entries, and what gives the evidence for what is found when phrasings are left
    out, with whether it is right.
    """
    numbers = Numbers()
    asked, said = Reader(numbers), Reader(numbers)
    phrasings = []
    for texts, answer, keywords in split:
        asked.read(texts)
        said.read([answer, keywords])
        phrasings.append("\n".join(map(line, texts[:: -(-len(texts) // COMPARED)])))
    place = Numbers()
    stems = np.array([place[stem(word)] for word in numbers], dtype=np.int32)
    pairs, postings = count(asked, said, stems)
    users = np.diff(postings.starts)
    idf = np.maximum(np.log((1 + len(phrasings)) / (0.5 + users)), COMMONEST).astype(np.float32)
    idf[len(place) :] *= PAIR
    weights = postings.saturated(postings.often, postings.lengths[postings.entries])
    weights *= np.repeat(idf, users)
    index = Index(
        place=dict(place),
        pairs=pairs,
        idf=idf,
        rarities=dict(zip(place, idf.tolist(), strict=False)),
        rarest=float(np.log((1 + len(phrasings)) / 1.5)),
        starts=postings.starts,
        entries=postings.entries,
        weights=weights,
        champions=_champions(postings.starts, weights),
        phrasings=phrasings,
    )
    names = list(numbers)
    sample = [([names[n] for n in text], own) for text, own in asked.some(SAMPLE)]
    return index, partial(_left_out, index, postings, sample)


def _champions(starts: Ints, weights: Small) -> dict[int, Ints]:
    """Of each feature with too many entries, the places of those where it weighs most."""
    found = {}
    for feature in np.flatnonzero(np.diff(starts) > CHAMPIONS).tolist():
        start, stop = starts[feature], starts[feature + 1]
        found[feature] = start + np.argpartition(-weights[start:stop], CHAMPIONS)[:CHAMPIONS]
    return found


def _left_out(
    index: Index, postings: Postings, sample: Iterable[tuple[Sequence[str], int]]
) -> tuple[Floats, Floats]:
    """The evidence for the first entry when a phrasing is left out, and whether it is right.

    Twice for each: with the phrasing alone left out, where the first entry may be right, and with
    its whole entry left out, where it is wrong, as for a question that no entry answers.
    """
    evidence, right = [], []
    for text, own in sample:
        seen = Seen(text, {})
        places, scores = index.best(seen, 3, 0.0) or ([], [])
        found = zip(scores, places, strict=True)
        others = [(score, place) for score, place in found if place != own][:2]
        rare = rarity(seen.stems, index.rarities, index.rarest)
        score, kept = _without(index, postings, seen, own)
        mine = sum(rare.get(s, 0.0) for s in kept) / (sum(rare.values()) or 1.0)
        for ranked in (sorted([*others, (score, own)], reverse=True), others):
            first, place = ranked[0]
            second = ranked[1][0] if len(ranked) > 1 else 0.0
            share = mine if place == own else index.share(rare, place)
            evidence.append([first, first - second, share])
            right.append(float(place == own))
    return np.array(evidence), np.array(right)


def _without(index: Index, postings: Postings, seen: Seen, own: int) -> tuple[float, set[str]]:
    """The score of an entry for one of its phrasings as if it did not have that, and the stems of
    the phrasing that it has all the same.
    """
    lost = Counter(index.numbers(seen.stems))
    features = np.array(list(lost))
    times = np.array(list(lost.values()), dtype=np.float32)
    left = postings.often[[index.posting(feature, own) for feature in lost]] - times
    length = postings.lengths[[own]] - times.sum()
    still = left > TINY
    counted = postings.saturated(left[still], length)
    score = float((index.idf[features[still]] * counted).sum()) / index.features(seen.stems).most
    lines = index.phrasings[own].split("\n")
    if line(seen.words) in lines:
        lines.remove(line(seen.words))
    if lines:
        score += LIKENESS * float(alike(seen.words, ["\n".join(lines)])[0]) ** 2
    kept = set(features[still].tolist())
    return SCALE * score, {s for s in seen.stems if index.place[s] in kept}
