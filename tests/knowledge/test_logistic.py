"""The regression and its left-out scores, against fitting again by brute force."""

import numpy as np
import pytest

from knowledge.features import Numbers, Rows, count, weigh
from knowledge.logistic import PENALTY, Compute, Floats, Logistic
from knowledge.text import words
from tests.knowledge.samples import ENTRIES

TEXTS = [text for entry in ENTRIES for text in entry["phrasings"]]
LABELS = [label for label, entry in enumerate(ENTRIES) for _ in entry["phrasings"]]


def rows(first: int = 0) -> tuple[Rows, int]:
    counts = count([words(text) for text in TEXTS[first:]], place := Numbers())
    idf = np.array([1.0 + (i % 7) / 7 for i in range(len(place))])
    return weigh(counts, idf, place), len(place)


def dense() -> Floats:
    (texts, features, weights), size = rows()
    matrix = np.zeros((len(TEXTS), size), dtype=np.float32)
    matrix[texts, features] = weights
    return matrix


def fitted() -> Logistic:
    return Logistic(*rows(), LABELS)


def by_brute_force(kept: list[int]) -> Floats:
    """The weights of a regression on some of the rows only, by plain gradient descent."""
    x = dense()[kept].astype(np.float64)
    y = np.eye(len(ENTRIES))[[LABELS[n] for n in kept]]
    weights = np.zeros((x.shape[1], y.shape[1]))
    # The loss curves by no more than this, so that no step overshoots.
    pace = 1 / (PENALTY + np.linalg.norm(x, 2) ** 2 / 2)
    for _ in range(3000):
        scores = x @ weights
        chances = np.exp(scores - scores.max(axis=1, keepdims=True))
        chances /= chances.sum(axis=1, keepdims=True)
        weights -= pace * (x.T @ (chances - y) + PENALTY * weights)
    return weights.astype(np.float32)


def alike(found: Floats, expected: Floats) -> float:
    return float(np.corrcoef(found.ravel(), expected.ravel())[0, 1])


def test_the_weights_are_those_of_the_regression() -> None:
    weights = by_brute_force(list(range(len(TEXTS))))
    assert dense() @ fitted().weights() == pytest.approx(dense() @ weights, abs=0.05)


def test_scores_without_a_phrasing_are_close_to_those_of_a_fit_without_it() -> None:
    expected = [
        dense()[n] @ by_brute_force([m for m in range(len(TEXTS)) if m != n])
        for n in range(len(TEXTS))
    ]
    assert alike(fitted().without_itself(), np.array(expected)) > 0.97


def test_a_phrasing_that_is_left_out_keeps_no_hold_on_its_entry() -> None:
    kept = [[m for m in range(len(TEXTS)) if m != n] for n in range(len(TEXTS))]
    expected = [(dense()[n] @ by_brute_force(kept[n]))[label] for n, label in enumerate(LABELS)]
    found = fitted().without_itself()[np.arange(len(LABELS)), LABELS]
    assert float(found.mean()) == pytest.approx(float(np.mean(expected)), abs=0.1)


def test_a_remembered_fit_is_the_fit() -> None:
    kept: dict[bytes, Floats] = {}

    def remember(key: bytes, compute: Compute) -> Floats:
        if key not in kept:
            kept[key] = compute()
        return kept[key]

    first, again = (Logistic(*rows(), LABELS, remember).dual for _ in range(2))
    other = Logistic(*rows(1), LABELS[1:], remember).dual
    assert len(kept) == 2
    assert np.array_equal(first, again)
    assert not np.array_equal(first[1:], other)


def test_scores_without_an_entry_are_close_to_those_of_a_fit_without_it() -> None:
    scores = fitted().without_its_entry()
    found, expected = [], []
    for n, label in enumerate(LABELS):
        others = [entry for entry in range(len(ENTRIES)) if entry != label]
        weights = by_brute_force([m for m in range(len(TEXTS)) if LABELS[m] != label])
        found.append(scores[n, others])
        expected.append((dense()[n] @ weights)[others])
    assert alike(np.array(found), np.array(expected)) > 0.9


def test_an_entry_that_is_left_out_is_never_named() -> None:
    scores = fitted().without_its_entry()
    assert all(np.argmax(scores[n]) != label for n, label in enumerate(LABELS))


def test_a_fit_whose_first_steps_overshoot_still_finds_the_minimum() -> None:
    # Long rows of few entries curve the loss more than the first steps assume.
    texts, features = np.array([0, 0, 1, 1, 2, 2, 3]), np.array([0, 1, 0, 2, 3, 1, 3])
    long = Rows(texts, features, np.array([9.0, 1.0, 8.0, 2.0, 9.0, 1.0, 7.0]))
    weights = Logistic(long, 4, [0, 0, 1, 1]).weights()
    assert weights[0, 0] > 0 > weights[0, 1]
    assert weights[3, 1] > 0 > weights[3, 0]
    assert np.isfinite(weights).all()
