"""Phrases: what may stand in one, where a text has it, and that no text makes it take forever."""

from collections.abc import Iterator

import pytest

from rules.lookup import WAYS, Lookup
from rules.parts import Heard, Part, ways
from rules.phrases import FaultyChoice, Phrase, UnknownWordClass, check, is_plain
from rules.reading import read


def taken(phrase: str, text: str, it: tuple[str, ...] = ()) -> list[str]:
    """The words of a text that a phrase takes, from wherever it begins."""
    reading = read(text)
    lookup = Lookup([(Phrase(phrase, it), phrase)])
    words = {found for _, found in lookup.find(reading)}
    return sorted(" ".join(reading.quoted(i, i + 1) for i in found) for found in words)


@pytest.mark.parametrize(
    ("phrase", "text", "expected"),
    [
        ("open sockets", "an open socket", ["open socket"]),
        ("open sockets", "open, sockets", []),
        ("open, sockets", "open, sockets", ["open sockets"]),
        ("(big|very large) table", "very large tables", ["very large tables"]),
        ("(big|{several}) tables", "7 tables", ["7 tables"]),
        ("a few? tables", "a table", ["a table"]),
        ("we? run it", "they run it", ["run it"]),
        ("see ... live", "see the new score live", ["see live"]),
        ("see ... live", "see the score, live", []),
        ("see ,... live", "see the score, live", ["see live"]),
        ("see ... live", "see it on a big screen live", []),
        ("| tiny |", "cheap, tiny, red", ["tiny"]),
        ("| tiny |", "a tiny, red", []),
        ("{few-tables}", "it has 4 tables", ["4 tables"]),
        ("{few-tables}", "it has 40 tables", []),
        ("no {it}", "no docs", ["no docs"]),
    ],
)
def test_a_phrase_takes_its_words(phrase: str, text: str, expected: list[str]) -> None:
    assert taken(phrase, text, ("docs",)) == expected


@pytest.mark.parametrize("end", ["first", "second"])
def test_whatever_may_begin_a_phrase_leads_to_it(end: str) -> None:
    assert taken("(first|second)? word", f"{end} word") == sorted(["word", f"{end} word"])


def test_each_thing_is_found_by_its_phrase_alone() -> None:
    lookup = Lookup([(Phrase("(big|small) table"), 1), (Phrase("big"), 2), (Phrase("chair"), 3)])
    assert {item for item, _ in lookup.find(read("a big table"))} == {1, 2}
    assert {item for item, _ in lookup.find(read("chairs and a small lamp"))} == {3}


def test_what_is_looked_for_once_is_found_again() -> None:
    lookup = Lookup([(Phrase("tables {people}"), 1), (Phrase("taxi"), 2)])
    for text, found in [("a taxi", [2]), ("table developers", [1]), ("taxis", [2]), ("tab", [])]:
        assert [item for item, _ in lookup.find(read(text))] == found


def test_words_of_one_stem_are_found_though_they_begin_otherwise() -> None:
    lookup = Lookup([(Phrase("die"), 1), (Phrase("dying"), 2), (Phrase("dyeing"), 3)])
    list(lookup.find(read("dyes")))
    assert {item for item, _ in lookup.find(read("it dies"))} == {1, 2}


def test_of_words_that_begin_alike_each_may_be_meant() -> None:
    assert taken("(need|need to|need to have) ... (to|have)", "need to have") == [
        *("need have", "need to", "need to have"),
    ]


def test_a_phrase_that_needs_no_word_is_nowhere() -> None:
    assert taken("we?", "we are here") == []


def test_what_is_not_there_is_not_found() -> None:
    assert taken("django {people}", "") == []
    assert taken("django {people}", "🙂 ' ' ?") == []


def test_a_class_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownWordClass, match="did you mean 'people'"):
        check("django {peple}")


@pytest.mark.parametrize("phrase", ["(a|{people} b) c", "(a|b (c|d)) e", "(a|{adv}? b)"])
def test_one_of_several_is_words_or_a_class_alone(phrase: str) -> None:
    with pytest.raises(FaultyChoice, match="expected words, or a class alone"):
        check(phrase)


def test_a_phrase_of_words_only_is_plain() -> None:
    assert is_plain("tiny tool")
    assert not any(map(is_plain, ["~tiny", "a (b|c)", "{people}", "a ... b", "a?", "| a"]))


def test_a_phrase_is_found_in_some_ways_at_most() -> None:
    lookup = Lookup([(Phrase("a ,......... a ,......... a ,......... a"), None)])
    at_first = [words for _, words in lookup.find(read("a " * 100)) if words[0] == 0]
    assert 1 < len(at_first) <= WAYS


def test_what_has_led_nowhere_is_not_tried_again() -> None:
    """Else every further gap would multiply the work by its length."""
    asked = 0
    words, gaps = 200, 6

    def anything(text: Heard, at: int) -> Iterator[int]:
        nonlocal asked
        asked += 1
        yield from range(at + 1, min(at + 8, len(text.reading.words)) + 1)

    def nothing(_: Heard, __: int) -> Iterator[int]:
        yield from ()

    parts = (*[Part(anything, takes=True)] * gaps, Part(nothing, takes=True))
    assert not list(ways(parts, Heard(read("a " * words), {}), 0, set()))
    assert asked <= gaps * words
