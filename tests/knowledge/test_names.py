"""Recognising names in a text."""

import pytest

from knowledge.names import Names

NAMES: Names[str] = Names(
    [
        ("flask", "flask"),
        ("sanic", "sanic"),
        ("fastapi", "fastapi"),
        ("fast api", "fastapi"),
        ("drf", "drf"),
        ("django", "django"),
        ("django rest framework", "drf"),
        ("c++", "c++"),
    ],
    known=["flash", "falsk", "manic"],
    shortest=5,
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("nothing here", {}),
        ("Flask!", {"flask": "flask"}),
        ("is FAST API quick", {"fastapi": "fast api"}),
        ("Django REST Framework", {"drf": "django rest framework"}),
        ("django", {"django": "django"}),
        ("django rest of the day", {"django": "django"}),
        ("sanic or flask or sanic", {"sanic": "sanic", "flask": "flask"}),
        ("drf, i.e. django rest framework", {"drf": "drf"}),
        ("C++", {"c++": "c++"}),
    ],
)
def test_names_are_found_in_the_order_of_the_text(text: str, found: dict[str, str]) -> None:
    assert dict(NAMES.find(text)) == found
    assert list(NAMES.find(text)) == list(found)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("flaks", "flask"),
        ("fastapy", "fastapi"),
        ("djngo", "django"),
        ("djanog rest framwork", "drf"),
        ("sanik", "sanic"),
    ],
)
def test_a_misspelt_name_is_recognised(text: str, name: str) -> None:
    assert list(NAMES.find(text)) == [name]


@pytest.mark.parametrize("text", ["flash", "falsk", "manic", "drv", "task", "panic attacks"])
def test_a_known_or_short_word_is_no_misspelt_name(text: str) -> None:
    assert "flask" not in NAMES.find(text)
    assert "drf" not in NAMES.find(text)
    assert text == "panic attacks" or not NAMES.find(text)


def test_shorter_words_are_left_alone_where_that_is_wanted() -> None:
    strict: Names[str] = Names([("rails", "rails"), ("django", "django")], shortest=6)
    assert dict(strict.find("mails, then rails and djang0")) == {
        "rails": "rails",
        "django": "django",
    }


def test_without_names_nothing_is_found() -> None:
    empty: Names[str] = Names([])
    assert dict(empty.find("flask")) == {}
