"""What speaks for a question being ours: scope, neighbours by meaning, and the answers' words."""

from collections.abc import Sequence

import numpy as np
import pytest

from knowledge import contrast, neighbours, said, scope, strangers, vectors
from knowledge.contrast import Contrast
from knowledge.features import SHARES, Numbers, Seen
from knowledge.matching import build
from knowledge.text import stem, words

INSIDE = ["how fast is flask", "is falcon fast", "scale a flask api", "test a falcon api"]
OUTSIDE = ["a flask of hot coffee", "the falcon flies", "book a meeting room", "lunch at noon"]


def weigh(stems: Sequence[str]) -> dict[str, float]:
    return dict.fromkeys(stems, 1.0)


def read(outside: Sequence[str] = OUTSIDE) -> Contrast:
    return contrast.read(INSIDE, outside, Numbers())


def odds(text: str) -> float:
    found = read()
    return scope.fit(found).mean_odds(Seen(words(text), found.place))


def likeness(text: str, found: Contrast) -> float:
    return strangers.gather(found).likeness(Seen(words(text), found.place))


@pytest.mark.parametrize(
    ("ours", "others"),
    [
        ("how do I scale an api", "who booked the meeting room"),
        ("is flask fast", "is the coffee hot"),
        ("test my api", "lunch"),
    ],
)
def test_what_is_ours_has_higher_odds_than_what_is_not(ours: str, others: str) -> None:
    assert odds(ours) > odds(others)


def test_a_longer_text_is_no_more_ours_for_its_length() -> None:
    assert odds("scale falcon " * 3) <= odds("scale falcon") + 0.5


def test_no_words_have_even_odds() -> None:
    assert odds("") == 0.0


def test_every_new_word_has_the_odds_of_a_word_that_neither_side_has() -> None:
    assert odds("quantum entanglement") == pytest.approx(1.5 * odds("quantum"))


def test_the_vectors_that_we_carry_are_of_length_one_and_know_our_subject() -> None:
    carried = vectors.load()
    assert np.linalg.norm(carried.table, axis=1) == pytest.approx(1.0, abs=1e-3)
    assert {stem(word) for word in ("request", "async", "database")} <= carried.place.keys()


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [("login", "password", "benchmark"), ("upload", "file", "licence"), ("query", "sql", "deploy")],
)
def test_words_of_a_kind_point_the_same_way(word: str, near: str, far: str) -> None:
    carried = vectors.load()

    def direction(text: str) -> vectors.Floats:
        return carried.of({stem(text): 1.0})

    assert direction(word) @ direction(near) > direction(word) @ direction(far)


def test_a_text_of_new_words_has_no_direction() -> None:
    assert not vectors.load().of({"zzzz": 1.0}).any()


def nearness(gathered: neighbours.Neighbours, text: str) -> float:
    return gathered.nearness(Seen(words(text), {}))


def test_a_question_in_other_words_is_nearer_than_one_of_something_else() -> None:
    phrasings = ["how do I authenticate users", "which password hashing is used", "log a user in"]
    gathered = neighbours.gather(vectors.load(), weigh, phrasings)
    assert nearness(gathered, "login session") > nearness(gathered, "deploy container")


def test_of_very_many_phrasings_an_even_part_is_kept() -> None:
    carried = vectors.load()
    repeated = ["log a user in", "deploy a container"] * neighbours.MOST
    gathered = neighbours.gather(carried, weigh, [*repeated, "cache"])
    assert gathered.phrasings.shape[1] <= neighbours.MOST
    others = neighbours.gather(carried, weigh, ["log a user in"] * 20)
    assert nearness(gathered, "user login") == pytest.approx(nearness(others, "user login"))


def test_the_answers_weights_favour_words_that_few_answers_have() -> None:
    stems, table = said.weights([["redis", "api"], ["nginx", "api"]])
    place = {s: i for i, s in enumerate(stems)}
    assert table[place["redis"], 0] > table[place["api"], 0]
    assert table[place["redis"], 1] == 0
    assert np.linalg.norm(table, axis=0) == pytest.approx(said.WEIGHT)


def test_an_entry_without_an_answer_gets_nothing_from_it() -> None:
    _, table = said.weights([["redis"], []])
    assert not table[:, 1].any()


def test_a_word_that_only_an_answer_has_finds_its_entry() -> None:
    entries = [
        {"id": "speed", "phrasings": ["how fast is it", "is it slow"], "text": "Use a cache."},
        {"id": "space", "phrasings": ["how big is it", "is it small"], "text": "Use memcached."},
    ]
    assert build(entries).rank("memcached", 1)[0][0] == "space"


def test_a_text_is_more_like_the_strangers_that_share_its_words() -> None:
    assert likeness("book a room", read()) > likeness("scale an api", read())


def test_a_text_is_as_like_the_nearest_strangers_as_their_words_are_alike() -> None:
    same, *_ = OUTSIDE
    assert likeness(same, read([same] * 3)) == pytest.approx(SHARES["w"] ** 2 + SHARES["p"] ** 2)


def test_a_text_of_new_words_is_like_no_stranger() -> None:
    assert likeness("quantum entanglement", read()) == 0.0


def test_without_strangers_nothing_is_like_one() -> None:
    assert likeness("book a room", read([])) == 0.0
