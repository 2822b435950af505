"""Weights for every feature and entry: the scorer for as many entries as a regression can take."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import partial

import numpy as np

from knowledge import said
from knowledge.calibration import Floats
from knowledge.evidence import LeftOut, rarity, share
from knowledge.features import Numbers, Seen, Weights, count, inverse_frequency, weigh
from knowledge.logistic import Logistic, Remember
from knowledge.packing import Packed, Small, pack
from knowledge.reading import Split, Texts
from knowledge.text import stem

VERBATIM = 2.0
"""What being asked in a phrasing's own words adds: an entry with few of them is found by these."""


@dataclass(frozen=True)
class Dense:
    """Fitted weights, and what else is known of the entries; make it with `fit`."""

    packed: Packed
    rarities: Weights
    rarest: float
    stems: Sequence[Set[str]]
    verbatim: Mapping[tuple[str, ...], int]

    def best(
        self, seen: Seen, k: int, bias: Floats | float
    ) -> tuple[list[int], list[float]] | None:
        """The places of the `k` best entries for a text and their scores, best first.

        `bias` is added to the scores. None means that nothing in the text is known.
        """
        scores = self.packed.scores(seen)
        if scores is None:
            return None
        scores += bias
        asked = self.verbatim.get(tuple(seen.stems))
        if asked is not None:
            scores[asked] += VERBATIM
        best = np.argsort(-scores)[:k]
        return best.tolist(), scores[best].tolist()

    def share(self, rarities: Weights, place: int) -> float:
        """The share of a text's stems, by rarity, that an entry has."""
        return share(rarities, self.stems[place])


def fit(split: Iterable[Split], place: Numbers, remember: Remember) -> tuple[Dense, LeftOut]:
    """The weights for entries, and what gives the evidence for what is found when phrasings are
    left out, with whether it is right. Stems and pairs get their numbers in `place`. `remember`
    may know a fit from an earlier time.
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
    counts = count(texts, names := Numbers())
    idf = inverse_frequency(counts, len(names))
    rarest = float(idf[-1])
    rarities = {name[1:]: float(idf[n]) for name, n in names.items() if name[0] == "w"}
    rows = weigh(counts, idf, names)
    fitted = Logistic(rows, len(names), labels, remember)
    weights = fitted.weights()
    for kind in (answers, keywords):
        weights = _with_words(weights, names, kind)
    stated = [{*one, *other} for one, other in zip(answers, keywords, strict=True)]
    stemmed = [tuple(map(stem, text)) for text in texts]
    # What is said beside the phrasings is as rare as what is not known.
    idf = np.concatenate([idf, np.full(len(names) + 1 - len(idf), rarest)])
    dense = Dense(
        packed=pack(names, place, idf, rows, fitted.dual, weights),
        rarities=rarities,
        rarest=rarest,
        stems=_stems_by_entry(stemmed, labels, stated),
        # Of two entries with the same phrasing the later one has it; `check` tells the author.
        verbatim=dict(zip(stemmed, labels, strict=True)),
    )
    return dense, partial(_left_out, fitted, stemmed, stated, rarities, rarest)


def _with_words(weights: Small, names: Numbers, texts: Texts) -> Small:
    """The weights with what words add that are said of each entry beside its phrasings; words
    that are new get a number.
    """
    spoken, table = said.weights(texts)
    places = [names["w" + s] for s in spoken]
    grown = np.zeros((len(names), weights.shape[1]), dtype=np.float32)
    grown[: len(weights)] = weights
    grown[places] += table
    return grown


def _stems_by_entry(
    stemmed: Texts, labels: Sequence[int], stated: Sequence[Set[str]]
) -> list[Set[str]]:
    found = [set(stems) for stems in stated]
    for text, label in zip(stemmed, labels, strict=True):
        found[label].update(text)
    return list(found)


def _left_out(
    fitted: Logistic,
    stemmed: Texts,
    stated: Sequence[Set[str]],
    rarities: Weights,
    rarest: float,
) -> tuple[Floats, Floats]:
    """The evidence for each phrasing's first entry when it is left out, and whether it is right.

    Twice for each: with the phrasing alone left out, where the first entry may be right, and with
    its whole entry left out, where it is wrong, as for a question that no entry answers.
    """
    by_entry = [Counter[str]() for _ in stated]
    for label, found in zip(fitted.labels, stemmed, strict=True):
        by_entry[label].update(set(found))
    held_out = zip(fitted.without_itself(), fitted.without_its_entry(), strict=True)
    evidence, right = [], []
    for n, (alone, entry) in enumerate(held_out):
        own = by_entry[fitted.labels[n]]
        rare = rarity(stemmed[n], rarities, rarest)
        for scores, lost in ((alone, Counter(set(stemmed[n]))), (entry, own)):
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
