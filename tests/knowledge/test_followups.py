"""What a short text means after the question before it, and what is none of that."""

from collections.abc import Sequence

import pytest

from bot.advisor import Advisor
from knowledge.aspects import AspectFinder
from knowledge.followups import LONGEST, About, Before, Intent, Rewritten, follow_up, intent
from knowledge.ids import FrameworkId

FASTAPI = Before("how fast is FastAPI?", ("fastapi",), ("performance",), "how-fast-is-fastapi")
LOUD = Before("Is FAST API quick? fastapi's docs say so", ("fastapi",), (), None)
FALCON = Before("auth in falcon?", ("falcon",), ("authentication",), "authentication")
WHAT = Before("what is fastapi", ("fastapi",), (), "what-is-fastapi")
TWO = Before("drf vs fastapi", ("drf", "fastapi"), (), "drf-vs-fastapi")
MOVE = Before("how do we migrate from flask to fastapi", ("flask", "fastapi"))
THREE = Before("compare flask, falcon and sanic", ("flask", "falcon", "sanic"))
ON_DOCS = Before("compare drf and sanic: openapi", ("drf", "sanic"), ("api-documentation",))
PAGES = Before("how do I page through results?", (), (), "pagination")
CACHE = Before("where do I cache?", (), (), "caching")
START = Before("")

OTHERS: list[tuple[str, Before, str]] = [
    ("and Flask?", FASTAPI, "how fast is {flask}?"),
    ("and flaks", FASTAPI, "how fast is {flask}?"),
    ("what about sanic", FASTAPI, "how fast is {sanic}?"),
    ("How about Falcon then?", FASTAPI, "how fast is {falcon}?"),
    ("flask?", FASTAPI, "how fast is {flask}?"),
    ("flask", FASTAPI, "how fast is {flask}?"),
    ("or django rest framework", FASTAPI, "how fast is {drf}?"),
    ("same for sanic please", FASTAPI, "how fast is {sanic}?"),
    ("ok and DRF?", FASTAPI, "how fast is {drf}?"),
    ("what about drf instead?", WHAT, "what is {drf}"),
    ("and flask and sanic?", WHAT, "what is {flask} and {sanic}"),
    ("and sanic too?", LOUD, "Is {sanic} quick? {sanic} docs say so"),
    ("in flask?", FALCON, "auth in {flask}?"),
    ("with sanic?", FALCON, "auth in {sanic}?"),
    ("and flask?", TWO, "drf vs {flask}"),
    ("and fastapi and sanic?", TWO, "{sanic} vs fastapi"),
    ("what about flask and sanic?", TWO, "{flask} vs {sanic}"),
    ("and sanic?", MOVE, "how do we migrate from flask to {sanic}"),
    ("what about falcon", ON_DOCS, "compare drf and {falcon}: openapi"),
    ("vs sanic?", WHAT, "{fastapi} vs {sanic}"),
    ("versus flask", TWO, "{drf} vs {flask}"),
    ("compared to Falcon?", WHAT, "{fastapi} vs {falcon}"),
    ("in sanic?", CACHE, "where do I cache in {sanic}?"),
]
"""A text, what was before it, and the question that it stands for, with the frameworks' names."""

NAMED: list[tuple[str, Before, Sequence[FrameworkId], Sequence[str]]] = [
    ("and for websockets?", FALCON, ["falcon"], ["websockets"]),
    ("and websokets", FALCON, ["falcon"], ["websockets"]),
    ("what about pagination and file uploads?", FALCON, ["falcon"], ["pagination", "file-uploads"]),
    ("and the admin?", ON_DOCS, ["drf", "sanic"], ["admin"]),
    ("vs sanic?", FASTAPI, ["fastapi", "sanic"], ["performance"]),
    ("against flask", FALCON, ["falcon", "flask"], ["authentication"]),
    ("vs flask", ON_DOCS, ["drf", "flask"], ["api-documentation"]),
    ("and flask or sanic?", FASTAPI, ["flask", "sanic"], ["performance"]),
    ("and flask?", PAGES, ["flask"], ["pagination"]),
    ("and flask and sanic?", PAGES, ["flask", "sanic"], ["pagination"]),
    ("and drf?", THREE, ["flask", "falcon", "sanic", "drf"], []),
    ("vs fastapi", THREE, ["flask", "falcon", "sanic", "fastapi"], []),
]
"""A text, what was before it, and the frameworks and attributes that are asked for by it."""

ABOUT: list[tuple[str, Intent]] = [
    ("why?", "why"),
    ("But why", "why"),
    ("How come?", "why"),
    ("more", "more"),
    ("Tell me more!", "more"),
    ("more details", "more"),
    ("source?", "sources"),
    ("Sources", "sources"),
    ("what's the source?", "sources"),
    ("sources pls", "sources"),
    ("says who?", "sources"),
]
"""What asks more of any answer."""

