"""An operator's own entries beside ours: the same format, the same checks, one report."""

import shutil
from pathlib import Path

import pytest

import knowledge.base
from knowledge.base import KnowledgeBase
from knowledge.content import ContentError, Problem
from tests.knowledge.test_loading import SOUND

ENTRY = """+++
question = "Who runs our gateway?"
phrasings = ["gateway team", "who do i ask about the gateway"]
frameworks = []
see_also = ["how-to-choose"]
reviewed = 2026-11-22
review_by = 2027-05-22
owner = "the gateway people"

[[sources]]
title = "The handbook"
url = "https://handbook.example/gateway"
checked = 2026-11-22
+++
The platform group.

The rest is detail.
"""
NOT_COVERED = '[[things]]\nname = "Our old stack"\naliases = ["old stack"]\nkind = "a thing"\n'
CASE = '[[cases]]\ntext = "whom to ask about the gateway"\nentries = ["gateway-owner"]\n'


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with one entry."""
    return folder_with(tmp_path / "acme", "faq/people/gateway-owner.md", ENTRY)


def folder_with(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return folder


def load(*own: Path) -> KnowledgeBase:
    return knowledge.base.load(SOUND, own)


def problems_of(*own: Path, ours: Path = SOUND) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as raised:
        knowledge.base.load(ours, own)
    return raised.value.problems


def test_entries_of_an_operator_stand_beside_ours(own: Path) -> None:
    base = load(own)
    assert set(base.entries) == {*load().entries, "gateway-owner"}
    entry = base.entries["gateway-owner"]
    assert (entry.topic, entry.owner, entry.frameworks) == ("people", "the gateway people", ())
    assert entry.see_also == ("how-to-choose",)


def test_every_entry_knows_its_file(own: Path) -> None:
    files = load(own).files
    assert set(files) == set(load(own).entries)
    ours, theirs = files["how-to-choose"], files["gateway-owner"]
    assert (ours.path, ours.shown) == (
        SOUND / "faq/choice/how-to-choose.md",
        "knowledge/faq/choice/how-to-choose.md",
    )
    assert theirs.path == own / "faq/people/gateway-owner.md"
    assert theirs.shown == str(theirs.path)


def test_several_folders_are_read_in_their_order(own: Path, tmp_path: Path) -> None:
    other = folder_with(tmp_path / "more", "faq/people/more.md", ENTRY)
    assert list(load(own, other).entries)[-2:] == ["gateway-owner", "more"]


def test_what_an_operator_does_not_cover_is_added_to_ours(own: Path) -> None:
    folder_with(own, "not-covered.toml", NOT_COVERED)
    names = [thing.name for thing in load(own).things]
    assert names == [*(thing.name for thing in load().things), "Our old stack"]


def test_cases_of_an_operator_are_added_to_ours(own: Path) -> None:
    folder_with(own, "cases/questions.toml", CASE)
    ours = knowledge.base.load_cases(SOUND)
    both = knowledge.base.load_cases(SOUND, [own])
    assert both[: len(ours)] == ours
    assert [case.entries for case in both[len(ours) :]] == [("gateway-owner",)]


def test_an_id_that_we_have_too_is_refused_with_both_files_and_another_name(own: Path) -> None:
    folder_with(own, "faq/people/how-to-choose.md", ENTRY)
    [problem] = problems_of(own)
    assert problem.path == str(own / "faq/people/how-to-choose.md")
    assert problem.field == "id"
    for word in ("knowledge/faq/choice/how-to-choose.md", "'acme-how-to-choose'"):
        assert word in problem.message


def test_an_id_that_two_folders_have_is_refused_too(own: Path, tmp_path: Path) -> None:
    other = folder_with(tmp_path / "My Answers!", "faq/staff/gateway-owner.md", ENTRY)
    [problem] = problems_of(own, other)
    assert problem.path == str(other / "faq/staff/gateway-owner.md")
    assert str(own / "faq/people/gateway-owner.md") in problem.message
    assert "'my-answers-gateway-owner'" in problem.message


def test_a_suggested_name_is_one_that_is_free(own: Path) -> None:
    folder_with(own, "faq/people/how-to-choose.md", ENTRY)
    folder_with(own, "faq/people/acme-how-to-choose.md", ENTRY)
    [problem] = problems_of(own)
    assert "'acme-how-to-choose-2'" in problem.message


def test_a_link_to_nowhere_is_refused_and_the_nearest_of_all_ids_named(own: Path) -> None:
    broken = ENTRY.replace('["how-to-choose"]', '["how-fast-is-falkon"]')
    folder_with(own, "faq/people/gateway-owner.md", broken)
    [problem] = problems_of(own)
    assert problem.field == "see_also.0"
    assert "'how-fast-is-falcon'" in problem.message


def test_owners_of_ours_stay_the_known_ones(own: Path, tmp_path: Path) -> None:
    ours = tmp_path / "knowledge"
    shutil.copytree(SOUND, ours)
    folder_with(ours, "faq/people/ours.md", ENTRY)
    [problem] = problems_of(own, ours=ours)
    assert (problem.path, problem.field) == ("knowledge/faq/people/ours.md", "owner")


def test_an_owner_must_be_named(own: Path) -> None:
    folder_with(own, "faq/people/gateway-owner.md", ENTRY.replace("the gateway people", " "))
    [problem] = problems_of(own)
    assert problem.field == "owner"


def test_the_faults_of_all_folders_come_in_one_report(own: Path, tmp_path: Path) -> None:
    ours = tmp_path / "knowledge"
    shutil.copytree(SOUND, ours)
    folder_with(ours, "faq/speed/stray/here.md", ENTRY)
    folder_with(own, "faq/people/no-owner.md", ENTRY.replace("owner =", "owned_by ="))
    folder_with(own, "not-covered.toml", "things = 1\n")
    other = folder_with(tmp_path / "empty", "notes.txt", "nothing yet")
    assert {(problem.path, problem.field) for problem in problems_of(own, other, ours=ours)} == {
        ("knowledge/faq/speed/stray/here.md", "file"),
        (str(own / "faq/people/no-owner.md"), "owner"),
        (str(own / "faq/people/no-owner.md"), "owned_by"),
        (str(own / "not-covered.toml"), "things"),
        (str(other / "faq"), "folder"),
    }


@pytest.mark.parametrize("name", ["attributes.toml", "frameworks/flask.toml"])
def test_a_file_that_is_read_from_our_folder_only_is_refused(own: Path, name: str) -> None:
    folder_with(own, name, "")
    [problem] = problems_of(own)
    assert problem.path == str(own / name.partition("/")[0])
    assert "take it out" in problem.message


def test_a_fault_in_a_case_of_an_operator_is_named_by_its_file(own: Path) -> None:
    folder_with(own, "cases/questions.toml", CASE.replace("entries", "entriez"))
    with pytest.raises(ContentError) as raised:
        knowledge.base.load_cases(SOUND, [own])
    assert {problem.path for problem in raised.value.problems} == {
        str(own / "cases/questions.toml")
    }
