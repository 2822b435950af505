"""The regression and its left-out scores, against fitting again by brute force."""

import numpy as np
import pytest

from knowledge.features import Weights, extract, weigh
from knowledge.ridge import PENALTY, Floats, Ridge
from knowledge.text import words
from tests.knowledge.samples import ENTRIES

TEXTS = [text for entry in ENTRIES for text in entry["phrasings"]]
LABELS = [label for label, entry in enumerate(ENTRIES) for _ in entry["phrasings"]]


def rows() -> tuple[list[Weights], dict[str, int]]:
    counts = [extract(words(text)) for text in TEXTS]
    vocabulary = {f: i for i, f in enumerate(dict.fromkeys(f for c in counts for f in c))}
    idf = {f: 1.0 + (i % 7) / 7 for f, i in vocabulary.items()}
    return [weigh(count, idf, 2.0) for count in counts], vocabulary


def dense() -> Floats:
    weights, vocabulary = rows()
    matrix = np.zeros((len(weights), len(vocabulary)))
    for n, row in enumerate(weights):
        for feature, value in row.items():
            matrix[n, vocabulary[feature]] = value
    return matrix


def fitted() -> Ridge:
    weights, vocabulary = rows()
    return Ridge(weights, vocabulary, LABELS)


def by_brute_force(kept: list[int]) -> Floats:
    """The weights of a regression on some of the rows only, fitted to them from scratch."""
    classes = len(ENTRIES)
    x = dense()[kept]
    y = np.eye(classes)[[LABELS[n] for n in kept]] - 1 / classes
    solved = np.linalg.solve(x @ x.T + PENALTY * np.eye(len(kept)), y)
    return (x.T @ solved).astype(np.float64)


def test_the_weights_are_those_of_the_regression() -> None:
    weights = by_brute_force(list(range(len(TEXTS))))
    assert fitted().weights() == pytest.approx(weights, abs=1e-5)
    # At the minimum the gradient of the penalised squared error is zero.
    y = np.eye(len(ENTRIES))[LABELS] - 1 / len(ENTRIES)
    gradient = dense().T @ (dense() @ weights - y) + PENALTY * weights
    assert gradient == pytest.approx(np.zeros_like(weights), abs=1e-9)


def test_scores_without_a_phrasing_are_those_of_a_fit_without_it() -> None:
    scores = fitted().without_itself()
    for n in range(len(TEXTS)):
        kept = [m for m in range(len(TEXTS)) if m != n]
        assert scores[n] == pytest.approx(dense()[n] @ by_brute_force(kept))


def test_scores_without_an_entry_are_those_of_a_fit_without_it() -> None:
    scores = fitted().without_its_entry()
    for n, label in enumerate(LABELS):
        kept = [m for m in range(len(TEXTS)) if LABELS[m] != label]
        others = [entry for entry in range(len(ENTRIES)) if entry != label]
        expected = dense()[n] @ by_brute_force(kept)
        assert scores[n, others] == pytest.approx(expected[others])


def test_an_entry_that_is_left_out_is_never_named() -> None:
    scores = fitted().without_its_entry()
    assert all(np.argmax(scores[n]) != label for n, label in enumerate(LABELS))
