"""What a question asks of which framework, on the real content: by ids, not by wording."""

import pytest

from bot.advisor import Advisor
from knowledge.aspects import MOST_ELSE, AspectFinder
from knowledge.ids import FRAMEWORKS


@pytest.fixture(scope="session")
def finder(advisor: Advisor) -> AspectFinder:
    return advisor.finder.aspects


@pytest.mark.parametrize(
    ("text", "frameworks", "attributes"),
    [
        ("Is Sanic good at WebSockets?", ["sanic"], ["websockets"]),
        ("auth in falcon?", ["falcon"], ["authentication"]),
        ("does flask have an ORM", ["flask"], ["database-orm"]),
        ("djnago rest pagination", ["drf"], ["pagination"]),
        ("flaks websokets", ["flask"], ["websockets"]),
        ("fastapy authentification", ["fastapi"], ["authentication"]),
        ("fast api background jobs", ["fastapi"], ["background-work"]),
        ("is fast api fast?", ["fastapi"], ["performance"]),
        ("licence and file uploads of sanic", ["sanic"], ["licence", "file-uploads"]),
        ("drf or falcon: openapi", ["drf", "falcon"], ["api-documentation"]),
        ("database", [], ["database-orm"]),
        ("flask", ["flask"], []),
        ("nothing of the kind", [], []),
        ("", [], []),
    ],
)
def test_frameworks_and_attributes_are_told_apart(
    finder: AspectFinder, text: str, frameworks: list[str], attributes: list[str]
) -> None:
    found = finder.find(text)
    assert (list(found.frameworks), list(found.attributes)) == (frameworks, attributes)


@pytest.mark.parametrize(
    "text",
    [
        "Is Sanic good at WebSockets?",
        "auth in falcon?",
        "so does flask come with websockets",
        "what about pagination with drf",
        "flask vs sanic: openapi",
    ],
)
def test_a_question_about_an_aspect_is_all_about_it(finder: AspectFinder, text: str) -> None:
    found = finder.find(text)
    assert found.other == ()
    assert finder.is_all(found)


@pytest.mark.parametrize(
    "text",
    [
        "flask",
        "websockets",
        "",
        "peregrine falcon wing speed",
        "hip flask licence in bordeaux",
        "login page for our flask shop looks ugly on a telephone of my aunt",
    ],
)
def test_a_question_about_something_else_too_is_not(finder: AspectFinder, text: str) -> None:
    assert not finder.is_all(finder.find(text))


def test_a_question_may_have_a_few_other_words_that_are_known(finder: AspectFinder) -> None:
    few = "falcon websockets " + " ".join(["choose", "team", "service", "choose"][:MOST_ELSE])
    assert len(finder.find(few).other) == MOST_ELSE
    assert finder.is_all(finder.find(few))
    assert not finder.is_all(finder.find(f"{few} project"))


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_the_entry_about_the_framework_explains_before_the_general_one(
    finder: AspectFinder, framework: str
) -> None:
    for attribute in finder.knowledge.attributes.values():
        found = finder.find(f"{framework} {attribute.aliases[0]}")
        assert found.attributes == (attribute.id,)
        own = [entry for f, entry in attribute.entry_for.items() if f == framework]
        general = [attribute.entry] if attribute.entry else []
        assert finder.explaining(found) == [*own, *general]
        for entry in [*own, *general]:
            assert attribute.id in finder.explained_by(entry)


def test_an_entry_about_all_frameworks_is_about_none_in_particular(finder: AspectFinder) -> None:
    for entry in finder.knowledge.entries.values():
        expected = () if set(entry.frameworks) == set(FRAMEWORKS) else entry.frameworks
        assert finder.in_particular(entry.id) == expected
