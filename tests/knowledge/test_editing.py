"""Phrasings are added to a file's text, however its list is written, and nothing else changes."""

import difflib
import tomllib

import pytest

from knowledge.base import CONTENT
from knowledge.editing import CannotEdit, with_phrasings

LISTS = {
    "a line each": '[\n  "one",\n  "two",\n]',
    "no comma behind the last": '[\n  "one",\n  "two"\n]',
    "on one line": '["one", "two"]',
    "on one line with a last comma": '["one", "two",]',
    "one alone": '["one"]',
    "blanks within": '[ "one" , "two" ]',
    "the bracket behind the last": '[\n  "one",\n  "two"]',
    "tabs": '[\n\t"one",\n\t"two",\n]',
    "no indent": '[\n"one",\n"two",\n]',
    "the bracket indented": '[\n    "one",\n    "two",\n  ]',
    "comments": '[ # ways ]\n  "one", # "not this"\n  "two" # nor ] this\n  # the end ]\n]',
    "brackets, marks and quotes in texts": '[\n  "a ] b, # \\" c",\n  \'d ] "e" #\',\n]',
    "empty lines": '[\n\n  "one",\n\n]',
    "texts of several lines": '[\n  """one\ntwo ]""",\n  \'\'\'three\n"four"\'\'\',\n]',
}
ADDED = ["sanic's speed", 'say "fast", or \\ not ]', "größer ＃ 速い"]


def entry(phrasings: str) -> str:
    return (
        '+++\nquestion = "phrasings = [?"\n'
        f"phrasings = {phrasings}\nsee_also = []\n+++\nphrasings = [\n\nText.\n"
    )


def front_matter(text: str) -> dict[str, object]:
    return tomllib.loads(text.replace("\r\n", "\n").split("+++\n")[1])


@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["LF", "CRLF"])
@pytest.mark.parametrize("phrasings", LISTS.values(), ids=LISTS)
def test_phrasings_are_added_behind_the_others(phrasings: str, line_end: str) -> None:
    before = entry(phrasings).replace("\n", line_end)
    after = with_phrasings(before, ADDED)
    old, new = front_matter(before), front_matter(after)
    assert isinstance(old["phrasings"], list)
    assert new == {**old, "phrasings": [*old["phrasings"], *ADDED]}
    assert after.count("\r\n") == (after.count("\n") if line_end == "\r\n" else 0)
    assert after.partition("see_also")[2] == before.partition("see_also")[2]


def test_where_each_phrasing_has_a_line_only_lines_are_added() -> None:
    before = entry(LISTS["a line each"])
    after = with_phrasings(before, ADDED[:1])
    changes = [d for d in difflib.ndiff(before.split("\n"), after.split("\n")) if d[0] in "+-"]
    assert changes == ['+   "sanic\'s speed",']


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no front matter",
        '+++\nquestion = "x"\n+++\nText.\n',
        '+++\nphrasings = "x"\n+++\nText.\n',
        '+++\nphrasings = ["x"\n+++\nText.\n',
        "+++\nphrasings = [1]\n+++\nText.\n",
        '+++\nquestion = """\nphrasings = ["x"]\n"""\nphrasings = ["y"]\n+++\nText.\n',
        '+++\nquestion = "x"\n+++\nphrasings = ["x"]\n',
    ],
)
def test_a_file_that_is_not_understood_is_refused(text: str) -> None:
    with pytest.raises(CannotEdit):
        with_phrasings(text, ADDED)


def test_every_entry_of_ours_can_be_edited() -> None:
    for path in CONTENT.glob("faq/*/*.md"):
        before = path.read_text(encoding="utf-8")
        changed = front_matter(with_phrasings(before, ADDED))
        listed = changed["phrasings"]
        assert isinstance(listed, list)
        assert listed[-3:] == ADDED, path.name