LITERAL: list[tuple[str, Before]] = [
    ("", FASTAPI),
    ("?!", FASTAPI),
    ("🙂", FASTAPI),
    ("and", FASTAPI),
    ("what about", FASTAPI),
    ("thanks", FASTAPI),
    ("ok", FASTAPI),
    ("what is flask?", FASTAPI),
    ("how fast is flask?", FASTAPI),
    ("is flask any good?", FASTAPI),
    ("flask or sanic?", FASTAPI),
    ("flask vs sanic", FASTAPI),
    ("and flask vs sanic?", FASTAPI),
    ("flask sanic", FASTAPI),
    ("when should I use flask", FASTAPI),
    ("and what is flask?", FASTAPI),
    ("and how do I deploy flask?", FASTAPI),
    ("what about flask's licence?", FASTAPI),
    ("and websockets in sanic?", FALCON),
    ("auth in flask?", FALCON),
    ("websockets", FALCON),
    ("websockets?", FALCON),
    ("does it do websockets?", FALCON),
    ("and for testing my new backend?", FALCON),
    ("and fastapi?", FASTAPI),
    ("fastapi", FASTAPI),
    ("and auth?", FALCON),
    ("and flask?", START),
    ("vs sanic?", START),
    ("and for websockets?", START),
    ("flask?", CACHE),
    ("and flask?", CACHE),
    ("vs flask", CACHE),
    ("vs drf", TWO),
    ("and litestar?", FASTAPI),
    ("and flask or litestar?", FASTAPI),
    ("we use flask", FASTAPI),
    ("flask then sanic", FASTAPI),
    ("why is flask slow?", FASTAPI),
    ("why flask?", FASTAPI),
    ("more about flask", FASTAPI),
    ("source code of flask", FASTAPI),
    ("more workers", FASTAPI),
    ("which sources of latency are there", FASTAPI),
    ("tell me more about sanic", FASTAPI),
    ("and flask? our team has used it for years and knows it inside out by now", FASTAPI),
    ("and " * LONGEST + "flask", FASTAPI),
    ("start", FASTAPI),
    ("best for beginners", FASTAPI),
]
"""What stands for itself, whatever was before it."""


@pytest.fixture(scope="session")
def names(advisor: Advisor) -> AspectFinder:
    return advisor.finder.aspects


@pytest.mark.parametrize(("text", "before", "question"), OTHERS)
def test_the_question_before_is_asked_of_other_frameworks(
    names: AspectFinder, text: str, before: Before, question: str
) -> None:
    called = {profile.id: profile.short_name for profile in names.knowledge.profiles.values()}
    assert follow_up(text, before, names) == Rewritten(question.format(**called))


@pytest.mark.parametrize(("text", "before", "frameworks", "attributes"), NAMED)
def test_the_question_before_is_asked_with_what_is_named_anew(
    names: AspectFinder,
    text: str,
    before: Before,
    frameworks: Sequence[str],
    attributes: Sequence[str],
) -> None:
    meant = follow_up(text, before, names)
    assert isinstance(meant, Rewritten)
    found = names.find(meant.question)
    assert (found.frameworks, found.attributes) == (tuple(frameworks), tuple(attributes))


@pytest.mark.parametrize(("text", "asked"), ABOUT)
@pytest.mark.parametrize("before", [FASTAPI, THREE, START])
def test_more_is_asked_of_the_last_answer(
    names: AspectFinder, text: str, asked: Intent, before: Before
) -> None:
    assert follow_up(text, before, names) == About(asked)
    assert intent(text) == asked


@pytest.mark.parametrize(("text", "before"), LITERAL)
def test_what_stands_for_itself_is_no_follow_up(
    names: AspectFinder, text: str, before: Before
) -> None:
    assert follow_up(text, before, names) is None


def test_half_of_the_lines_are_no_follow_ups() -> None:
    lines = len(OTHERS) + len(NAMED) + len(ABOUT)
    assert len(LITERAL) >= lines
    assert lines + len(LITERAL) >= 60


def test_every_attribute_is_found_again_by_the_words_that_it_is_asked_with(
    names: AspectFinder,
) -> None:
    for attribute in names.knowledge.attributes.values():
        before = Before("falcon", ("falcon",))
        for alias in attribute.aliases:
            meant = follow_up(f"what about {alias}?", before, names)
            if meant is None:
                # Some aliases are sentences that begin as a question of their own.
                continue
            assert isinstance(meant, Rewritten)
            assert attribute.id in names.find(meant.question).attributes
        several = Before("flask or sanic", ("flask", "sanic"))
        meant = follow_up(f"and {attribute.aliases[0]}", several, names)
        assert isinstance(meant, Rewritten)
        assert names.find(meant.question).attributes == (attribute.id,)
