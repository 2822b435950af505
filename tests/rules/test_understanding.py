"""Understanding descriptions and typed answers."""

import pytest

from knowledge.text import fold
from rules.models import UNKNOWN, Walkthrough
from rules.phrases import is_plain
from rules.understanding import typed_option, understand
from tests.rules.content import small
from tests.rules.test_content import load


@pytest.mark.parametrize(
    ("text", "answers"),
    [
        ("We are a Django team.", {"team": "django"}),
        ("Django developers, as FAST as possible", {"team": "django", "speed": "extreme"}),
        ("a django developer", {"team": "django"}),
        ("a tiny thing", {"size": "tiny"}),
        ("microsecnds matter", {"speed": "extreme"}),
        ("The team knows asyncio; ordinary speed.", {"team": "async", "speed": "normal"}),
        ("Django: team of five.", {"team": "django"}),
        ("tiny, tiny, really tiny", {"size": "tiny"}),
    ],
)
def test_what_a_text_states_is_understood(text: str, answers: dict[str, str]) -> None:
    assert understand(small(), text).answers == answers


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "?!",
        "🙂",
        "какой фреймворк",
        "什么框架",
        "we like good software",
        "tin",
        "djangoteam",
    ],
)
def test_what_a_text_does_not_state_is_not_filled_in(text: str) -> None:
    found = understand(small(), text)
    assert (found.answers, found.evidence) == ({}, {})


@pytest.mark.parametrize(
    "text",
    [
        "not tiny",
        "it is not very tiny",
        "never tiny",
        "it isn't tiny",
        "it isn’t tiny",
        "we don't want tiny",
        "nothing without tiny",
    ],
)
def test_what_is_negated_does_not_count(text: str) -> None:
    assert "size" not in understand(small(), text).answers


@pytest.mark.parametrize(
    "text", ["not at all what we had, tiny", "No. Tiny!", "not the kind of thing that is tiny"]
)
def test_a_negation_reaches_no_further_than_its_clause(text: str) -> None:
    assert understand(small(), text).answers == {"size": "tiny"}


def test_a_phrase_that_begins_with_a_negation_states_its_option() -> None:
    assert understand(small(), "there are no models in it").answers == {"size": "tiny"}


def test_two_statements_that_contradict_each_other_fill_nothing() -> None:
    found = understand(small(), "a tiny tool, or a large one, for a Django team")
    assert found.answers == {"team": "django"}
    assert set(found.evidence) == {"team"}


def test_the_longest_phrase_at_a_place_wins() -> None:
    found = understand(small(), "it must be as fast as possible")
    assert found.evidence == {"speed": "as fast as possible"}
    assert understand(small(), "no models").answers == {"size": "tiny"}
    assert understand(small(), "some models").answers == {"size": "large"}


def test_answers_come_in_the_order_of_the_walkthrough() -> None:
    found = understand(small(), "microseconds, a django team, and tiny")
    assert list(found.answers) == list(found.evidence) == ["size", "team", "speed"]


@pytest.mark.parametrize(
    "text", ["Our DJANGO   Team!", "a Djangó team", "their “Django” team", "django team " * 900]
)
def test_the_evidence_stands_in_the_text_as_it_was_written(text: str) -> None:
    found = understand(small(), text)
    assert set(found.evidence) == {"team"}
    assert found.evidence["team"] in text


def test_the_evidence_is_folded_where_a_letter_becomes_several() -> None:
    text = "ﬁve Django developrs"
    assert understand(small(), text).evidence["team"] in fold(text)


@pytest.mark.parametrize("criterion_id", [c.id for c in load().criteria])
def test_every_phrase_states_its_option(walkthrough: Walkthrough, criterion_id: str) -> None:
    criterion = walkthrough.criterion(criterion_id)
    unstated = [
        f"{criterion.id}.{option.id}: the phrase {phrase!r} states {found}"
        for option in criterion.options
        for phrase in option.phrases
        if is_plain(phrase)
        if (found := understand(walkthrough, phrase).answers).get(criterion.id) != option.id
    ]
    assert not unstated, "give each phrase to one option of a criterion:\n" + "\n".join(unstated)


@pytest.mark.parametrize(
    ("typed", "option"),
    [
        ("1", "tiny"),
        ("2", "large"),
        ("3", UNKNOWN),
        ("[2]", "large"),
        (" 2. ", "large"),
        ("large", "large"),
        ("LARGE!", "large"),
        ("lrage", None),
        ("tiny tol", "tiny"),
        ("dont-know", UNKNOWN),
        ("don't know", UNKNOWN),
        ("I don’t know", UNKNOWN),
        ("dunno if that matters", None),
        ("Not sure.", UNKNOWN),
        ("skip", UNKNOWN),
        ("0", None),
        ("4", None),
        ("99999999999999999999", None),
        ("²", None),
        ("-1", "tiny"),
        ("", None),
        ("🙂", None),
        ("x" * 4_000, None),
        ("9" * 4_000, None),
        ("What is Django REST Framework?", None),
    ],
)
def test_a_typed_answer_is_an_option_a_number_or_nothing(typed: str, option: str | None) -> None:
    assert typed_option(small().criterion("size"), typed) == option


def test_every_label_can_be_typed(walkthrough: Walkthrough) -> None:
    for criterion in walkthrough.criteria:
        for option in criterion.options:
            assert typed_option(criterion, option.label) == option.id
            assert typed_option(criterion, option.id) == option.id


def test_a_word_that_fits_two_options_is_no_answer() -> None:
    data = small().criterion("size").model_dump()
    for option in data["options"]:
        option["phrases"] = ("middling",)
    both = type(small().criterion("size")).model_validate(data)
    assert typed_option(both, "middling") is None
