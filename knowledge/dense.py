"""Weights for every feature and entry: the scorer for as many entries as a regression can take."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial
from itertools import repeat

import numpy as np
from numpy.typing import NDArray

from knowledge import said
from knowledge.calibration import Floats
from knowledge.evidence import LeftOut, rarity, share
from knowledge.features import Weights, extract, inverse_frequency, scaled, weigh
from knowledge.logistic import Logistic, Remember
from knowledge.reading import Split, Texts
from knowledge.text import stem

VERBATIM = 2.0
"""What being asked in a phrasing's own words adds: an entry with few of them is found by these."""


@dataclass(frozen=True)
class Dense:
    """Fitted weights, features by entries; make them with `fit`.

    `idf` is by feature, and has what is not known at its end.
    """

    place: Mapping[str, int]
    idf: Floats
    rarities: Weights
    rarest: float
    weights: NDArray[np.float32]
    stems: Sequence[Set[str]]
    verbatim: Mapping[tuple[str, ...], int]

    def best(
        self, split: Sequence[str], k: int, bias: Floats | float
    ) -> tuple[list[int], list[float]] | None:
        """The places of the `k` best entries for a text's words and their scores, best first.

        `bias` is added to the scores. None means that nothing in the text is known.
        """
        counts = extract(split)
        at = np.fromiter(map(self.place.get, counts, repeat(-1)), dtype=np.intp, count=len(counts))
        known = at >= 0
        if not known.any():
            return None
        # What is not known is as rare as the last: -1.
        values = scaled(counts, self.idf.take(at))[known].astype(np.float32)
        # Not `@`: so small a product is done before BLAS has woken its threads.
        raw = np.einsum("f,fe->e", values, self.weights.take(at[known], axis=0))
        scores = raw.astype(np.float64) + bias
        asked = self.verbatim.get(_line(split))
        if asked is not None:
            scores[asked] += VERBATIM
        best = np.argsort(-scores)[:k]
        return best.tolist(), scores[best].tolist()

    def share(self, rarities: Weights, place: int) -> float:
        """The share of a text's stems, by rarity, that an entry has."""
        return share(rarities, self.stems[place])


def fit(split: Iterable[Split], remember: Remember) -> tuple[Dense, LeftOut]:
    """The weights for entries, and what gives the evidence for what is found when phrasings are
    left out, with whether it is right. `remember` may know a fit from an earlier time.
    """
    texts: list[Sequence[str]] = []
    labels: list[int] = []
    answers: list[list[str]] = []
    keywords: list[list[str]] = []
    for label, entry in enumerate(split):
        texts += entry.phrasings
        labels += [label] * len(entry.phrasings)
        answers.append([stem(word) for word in entry.answer])
        keywords.append([stem(word) for word in entry.keywords])
    counts = [extract(text) for text in texts]
    idf = inverse_frequency(counts)
    rarest = max(idf.values())
    vocabulary = {feature: i for i, feature in enumerate(idf)}
    rows = [weigh(count, idf, rarest) for count in counts]
    fitted = Logistic(rows, vocabulary, labels, remember)
    weights = fitted.weights()
    for kind in (answers, keywords):
        weights = _with_words(weights, vocabulary, kind)
    stated = [{*one, *other} for one, other in zip(answers, keywords, strict=True)]
    rarities = {f[1:]: value for f, value in idf.items() if f[0] == "w"}
    dense = Dense(
        place=vocabulary,
        idf=np.array([idf.get(feature, rarest) for feature in (*vocabulary, "")]),
        rarities=rarities,
        rarest=rarest,
        weights=weights,
        stems=_stems_by_entry(texts, labels, stated),
        # Of two entries with the same phrasing the later one has it; `check` tells the author.
        verbatim={_line(text): label for text, label in zip(texts, labels, strict=True)},
    )
    return dense, partial(_left_out, fitted, texts, stated, rarities, rarest)


def _line(split: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(stem, split))


def _with_words(
    weights: NDArray[np.float32], vocabulary: dict[str, int], texts: Texts
) -> NDArray[np.float32]:
    """The weights with what words add that are said of each entry beside its phrasings; words
    that are new join the vocabulary.
    """
    spoken, table = said.weights(texts)
    places = [vocabulary.setdefault("w" + s, len(vocabulary)) for s in spoken]
    grown = np.zeros((len(vocabulary), weights.shape[1]), dtype=np.float32)
    grown[: len(weights)] = weights
    grown[places] += table
    return grown


def _stems_by_entry(
    texts: Texts, labels: Sequence[int], stated: Sequence[Set[str]]
) -> list[Set[str]]:
    found = [set(stems) for stems in stated]
    for text, label in zip(texts, labels, strict=True):
        found[label].update(map(stem, text))
    return list(found)


def _left_out(
    fitted: Logistic,
    texts: Texts,
    stated: Sequence[Set[str]],
    rarities: Weights,
    rarest: float,
) -> tuple[Floats, Floats]:
    """The evidence for each phrasing's first entry when it is left out, and whether it is right.

    Twice for each: with the phrasing alone left out, where the first entry may be right, and with
    its whole entry left out, where it is wrong, as for a question that no entry answers.
    """
    stemmed = [{stem(word) for word in text} for text in texts]
    by_entry = [Counter[str]() for _ in stated]
    for label, found in zip(fitted.labels, stemmed, strict=True):
        by_entry[label].update(found)
    held_out = zip(fitted.without_itself(), fitted.without_its_entry(), strict=True)
    evidence, right = [], []
    for n, (alone, entry) in enumerate(held_out):
        own = by_entry[fitted.labels[n]]
        rare = rarity(texts[n], rarities, rarest)
        for scores, lost in ((alone, Counter(stemmed[n])), (entry, own)):
            first, second = np.argsort(-scores)[:2]
            kept = by_entry[first] - lost if first == fitted.labels[n] else by_entry[first]
            evidence.append(
                [
                    scores[first],
                    scores[first] - scores[second],
                    share(rare, kept.keys() | stated[first]),
                ]
            )
            right.append(float(first == fitted.labels[n]))
    return np.array(evidence), np.array(right)
