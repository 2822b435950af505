"""Folding texts into words."""

import pytest

from knowledge.text import LONGEST, fold, stem, stems, tokens, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("   \n\t ", []),
        ("?!… — ()", []),
        ("🙂🚀", []),
        ("какой фреймворк 什么", []),
        ("Flask", ["flask"]),
        ("Café ÜBER naïve", ["cafe", "uber", "naive"]),
        ("flask/falcon, sanic;drf", ["flask", "falcon", "sanic", "drf"]),
        ("C++ and C#", ["c++", "and", "c#"]),
        ("don't", ["do", "not"]),
        ("isn’t it", ["is", "not", "it"]),
        ("it's what we've", ["it", "what", "we", "have"]),
        ("they're, you'll", ["they", "are", "you", "will"]),
        ("python3.11", ["python3", "11"]),
        ("ﬁle", ["file"]),
        ("x²", ["x2"]),
    ],
)
def test_a_text_is_folded_into_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    assert words("a " * LONGEST) == ["a"] * (LONGEST // 2)


def test_folding_twice_is_folding_once() -> None:
    for text in ("Éa ﬁ ² „Don’t“", "İstanbul", "ẞ ﷺ"):
        assert fold(fold(text)) == fold(text)


def test_tokens_stand_where_they_say() -> None:
    folded = fold("  Is Fläsk – really – 2x faster?")
    assert [t.word for t in tokens(folded)] == ["is", "flask", "really", "2x", "faster"]
    assert all(folded[t.start : t.end] == t.word for t in tokens(folded))


@pytest.mark.parametrize(
    "forms", [["deploy", "deploys", "deployed", "deploying"], ["worker", "workers"]]
)
def test_the_forms_of_a_word_have_one_stem(forms: list[str]) -> None:
    assert len({stem(form) for form in forms}) == 1


def test_stems_follow_the_words() -> None:
    assert stems("Deploying workers!") == [stem("deploying"), stem("workers")]
