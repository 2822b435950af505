"""The matcher: which entry a question asks for, and how sure that is.

Words that are not known are repaired; what scores the entries is a regression where it can take
them all, an index where they are more. The confidence is calibrated on what is found for phrasings
left out, and of examples where there are any.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from math import exp
from typing import Any, NamedTuple

import numpy as np

from knowledge import calibration, dense, indexing
from knowledge.calibration import Calibration, Floats
from knowledge.dense import Dense
from knowledge.evidence import LeftOut, rarity
from knowledge.features import Numbers, Seen, Weights
from knowledge.logistic import Remember, at_once
from knowledge.reading import read, rows
from knowledge.retrieval import Index
from knowledge.spelling import Spelling
from knowledge.text import words

Ranked = list[tuple[str, float]]

STEEPNESS = 6.0
"""How fast the shares of the entries behind the first fall with their distance from it."""

MOST_PHRASINGS, MOST_ENTRIES = 5_000, 400
"""How much a regression is fitted to; for more there is an index, which finds as well by then: a
regression takes too long, and of many entries with few phrasings it cannot tell how sure it is.
"""

EVEN = Calibration((0.0, 0.0, 0.0, 0.0))
"""Without calibration every answer is as likely right as wrong."""

Witness = Callable[[Seen], float]
"""Further evidence about a question, from what is seen of it."""


class Example(NamedTuple):
    """A question with the entries that are right answers, none where it must be refused."""

    text: str
    right: Set[str]
    bias: Floats | float = 0.0


@dataclass(frozen=True)
class Matcher:
    """A fitted index; make it with `build`.

    `place` has the numbers of stems and pairs, for the scorer and for witnesses.
    """

    ids: Sequence[str]
    spelling: Spelling
    place: Numbers
    scorer: Dense | Index
    calibration: Calibration = EVEN
    witnesses: Sequence[Witness] = ()

    @property
    def known(self) -> frozenset[str]:
        """The words that the entries use."""
        return self.spelling.known

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
        shares = [confidence * exp((score - scores[0]) * STEEPNESS) for score in scores]
        return [(self.ids[i], share) for i, share in zip(best, shares, strict=True)][:k]

    def calibrated(self, evidence: Floats, right: Floats) -> "Matcher":
        """The same matcher with its confidence calibrated on evidence, and whether it is right."""
        return replace(self, calibration=calibration.fit(evidence, right))

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
        return heard.calibrated(np.array(evidence), np.array(right))

    def _judge(
        self, text: str, k: int, bias: Floats | float
    ) -> tuple[list[int], list[float], list[float]] | None:
        """The best entries' places, their raw scores, and the evidence for the first."""
        known, repair = self.spelling.known, self.spelling.repair
        split = [word if word in known else repair(word) for word in words(text)]
        seen = Seen(split, self.place)
        found = self.scorer.best(seen, k, bias)
        if found is None:
            return None
        best, scores = found
        evidence = [
            scores[0],
            scores[0] - scores[1],
            self.scorer.share(self.rarity(seen.stems), best[0]),
            *(witness(seen) for witness in self.witnesses),
        ]
        return best, scores, evidence

    def rarity(self, stems: Sequence[str]) -> Weights:
        """How rare each stem of a text is; those that say nothing are left out."""
        return rarity(stems, self.scorer.rarities, self.scorer.rarest)


def build(entries: Sequence[Mapping[str, Any]]) -> Matcher:
    """Fits a matcher to entries of the form `{"id": str, "phrasings": [str, ...]}`.

    An entry may carry its answer as `"text"` and words for the matter as `"keywords"`: they speak
    for the entry too, though less than its phrasings.

    Raises:
        ValueError: if there are fewer than two entries, or one has no phrasing with a word in it.
    """
    matcher, left_out = fit(entries)
    return matcher.calibrated(*left_out())


def fit(
    entries: Sequence[Mapping[str, Any]], remember: Remember = at_once
) -> tuple[Matcher, LeftOut]:
    """A matcher that is not calibrated, and what gives the evidence to calibrate it on where there
    are no examples to learn from. See `build`; `remember` may know a fit from an earlier time.
    """
    ids = [str(entry["id"]) for entry in entries]
    if len(set(ids)) < 2:
        raise ValueError(f"expected at least two entries to tell apart, got {len(set(ids))}")
    used = Counter[str]()
    split = read(entries, used)
    few = len(ids) <= MOST_ENTRIES and sum(map(rows, entries)) <= MOST_PHRASINGS
    place = Numbers()
    scorer, left_out = dense.fit(split, place, remember) if few else indexing.fit(split)
    spelling = Spelling(sorted(used, key=lambda word: (-used[word], word)))
    return Matcher(ids, spelling, place, scorer), left_out
