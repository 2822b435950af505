"""Answers from the profiles: when they are given in place of an entry, and beside one."""

import pytest

from bot import facts
from bot.advisor import Advisor
from bot.replies import Answer, Comparison, Facts, Nothing
from knowledge.asking import Found
from knowledge.ids import FRAMEWORKS
from tests.conftest import NOW

TODAY = NOW.date()
ABOUT_FALCON = "what-is-falcon"


def found(outcome: str, entry: str | None = None, confidence: float = 0.5, *others: str) -> Found:
    """An outcome as the finder gives it."""
    ranked = [(name, confidence) for name in (*([entry] if entry else []), *others)]
    assert outcome in ("answer", "suggest", "none")
    return Found(outcome, entry, confidence, ranked)  # type: ignore[arg-type]  # checked above


def asked(advisor: Advisor, text: str, outcome: Found) -> Facts | Comparison | None:
    names = advisor.finder.aspects
    return facts.answer(names, names.find(text), outcome)


def general(advisor: Advisor, attribute: str) -> str:
    """The general entry that explains an attribute."""
    entry = advisor.knowledge.attributes[attribute].entry
    assert entry is not None
    assert not advisor.finder.aspects.in_particular(entry)
    return entry


@pytest.mark.parametrize("outcome", ["suggest", "none"])
def test_the_profile_answers_where_no_entry_does(advisor: Advisor, outcome: str) -> None:
    reply = asked(advisor, "does sanic do websockets?", found(outcome))
    assert isinstance(reply, Facts)
    [fact] = reply.facts
    known = advisor.knowledge.profiles["sanic"].facts["websockets"]
    assert (fact.framework, fact.attribute) == ("sanic", "websockets")
    assert (fact.value, fact.sources) == (known.value, known.sources)
    assert reply.explaining == (general(advisor, "websockets"),)
    whens = advisor.knowledge.attributes["best-for"].entry_for
    assert [link.entry for link in reply.when_to_use] == [whens["sanic"]]


def test_every_attribute_that_is_asked_for_is_answered(advisor: Advisor) -> None:
    reply = asked(advisor, "falcon licence, uploads and pagination", found("suggest"))
    assert isinstance(reply, Facts)
    assert [f.attribute for f in reply.facts] == ["licence", "file-uploads", "pagination"]


def test_the_profile_answers_where_the_entry_is_about_another_framework(advisor: Advisor) -> None:
    outcome = found("answer", ABOUT_FALCON, 0.99)
    assert isinstance(asked(advisor, "flask licence", outcome), Facts)
    assert asked(advisor, "falcon licence", outcome) is None


@pytest.mark.parametrize(("confidence", "wins"), [(0.64, True), (0.65, False), (0.99, False)])
def test_a_general_entry_wins_where_it_is_likely(
    advisor: Advisor, confidence: float, wins: bool
) -> None:
    outcome = found("answer", general(advisor, "websockets"), confidence)
    assert (asked(advisor, "falcon websockets", outcome) is not None) == wins


@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_an_entry_about_the_framework_and_the_aspect_always_wins(
    advisor: Advisor, framework: str
) -> None:
    own = dict(advisor.knowledge.attributes["performance"].entry_for.items())
    outcome = found("answer", next(e for f, e in own.items() if f == framework), 0.61)
    assert asked(advisor, f"{framework} performance", outcome) is None


def test_what_may_be_about_something_else_is_left_unanswered(advisor: Advisor) -> None:
    for text in ("falcon wing speed", "falcon choose speed"):
        assert asked(advisor, text, found("none")) is None
    assert asked(advisor, "falcon speed", found("none")) is not None


def test_what_is_not_covered_stays_not_covered(advisor: Advisor) -> None:
    refused = Found("none", None, 0.0, [], not_covered=advisor.knowledge.things[0])
    assert asked(advisor, "flask websockets", refused) is None
    for thing in advisor.knowledge.things:
        reply, outcome = advisor.answer(f"flask websockets or {thing.aliases[0]}?", TODAY)
        if outcome.not_covered is not None:
            assert isinstance(reply, Nothing)


@pytest.mark.parametrize("text", ["flask or sanic for websockets?", "websockets: sanic, flask"])
def test_two_frameworks_on_an_attribute_are_compared_without_the_word(
    advisor: Advisor, text: str
) -> None:
    for outcome in (
        found("none"),
        found("suggest"),
        found("answer", general(advisor, "websockets"), 0.99),
        found("answer", ABOUT_FALCON, 0.99),
    ):
        reply = asked(advisor, text, outcome)
        assert isinstance(reply, Comparison)
        assert set(reply.ids) == {"flask", "sanic"}
        assert reply.attributes == ("websockets",)
        assert len(reply.rows) == 1


@pytest.mark.parametrize(("confidence", "compared"), [(0.64, True), (0.65, False)])
def test_a_question_about_more_than_the_aspect_gets_the_likely_general_entry(
    advisor: Advisor, confidence: float, compared: bool
) -> None:
    outcome = found("answer", general(advisor, "websockets"), confidence)
    reply = asked(advisor, "choose flask or sanic for websockets?", outcome)
    assert (reply is not None) == compared


def test_an_entry_about_both_frameworks_is_not_replaced_by_a_table(advisor: Advisor) -> None:
    both = next(
        e.id for e in advisor.knowledge.entries.values() if set(e.frameworks) == {"flask", "sanic"}
    )
    assert asked(advisor, "flask or sanic for websockets", found("answer", both, 0.62)) is None


def test_a_general_entry_is_given_with_what_the_profile_says_on_just_that(
    advisor: Advisor,
) -> None:
    names = advisor.finder.aspects
    entry = advisor.entry(general(advisor, "websockets"), TODAY)
    reply = facts.beside(names, names.find("falcon websockets"), entry)
    assert [(f.framework, f.attribute) for f in reply.facts] == [("falcon", "websockets")]
    assert reply.answer == entry.answer


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("websockets", "websockets"),
        ("falcon or flask websockets", "websockets"),
        ("falcon jwt", "websockets"),
        ("falcon performance", "how-fast-is-falcon"),
        ("what does falcon licence cost in our favourite shop", "what-is-falcon"),
    ],
)
def test_an_entry_stands_alone_where_it_says_it_all_or_something_else(
    advisor: Advisor, text: str, entry: str
) -> None:
    names = advisor.finder.aspects
    reply = facts.beside(names, names.find(text), advisor.entry(entry, TODAY))
    assert reply.facts == ()


def test_an_entry_about_the_framework_is_given_with_the_fact_that_it_is_not_about(
    advisor: Advisor,
) -> None:
    names = advisor.finder.aspects
    reply = facts.beside(names, names.find("falcon licence"), advisor.entry(ABOUT_FALCON, TODAY))
    assert [fact.attribute for fact in reply.facts] == ["licence"]


@pytest.mark.parametrize(
    ("text", "framework", "attribute"),
    [
        ("Is Sanic good at WebSockets?", "sanic", "websockets"),
        ("auth in falcon?", "falcon", "authentication"),
        ("does flask have an ORM", "flask", "database-orm"),
        ("djnago rest pagination", "drf", "pagination"),
        ("fast api background jobs", "fastapi", "background-work"),
    ],
)
def test_a_question_on_an_aspect_gets_the_fact_one_way_or_the_other(
    advisor: Advisor, text: str, framework: str, attribute: str
) -> None:
    reply, _ = advisor.answer(text, TODAY)
    assert isinstance(reply, Answer | Facts)
    assert [(f.framework, f.attribute) for f in reply.facts] == [(framework, attribute)]
