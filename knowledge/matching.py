"""The matcher: which entry a question asks for, and how sure that is.

A linear classifier over words, word pairs and pieces of words; rapidfuzz repairs words that it has
never seen and compares the question with whole phrasings. The confidence is calibrated on what
the classifier says of phrasings left out, and of examples where there are any.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge import answers
from knowledge.calibration import Calibration, Floats, fit
from knowledge.features import STOP, Weights, extract, weigh
from knowledge.logistic import Logistic
from knowledge.text import stem, words

Ranked = list[tuple[str, float]]

STEEPNESS = 6.0
"""How fast the shares of the entries behind the first fall with their distance from it."""

SHORTEST, LONG = 3, 8
"""Letters from which on a word is repaired at all, and from which on by two edits."""


Witness = Callable[[Sequence[str]], float]
"""Further evidence about a question, from its words."""


class Example(NamedTuple):
    """A question with the entries that are right answers, none where it must be refused."""

    text: str
    right: Set[str]
    bias: Floats | float = 0.0


@dataclass(frozen=True)
class Matcher:
    """A fitted index; make it with `build`."""

    ids: Sequence[str]
    vocabulary: Mapping[str, int]
    idf: Weights
    rarest: float
    known: frozenset[str]
    spellings: Sequence[str]
    stems: Sequence[Set[str]]
    weights: NDArray[np.float32]
    calibration: Calibration
    witnesses: Sequence[Witness] = ()

    def rank(self, text: str, k: int, bias: Floats | float = 0.0) -> Ranked:
        """The `k` likeliest entries as (id, score), best first.

        The first score is the probability, from 0 to 1, that the entry is a right answer; the
        others are its shares by how they compare to the first. `bias`, one number an entry, is
        added to the raw scores. An empty list means that nothing in the text is known.
        """
        judged = self._judge(text, max(k, 2), bias)
        if judged is None:
            return []
        best, scores, evidence = judged
        confidence = self.calibration.probability(evidence)
        shares = np.exp((scores - scores[0]) * STEEPNESS)
        return [(self.ids[i], confidence * float(s)) for i, s in zip(best, shares, strict=True)][:k]

    def learn(self, examples: Sequence[Example], witnesses: Sequence[Witness] = ()) -> "Matcher":
        """The same matcher with its confidence calibrated on examples, and on what witnesses say.

        The examples must not be among the texts that a witness was learned from.
        """
        heard = replace(self, witnesses=witnesses)
        evidence, right = [], []
        for example in examples:
            judged = heard._judge(example.text, 2, example.bias)
            if judged is not None:
                evidence.append(judged[2])
                right.append(float(self.ids[judged[0][0]] in example.right))
        if not evidence:
            return self
        return replace(heard, calibration=fit(np.array(evidence), np.array(right)))

    def _judge(
        self, text: str, k: int, bias: Floats | float
    ) -> tuple[NDArray[np.intp], Floats, list[float]] | None:
        """The best entries' places, their raw scores, and the evidence for the first."""
        repaired = [self._repair(word) for word in words(text)]
        row = weigh(extract(repaired), self.idf, self.rarest)
        if not row:
            return None
        at = np.fromiter((self.vocabulary[f] for f in row), dtype=np.intp, count=len(row))
        values = np.fromiter(row.values(), dtype=np.float32, count=len(row))
        scores = (values @ self.weights[at]).astype(np.float64) + bias
        best = np.argsort(-scores)[:k]
        rarity = self.rarity(repaired)
        evidence = [
            float(scores[best[0]]),
            float(scores[best[0]] - scores[best[1]]),
            _share(rarity, self.stems[best[0]]),
            *(witness(repaired) for witness in self.witnesses),
        ]
        return best, scores[best], evidence

    def rarity(self, split: Sequence[str]) -> Weights:
        """How rare each stem of a text's words is; words that say nothing are left out."""
        return _rarity(split, self.idf, self.rarest)

    def _repair(self, word: str) -> str:
        if word in self.known or len(word) < SHORTEST or not word.isalpha():
            return word
        edits = 2 if len(word) >= LONG else 1
        found = process.extractOne(word, self.spellings, scorer=OSA.distance, score_cutoff=edits)
        return found[0] if found else word


