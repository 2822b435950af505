"""Phrases: what may stand in one, where a text has it, and that no text makes it take forever."""

from collections.abc import Iterator

import pytest

from rules.lookup import Lookup
from rules.parts import Part, ways
from rules.phrases import WAYS, FaultyChoice, Phrase, UnknownWordClass, check, is_plain
from rules.reading import Reading, read


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
    phrase = Phrase("a ,......... a ,......... a ,......... a")
    assert 1 < len(phrase.found(read("a " * 100), 0)) <= WAYS


def test_what_has_led_nowhere_is_not_tried_again() -> None:
    """Else every further gap would multiply the work by its length."""
    asked = 0
    words, gaps = 200, 6

    def anything(reading: Reading, at: int) -> Iterator[int]:
        nonlocal asked
        asked += 1
        yield from range(at + 1, min(at + 8, len(reading.words)) + 1)

    def nothing(_: Reading, __: int) -> Iterator[int]:
        yield from ()

    parts = (*[Part(anything, takes=True)] * gaps, Part(nothing, takes=True))
    assert not list(ways(parts, read("a " * words), 0, set()))
    assert asked <= gaps * words
