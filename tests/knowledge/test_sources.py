"""Sources by the frameworks' own projects, and entries that have none."""

import dataclasses
from pathlib import Path

import pytest

import knowledge.base
from knowledge.base import KnowledgeBase
from knowledge.content import ContentError
from knowledge.ids import FRAMEWORKS
from knowledge.sources import Hosts, is_primary, load_primary_hosts, secondary_only
from tests.knowledge.test_loading import SOUND

HOSTS = ["example.org", "code.example/team"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org", True),
        ("https://example.org/docs/a#b", True),
        ("https://docs.example.org/a", True),
        ("https://EXAMPLE.org:443/a", True),
        ("https://code.example/team/project/issues/1", True),
        ("https://code.example/team", True),
        ("https://code.example/teammates/project", False),
        ("https://code.example/other/team", False),
        ("https://code.example", False),
        ("https://notexample.org", False),
        ("https://example.org@evil.example/", False),
        ("https://evil.example?https://example.org", False),
        ("https://example.org.evil.example", False),
        ("https://evil.example/example.org", False),
        ("README.md", False),
    ],
)
def test_a_source_is_primary_by_its_host_and_folder(url: str, expected: bool) -> None:
    assert is_primary(url, HOSTS) == expected


def test_every_framework_has_its_hosts() -> None:
    assert set(load_primary_hosts()) == set(FRAMEWORKS)


def test_the_homepage_and_the_repository_of_a_profile_are_primary(
    knowledge_base: KnowledgeBase,
) -> None:
    hosts = load_primary_hosts()
    for profile in knowledge_base.profiles.values():
        for url in (profile.homepage, profile.repository):
            assert is_primary(url, hosts[profile.id]), f"primary-hosts.toml: add {url}"


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match=r"primary-hosts\.toml"):
        load_primary_hosts(tmp_path)


def test_an_entry_about_a_framework_needs_a_source_by_its_project() -> None:
    base = knowledge.base.load(SOUND)
    # Of the three entries one is about no framework, and so needs none.
    missing = list(secondary_only(base, {"flask": ("flask.example",), "falcon": ("f.example",)}))
    assert [remark.path.rpartition("/")[2] for remark in missing] == [
        "how-fast-is-falcon.md",
        "how-fast-is-flask.md",
    ]
    hosts: Hosts = {"flask": ("manual.example",), "falcon": ("f.example",)}
    assert len(list(secondary_only(base, hosts))) == 1


def test_an_entry_that_says_why_is_left_alone() -> None:
    base = knowledge.base.load(SOUND)
    entries = {
        name: entry.model_copy(update={"secondary": "Nobody else measures this."})
        for name, entry in base.entries.items()
    }
    silent = dataclasses.replace(base, entries=entries)
    assert not list(secondary_only(silent, {"flask": ("x.example",), "falcon": ("x.example",)}))
