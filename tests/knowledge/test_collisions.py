"""Two entries that would win each other's questions are found, and others are not."""

import dataclasses

import knowledge.base
from knowledge.base import File, KnowledgeBase
from knowledge.collisions import collisions
from knowledge.content import Problem
from knowledge.ids import FrameworkId
from tests.knowledge.samples import ENTRIES
from tests.knowledge.test_loading import SOUND

TWIN = [
    "when does the library open its doors",
    "what are the opening hours of our library",
    "is the library closed on sundays",
]


def library(
    *twins: list[str], about: dict[str, tuple[FrameworkId, ...]] | None = None
) -> KnowledgeBase:
    """The sample entries as content, and more beside them with the phrasings given."""
    base = knowledge.base.load(SOUND)
    pattern = base.entries["how-to-choose"]
    listed = {str(entry["id"]): list(entry["phrasings"]) for entry in ENTRIES}
    listed |= {f"twin-{i}": twin for i, twin in enumerate(twins)}
    entries = {
        name: pattern.model_copy(
            update={
                "id": name,
                "question": phrasings[0],
                "phrasings": tuple(phrasings[1:]),
                "frameworks": (about or {}).get(name, ()),
            }
        )
        for name, phrasings in listed.items()
    }
    files = {name: File(SOUND / f"{name}.md", f"faq/{name}.md") for name in entries}
    return dataclasses.replace(base, entries=entries, files=files)


def of_the_twin(base: KnowledgeBase) -> list[Problem]:
    """The collisions of the twin, however close; among so few texts others are close too."""
    return [remark for remark in collisions(base, clearly=0) if "twin-0" in remark.message]


def test_entries_about_different_things_do_not_collide() -> None:
    assert list(collisions(library())) == []


def test_two_entries_that_ask_the_same_collide_once() -> None:
    [remark] = of_the_twin(library(TWIN))
    assert remark.path == "faq/opening-hours.md"
    assert remark.field == "question" or remark.field.startswith("phrasings.")
    assert any(f"'{text}'" in remark.message for text in TWIN)


def test_the_order_of_the_words_and_capitals_make_no_difference() -> None:
    shuffled = [" ".join(reversed(text.split())).upper() for text in TWIN]
    assert [remark.path for remark in of_the_twin(library(shuffled))] == ["faq/opening-hours.md"]


def test_entries_about_different_frameworks_are_told_apart_by_these() -> None:
    about: dict[str, tuple[FrameworkId, ...]] = {
        "opening-hours": ("flask",),
        "twin-0": ("falcon",),
    }
    assert of_the_twin(library(TWIN, about=about)) == []
    about["twin-0"] = ("flask",)
    assert len(of_the_twin(library(TWIN, about=about))) == 1


def test_what_is_won_by_little_does_not_count() -> None:
    assert list(collisions(library(TWIN), clearly=1000)) == []