def build(entries: Sequence[Mapping[str, Any]]) -> Matcher:
    """Fits a matcher to entries of the form `{"id": str, "phrasings": [str, ...]}`.

    An entry may carry its answer as `"text"`: its words speak for the entry too, though less.

    Raises:
        ValueError: if there are fewer than two entries, or one has no phrasing with a word in it.
    """
    ids = [str(entry["id"]) for entry in entries]
    if len(set(ids)) < 2:
        raise ValueError(f"expected at least two entries to tell apart, got {len(set(ids))}")
    texts: list[list[str]] = []
    labels: list[int] = []
    for label, entry in enumerate(entries):
        split = [found for found in map(words, entry["phrasings"]) if found]
        if not split:
            raise ValueError(f"entry {ids[label]!r} has no phrasing with a word in it")
        texts += split
        labels += [label] * len(split)
    replies = [_words_of(str(entry.get("text", ""))) for entry in entries]
    counts = [extract(text) for text in texts]
    idf = _idf(counts)
    rarest = max(idf.values())
    vocabulary = {feature: i for i, feature in enumerate(idf)}
    fitted = Logistic([weigh(count, idf, rarest) for count in counts], vocabulary, labels)
    said = [[stem(word) for word in answer] for answer in replies]
    left_out = _left_out(fitted, texts, idf, [frozenset(answer) for answer in said])
    weights = _with_answers(fitted.weights(), vocabulary, said)
    used = Counter(word for text in (*texts, *replies) for word in text)
    return Matcher(
        ids=ids,
        vocabulary=vocabulary,
        idf=dict.fromkeys(vocabulary, rarest) | idf,
        rarest=rarest,
        known=frozenset(used),
        # The commonest first: of two spellings equally near, extractOne takes the earlier one.
        spellings=sorted(used, key=lambda word: (-used[word], word)),
        stems=_stems_by_entry(texts, labels, said),
        weights=weights,
        calibration=fit(*left_out),
    )


def _words_of(answer: str) -> list[str]:
    return [word for paragraph in answer.split("\n\n") for word in words(paragraph)]


def _with_answers(
    weights: NDArray[np.float32], vocabulary: dict[str, int], said: Sequence[Sequence[str]]
) -> NDArray[np.float32]:
    """The weights with what the answers' words add; words that are new join the vocabulary."""
    spoken, table = answers.weights(said)
    places = [vocabulary.setdefault("w" + s, len(vocabulary)) for s in spoken]
    grown = np.zeros((len(vocabulary), weights.shape[1]), dtype=np.float32)
    grown[: len(weights)] = weights
    grown[places] += table
    return grown


def _stems_by_entry(
    texts: Sequence[Sequence[str]], labels: Sequence[int], said: Sequence[Sequence[str]]
) -> list[Set[str]]:
    found = [set(answer) for answer in said]
    for text, label in zip(texts, labels, strict=True):
        found[label].update(map(stem, text))
    return list(found)


def _idf(counts: Sequence[Counter[str]]) -> Weights:
    frequency = Counter(feature for count in counts for feature in count)
    total = len(counts)
    return {f: float(np.log((1 + total) / (1 + n)) + 0.3) for f, n in frequency.items()}


def _rarity(text: Sequence[str], idf: Weights, rarest: float) -> Weights:
    """How rare each stem of a text is; words that say nothing are left out."""
    stemmed = (stem(word) for word in text)
    return {s: idf.get("w" + s, rarest) for s in stemmed if s not in STOP}


def _share(rarity: Weights, among: Set[str]) -> float:
    """The share of a text's stems, by rarity, that are among others."""
    total = sum(rarity.values())
    return sum(weight for s, weight in rarity.items() if s in among) / total if total else 0.0


def _left_out(
    fitted: Logistic,
    texts: Sequence[Sequence[str]],
    idf: Weights,
    said: Sequence[Set[str]],
) -> tuple[Floats, Floats]:
    """The evidence for each phrasing's first entry when it is left out, and whether it is right.

    Twice for each: with the phrasing alone left out, where the first entry may be right, and with
    its whole entry left out, where it is wrong, as for a question that no entry answers.
    """
    rarest = max(idf.values())
    stemmed = [{stem(word) for word in text} for text in texts]
    by_entry = [Counter[str]() for _ in said]
    for label, found in zip(fitted.labels, stemmed, strict=True):
        by_entry[label].update(found)
    held_out = zip(fitted.without_itself(), fitted.without_its_entry(), strict=True)
    evidence, right = [], []
    for n, (alone, entry) in enumerate(held_out):
        own = by_entry[fitted.labels[n]]
        rarity = _rarity(texts[n], idf, rarest)
        for scores, lost in ((alone, Counter(stemmed[n])), (entry, own)):
            first, second = np.argsort(-scores)[:2]
            kept = by_entry[first] - lost if first == fitted.labels[n] else by_entry[first]
            evidence.append(
                [
                    scores[first],
                    scores[first] - scores[second],
                    _share(rarity, kept.keys() | said[first]),
                ]
            )
            right.append(float(first == fitted.labels[n]))
    return np.array(evidence), np.array(right)
