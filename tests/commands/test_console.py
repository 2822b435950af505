"""Markdown in the terminal."""

import click
import pytest

from bot import console

INLINE = {
    "bold": ("a **bold word** here", "a bold word here"),
    "italic": ("an *(aside)* here", "an (aside) here"),
    "link": ("see [the guide](https://example.com/a)", "see the guide (https://example.com/a)"),
    "code is left alone": ("use `**kwargs` and `*`", "use `**kwargs` and `*`"),
    "stars that mean nothing": ("2 * 3 * 4, *args", "2 * 3 * 4, *args"),
    "bold around code": ("**`app`**", "`app`"),
    "a heading": ("## The **best** one", "The best one"),
}


@pytest.mark.parametrize(("markdown", "shown"), INLINE.values(), ids=INLINE)
def test_marks_become_readable(markdown: str, shown: str) -> None:
    assert click.unstyle(console.render(markdown)) == shown


def test_long_prose_is_wrapped_and_lists_hang() -> None:
    shown = console.render("- one two three four\n12. one two three four", 12)
    assert shown.splitlines()[:2] == ["- one two", "  three four"]
    assert shown.splitlines()[2:] == ["12. one two", "    three", "    four"]


def test_a_word_longer_than_the_line_stays_whole() -> None:
    url = "https://example.com/" + "a" * 30
    assert url in console.render(f"see {url} there", 20).splitlines()


def test_styles_do_not_count_as_width() -> None:
    assert len(console.render("**one two three four**", 18).splitlines()) == 1


def test_code_blocks_stay_as_they_are() -> None:
    code = "```python\nx = '**not bold**'   # " + "long " * 30 + "\n\n    - y\n```"
    assert console.render(code, 20) == code


def test_a_narrow_table_is_aligned() -> None:
    table = "| a | bbb |\n| --- | --- |\n| 1 \\| 2 | **3** |"
    assert click.unstyle(console.render(table)).splitlines() == ["a      bbb", "1 | 2  3"]


def test_a_wide_table_becomes_a_block_for_each_row() -> None:
    table = "| name | fact |\n|:--|--:|\n| x | one two three |\n| y | |"
    shown = click.unstyle(console.render(table, 14)).splitlines()
    assert shown == ["x", "  fact: one", "  two three", "y", "  fact:"]


def test_what_follows_a_table_or_an_open_code_block_is_not_lost() -> None:
    assert click.unstyle(console.render("| a |\n| - |\n| 1 |\ntext")).splitlines() == [
        "a",
        "1",
        "text",
    ]
    assert console.render("```\nopen") == "```\nopen"


def test_control_characters_are_dropped() -> None:
    assert console.render("a\x1b[31mb\x07c\x9bd") == "a[31mbcd"
    assert console.one_line(" a\n\tb\r\n ") == "a b"


def test_nothing_is_nothing() -> None:
    assert console.render("") == ""
