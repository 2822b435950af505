"""From a question to an outcome, on the real content: by ids and structure, not by wording."""

import pytest

import knowledge.base
from bot.advisor import Advisor
from knowledge.asking import ANSWER_FROM, CANDIDATES, SUGGEST_FROM, Finder
from knowledge.base import KnowledgeBase
from knowledge.ids import FRAMEWORKS, FrameworkId
from knowledge.text import words


@pytest.fixture(scope="session")
def finder(advisor: Advisor) -> Finder:
    return advisor.finder


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_every_alias_names_its_framework(
    finder: Finder, knowledge_base: KnowledgeBase, framework: FrameworkId
) -> None:
    for alias in knowledge_base.profiles[framework].aliases:
        assert finder.frameworks(f"what about {alias.upper()}?") == [framework]


@pytest.mark.parametrize(
    ("text", "frameworks"),
    [
        ("flaks or fastapy", ["flask", "fastapi"]),
        ("Sanik vs. Falcn", ["sanic", "falcon"]),
        ("DRF or django rest framework or drf", ["drf"]),
        ("django-rest-framework", ["drf"]),
        ("fast-api", ["fastapi"]),
        ("nothing of the kind", []),
    ],
)
def test_frameworks_are_known_by_nickname_and_typo(
    finder: Finder, text: str, frameworks: list[str]
) -> None:
    assert finder.frameworks(text) == frameworks


def test_every_outcome_keeps_to_its_confidence(
    finder: Finder, knowledge_base: KnowledgeBase
) -> None:
    for entry in knowledge_base.entries.values():
        for text in (entry.question, entry.phrasings[0], entry.question[:12]):
            found = finder.find(text)
            if found.not_covered:
                continue
            expected = (
                "answer"
                if found.confidence >= ANSWER_FROM
                else "suggest"
                if found.confidence >= SUGGEST_FROM
                else "none"
            )
            assert found.outcome == expected
            assert (found.entry is None) == (expected != "answer")
            assert found.entry in (None, found.candidates[0][0])
            assert len(found.candidates) == CANDIDATES


@pytest.mark.parametrize("text", ["", "  ", "🙂", "?!", "что такое фреймворк", "x" * 40_000])
def test_a_text_without_a_word_that_is_known_is_refused(finder: Finder, text: str) -> None:
    found = finder.find(text)
    assert (found.outcome, found.entry, found.confidence) == ("none", None, 0.0)


@pytest.mark.parametrize("name", ["Litestar", "Django Ninja", "Tornado"])
def test_a_thing_that_is_not_covered_is_refused_by_name(
    finder: Finder, knowledge_base: KnowledgeBase, name: str
) -> None:
    thing = next(thing for thing in knowledge_base.things if thing.name == name)
    for alias in thing.aliases:
        found = finder.find(f"when should i use {alias}")
        assert (found.outcome, found.entry, found.not_covered) == ("none", None, thing)


@pytest.mark.parametrize(
    "text",
    [
        "my React page cannot reach the Flask backend, CORS blocks it",
        "explain FastAPI to a Java developer",
        "we must decide on Flask by spring",
    ],
)
def test_a_thing_beside_a_framework_is_not_taken_for_what_is_asked(
    finder: Finder, text: str
) -> None:
    assert finder.find(text).not_covered is None


@pytest.mark.parametrize(
    "text",
    [
        "which is better, FastAPI or Java",
        "is React faster than Flask",
        "what does React do",
        "how do I choose between React and Vue",
        "Spring Boot vs FastAPI",
        "should Flask and Rails share a database",
    ],
)
def test_a_thing_that_is_asked_about_is_refused_though_a_framework_is_named(
    finder: Finder, text: str
) -> None:
    found = finder.find(text)
    assert (found.outcome, found.not_covered is None) == ("none", False)


def test_a_thing_that_an_entry_is_about_is_answered_by_that_entry(
    finder: Finder, knowledge_base: KnowledgeBase
) -> None:
    about = [
        (entry.id, thing)
        for entry in knowledge_base.entries.values()
        for thing in knowledge_base.things
        if thing.aliases[0] in entry.question.lower().split()
    ]
    for entry_id, thing in about:
        found = finder.find(knowledge_base.entries[entry_id].question)
        assert found.not_covered != thing


def test_asking_twice_gives_the_same(finder: Finder, knowledge_base: KnowledgeBase) -> None:
    for entry in knowledge_base.entries.values():
        assert finder.find(entry.question) == finder.find(entry.question)


@pytest.mark.parametrize(
    ("text", "frameworks"),
    [
        ("compare flask, falcon and sanic", ["flask", "falcon", "sanic"]),
        ("Sanic vs Flask vs DRF", ["sanic", "flask", "drf"]),
        ("a table of fastapi, sanic, falcon please", ["fastapi", "sanic", "falcon"]),
        ("comparision of flaks, sanic and falcon, versus each other", ["flask", "sanic", "falcon"]),
    ],
)
def test_several_frameworks_are_compared_on_request(
    finder: Finder, text: str, frameworks: list[str]
) -> None:
    assert finder.sides(text) == (frameworks, [])


def test_two_frameworks_are_compared_on_an_attribute(
    finder: Finder, knowledge_base: KnowledgeBase
) -> None:
    for attribute in knowledge_base.attributes.values():
        sides = finder.sides(f"compare flask and sanic: {attribute.aliases[0]}")
        assert sides is not None
        assert sides[0] == ["flask", "sanic"]
        assert attribute.id in sides[1]


@pytest.mark.parametrize(
    "text",
    ["flask vs sanic", "compare flask", "flask falcon sanic", "compare them all", "", "versus"],
)
def test_what_does_not_ask_for_a_table_gets_none(finder: Finder, text: str) -> None:
    assert finder.sides(text) is None


def test_an_entry_about_the_framework_that_is_named_comes_first(
    finder: Finder, knowledge_base: KnowledgeBase
) -> None:
    for framework in FRAMEWORKS:
        name = knowledge_base.profiles[framework].short_name
        found = finder.find(f"what is {name}")
        assert framework in knowledge_base.entries[found.candidates[0][0]].frameworks


def test_every_entry_is_first_for_a_question_that_it_does_not_contain(
    finder: Finder, knowledge_base: KnowledgeBase
) -> None:
    own = {
        entry.id: {tuple(words(text)) for text in (entry.question, *entry.phrasings)}
        for entry in knowledge_base.entries.values()
    }
    reached = {
        found.candidates[0][0]
        for case in knowledge.base.load_cases()
        if not case.held_back
        and case.entries
        and (found := finder.find(case.text)).candidates
        and found.outcome != "none"
        and found.candidates[0][0] in case.entries
        and tuple(words(case.text)) not in own[found.candidates[0][0]]
    }
    assert set(knowledge_base.entries) - reached == set()
