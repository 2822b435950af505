"""The matcher on more entries than a regression can take: a library's among many others."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from benchmarks.synthetic import entries, questions
from knowledge import indexing
from knowledge.dense import Dense
from knowledge.features import Seen
from knowledge.indexing import CHAMPIONS, COMMONEST
from knowledge.matching import MOST_ENTRIES, MOST_PHRASINGS, Example, Matcher, build
from knowledge.postings import LENGTH, SATURATION
from knowledge.reading import Split
from knowledge.retrieval import LIKENESS, PAIR, SCALE, Index, alike
from knowledge.text import stem, words
from tests.knowledge.samples import ENTRIES, TWO
from tests.knowledge.test_matching import STRANGE

OTHERS = entries(MOST_PHRASINGS // 10)
EVERY = [*ENTRIES, *OTHERS]
IDS = [str(entry["id"]) for entry in EVERY]


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return build(EVERY)


def indexed(*phrasings: list[str]) -> Index:
    return indexing.fit([Split([words(text) for text in texts], [], []) for texts in phrasings])[0]


def raw(index: Index, text: str, k: int = 3) -> list[tuple[int, float]]:
    places, scores = index.best(Seen(words(text), {}), k, 0.0) or ([], [])
    return list(zip(places, scores, strict=True))


def test_few_entries_have_a_regression_and_many_phrasings_or_entries_an_index(
    matcher: Matcher,
) -> None:
    assert isinstance(build(ENTRIES).scorer, Dense)
    assert isinstance(matcher.scorer, Index)
    short = [{**entry, "phrasings": entry["phrasings"][:1]} for entry in entries(MOST_ENTRIES + 1)]
    assert isinstance(build(short).scorer, Index)
    assert isinstance(build(short[:-1]).scorer, Dense)


@pytest.mark.parametrize(
    ("entry", "text"), [(e["id"], text) for e in ENTRIES for text in e["phrasings"]]
)
def test_an_entry_is_found_first_by_its_own_phrasings(
    matcher: Matcher, entry: str, text: str
) -> None:
    assert matcher.rank(text, 3)[0][0] == entry


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("printing", "where can i pritn"),
        ("membership", "membreship card"),
        ("late-return", "overdu boks"),
        ("opening-hours", "library opening"),
        ("printing", "PRINTERS, and SCANNERS?"),
        ("late-return", "do i pay fees for books"),
        ("quiet-room", "reserving desks"),
    ],
)
def test_typos_other_forms_and_other_orders_are_found(
    matcher: Matcher, entry: str, text: str
) -> None:
    assert matcher.rank(text, 1)[0][0] == entry


def test_paraphrases_with_typos_find_their_entry_among_many(matcher: Matcher) -> None:
    asked = list(questions(OTHERS, 200))
    right = sum(matcher.rank(text, 1)[0][0] == entry for text, entry in asked)
    assert right > 0.9 * len(asked)


@pytest.mark.parametrize("text", [*STRANGE, "library", "book a desk", "when"])
def test_scores_run_from_0_to_1_best_first(matcher: Matcher, text: str) -> None:
    scores = [score for _, score in matcher.rank(text, 50)]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


@pytest.mark.parametrize("text", ["", "?!…—", "🙂🚀🙂", "библиотека"])
def test_a_text_without_a_known_word_has_no_candidates(matcher: Matcher, text: str) -> None:
    assert matcher.rank(text, 3) == []


@pytest.mark.parametrize("k", [0, 1, 5, 200, len(IDS), 10_000])
def test_as_many_candidates_as_wanted_come_each_once(matcher: Matcher, k: int) -> None:
    ranked = matcher.rank("scanner", k)
    assert len({entry for entry, _ in ranked}) == len(ranked) == min(k, len(IDS))


def test_the_first_score_does_not_depend_on_how_many_are_wanted(matcher: Matcher) -> None:
    first = matcher.rank("print a page", 1)[0]
    assert all(matcher.rank("print a page", k)[0] == first for k in (3, 50, 300))


def test_a_bias_moves_an_entry_that_has_a_word_of_the_question_forward(matcher: Matcher) -> None:
    text = "library card"
    for entry in ("membership", "opening-hours"):
        bias = np.array([2.0 if name == entry else 0.0 for name in IDS])
        assert matcher.rank(text, 3, bias)[0][0] == entry
    assert matcher.rank(text, 3, np.zeros(len(IDS))) == matcher.rank(text, 3)


def test_what_no_entry_is_about_scores_below_what_one_is(matcher: Matcher) -> None:
    known = min(matcher.rank(text, 1)[0][1] for e in ENTRIES for text in e["phrasings"])
    foreign = ["what is the capital of france", "deploy the server with the new certificate"]
    assert all(matcher.rank(text, 1)[0][1] < known for text in foreign)


def test_examples_calibrate_the_confidence_and_leave_the_order(matcher: Matcher) -> None:
    text = "print a page"
    right = matcher.learn([Example(text, frozenset(["printing"]))] * 20)
    wrong = matcher.learn([Example(text, frozenset())] * 20)
    assert wrong.rank(text, 1)[0][1] < right.rank(text, 1)[0][1]
    assert [e for e, _ in wrong.rank(text, 5)] == [e for e, _ in matcher.rank(text, 5)]


def test_a_word_that_only_an_answer_has_finds_its_entry() -> None:
    told = [{**e, "text": "Bring a passport." * (e["id"] == "membership")} for e in EVERY]
    assert build(told).rank("passport", 1)[0][0] == "membership"


def test_two_entries_of_very_many_phrasings_are_told_apart() -> None:
    numbered = [str(n) for n in range(MOST_PHRASINGS // 2)]
    many = [
        {**e, "phrasings": [*e["phrasings"], *(f"{e['id']} {n}" for n in numbered)]} for e in TWO
    ]
    matcher = build(many)
    assert isinstance(matcher.scorer, Index)
    for entry in TWO:
        assert matcher.rank(entry["phrasings"][0], 2)[0][0] == entry["id"]


def test_scores_are_those_of_bm25_and_the_likest_phrasing() -> None:
    texts = [["red book on the shelf", "red lamp"], ["blue book"], ["a shelf of red books"]]
    index = indexed(*texts)
    asked = "red book shelf"

    def features(text: str) -> list[str]:
        stems = [stem(word) for word in words(text)]
        return stems + [f"{one} {other}" for one, other in pairwise(stems)]

    found = [[f for text in phrasings for f in features(text)] for phrasings in texts]
    mean = sum(map(len, found)) / len(found)

    def idf(feature: str) -> float:
        users = sum(feature in has for has in found)
        return max(float(np.log((1 + len(found)) / (0.5 + users))), COMMONEST)

    def weight(feature: str, has: list[str]) -> float:
        even = 1 - LENGTH + LENGTH * len(has) / mean
        saturated = has.count(feature) / (has.count(feature) + SATURATION * even)
        return idf(feature) * saturated * (PAIR if " " in feature else 1)

    most = sum(idf(stem(word)) for word in words(asked)) * (1 + PAIR)
    expected = []
    for has, phrasings in zip(found, texts, strict=True):
        base = sum(weight(f, has) for f in features(asked) if f in has) / most
        likeness = alike(words(asked), ["\n".join(" ".join(sorted(words(t))) for t in phrasings)])
        expected.append(SCALE * (base + LIKENESS * float(likeness[0]) ** 2))
    assert dict(raw(index, asked)) == pytest.approx(dict(enumerate(expected)), rel=1e-4)


def test_the_order_of_the_words_counts() -> None:
    index = indexed(["switch from red to blue"], ["switch from blue to red"], ["lamp"])
    assert raw(index, "red to blue")[0][0] == 0
    assert raw(index, "blue to red")[0][0] == 1


def test_of_entries_with_the_same_known_words_the_likest_phrasing_wins() -> None:
    index = indexed(["printing in colour"], ["colouring by printers of long lists"], ["lamp"])
    assert raw(index, "print colours")[0][0] == 0


def test_what_champion_lists_leave_out_changes_next_to_nothing() -> None:
    made = entries(CHAMPIONS + 400)
    index = indexed(*(entry["phrasings"] for entry in made))
    assert index.champions
    whole = replace(index, champions={})
    same = 0
    for text, _ in questions(made, 200):
        ours, theirs = raw(index, text, 1), raw(whole, text, 1)
        if ours and ours[0][0] == theirs[0][0]:
            same += 1
            assert ours[0][1] == pytest.approx(theirs[0][1], rel=1e-4)
    assert same >= 190


def test_the_evidence_for_a_phrasing_left_out_is_that_of_an_index_without_it() -> None:
    phrasings = [entry["phrasings"] for entry in OTHERS[:20]]
    left_out = [(own, text) for own, texts in enumerate(phrasings) for text in texts]
    _, left_out_of = indexing.fit([Split([words(t) for t in ts], [], []) for ts in phrasings])
    evidence, right = left_out_of()
    assert len(evidence) == len(right) == 2 * len(left_out)
    assert not right[1::2].any(), "an entry that is left out was found"
    for n in range(0, len(left_out), 11):
        own, text = left_out[n]
        kept = [[t for t in texts if t != text] for texts in phrasings]
        (first, score), (_, other), *_ = raw(indexed(*kept), text)
        assert right[2 * n] == float(first == own)
        assert evidence[2 * n, :2] == pytest.approx([score, score - other], abs=0.3)


def test_likeness_is_1_for_a_phrasing_in_any_order_and_less_for_others() -> None:
    lines = ["book red\nlamp", "blue book", "zzz"]
    same, near, far = alike(["red", "book"], lines)
    assert same == 1
    assert same > near > far
