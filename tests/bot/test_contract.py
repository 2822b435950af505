"""The JSON that programs outside are written against."""

import json

import pytest
from pydantic import ValidationError

from bot import facts
from bot.advisor import Advisor
from bot.contract import LONGEST, Question, Situation, asked, decided, understood
from bot.replies import Facts
from knowledge.asking import Found
from knowledge.ids import FRAMEWORKS
from rules.models import UNKNOWN, UnknownAnswer
from tests.bot.talking import known_question, vague_question
from tests.conftest import NOW

TODAY = NOW.date()


def test_an_answer_is_the_entrys_markdown(advisor: Advisor) -> None:
    reply, found = advisor.answer(known_question(advisor), TODAY)
    result = asked(reply, found, advisor)
    assert result.outcome == "answer"
    assert result.entry is not None
    assert result.text == advisor.knowledge.entries[result.entry].answer
    assert result.candidates[0].id == result.entry


def test_a_vague_question_has_candidates_but_no_entry(advisor: Advisor) -> None:
    reply, found = advisor.answer(vague_question(advisor), TODAY)
    result = asked(reply, found, advisor)
    assert (result.outcome, result.entry) == ("suggest", None)
    assert len(result.candidates) >= 3


def test_facts_are_an_answer_with_the_entry_that_was_found_and_explains_them(
    advisor: Advisor,
) -> None:
    names = advisor.finder.aspects
    aspects = names.find("falcon websockets and licence")
    for candidates, entry in (
        ([("pagination", 0.5), ("websockets", 0.4)], "websockets"),
        ([("pagination", 0.5), ("caching", 0.4)], None),
    ):
        found = Found("suggest", None, 0.5, candidates)
        reply = facts.answer(names, aspects, found)
        assert isinstance(reply, Facts)
        result = asked(reply, found, advisor)
        assert (result.outcome, result.entry, result.confidence) == ("answer", entry, 0.5)
        assert [candidate.id for candidate in result.candidates] == [c for c, _ in candidates]
        for fact in reply.facts:
            assert fact.value in result.text
            assert all(source.url in result.text for source in fact.sources)


def test_an_answer_with_a_fact_has_the_fact_before_the_entry(advisor: Advisor) -> None:
    reply, found = advisor.answer("auth in falcon?", TODAY)
    result = asked(reply, found, advisor)
    fact = advisor.knowledge.profiles["falcon"].facts["authentication"]
    assert fact.value in result.text
    assert result.outcome == "answer"


@pytest.mark.parametrize("text", ["who won the cup yesterday", "litestar", "🙂"])
def test_what_is_not_known_has_no_entry_but_a_text(advisor: Advisor, text: str) -> None:
    reply, found = advisor.answer(text, TODAY)
    result = asked(reply, found, advisor)
    assert (result.outcome, result.entry) == ("none", None)
    assert result.text


def test_scores_run_from_0_to_1_best_first(advisor: Advisor) -> None:
    for entry in advisor.knowledge.entries.values():
        result = asked(*advisor.answer(entry.question, TODAY), advisor)
        scores = [candidate.score for candidate in result.candidates]
        assert len(scores) >= 3
        assert scores == sorted(scores, reverse=True)
        assert all(0 <= score <= 1 for score in [*scores, result.confidence])


def test_what_a_text_states_comes_with_its_words(small_advisor: Advisor) -> None:
    result = understood(small_advisor, "A Django team, and it must answer in microseconds.")
    assert result.answers == {"team": "django", "speed": "extreme"}
    assert result.evidence == {"team": "Django team", "speed": "microseconds"}


def test_a_decision_has_the_whole_shape(small_advisor: Advisor) -> None:
    answers = {"team": "django", "speed": "extreme"}
    result = decided(small_advisor, Situation(answers=answers))
    data = json.loads(result.model_dump_json())
    assert data["recommended"] == "falcon"
    assert next(place["framework"] for place in data["ranking"]) == "falcon"
    assert {place["framework"] for place in data["ranking"]} == set(FRAMEWORKS)
    [drf] = [place for place in data["ranking"] if place["framework"] == "drf"]
    assert drf == {"framework": "drf", "score": 3, "excluded_by": ["speed=extreme"]}
    assert (data["settled"], data["next_question"]) == (True, None)
    assert [because["weight"] for because in data["because"]] == [3]
    assert set(data["why_not"]) == set(FRAMEWORKS) - {"falcon"}
    assert [(b["veto"], b["weight"]) for b in data["why_not"]["drf"]] == [(True, None), (False, 3)]
    assert {"framework": "drf", "changes": {"speed": "normal"}} in data["flips"]
    assert (data["share"], data["worlds"], data["margin"]) == (1.0, 2, "narrow")
    assert {"framework": "drf", "changes": {"speed": "normal"}} in data["tipping"]


def test_an_open_decision_names_the_next_question(small_advisor: Advisor) -> None:
    result = decided(small_advisor, Situation(answers={"team": UNKNOWN}))
    assert (result.settled, result.next_question) == (False, "speed")


def test_an_open_decision_says_in_how_many_worlds_it_stays(small_advisor: Advisor) -> None:
    result = decided(small_advisor, Situation(answers={"team": "django"}))
    assert (result.recommended, result.share, result.worlds) == ("drf", 0.5, 4)
    assert {tip.framework: dict(tip.changes) for tip in result.tipping}["falcon"] == {
        "speed": "extreme"
    }


def test_a_text_is_decided_on_what_it_states(small_advisor: Advisor) -> None:
    by_text = decided(small_advisor, Situation(text="the team knows asyncio"))
    assert by_text == decided(small_advisor, Situation(answers={"team": "async"}))


@pytest.mark.parametrize(
    ("answers", "named"),
    [
        ({"colour": "blue"}, ["colour", "size, speed, team"]),
        ({"teem": "django"}, ["teem", "team"]),
        ({"team": "wizards"}, ["wizards", "team", "django, async, dont-know"]),
    ],
)
def test_an_unknown_answer_is_refused_with_the_valid_names(
    small_advisor: Advisor, answers: dict[str, str], named: list[str]
) -> None:
    with pytest.raises(UnknownAnswer) as raised:
        decided(small_advisor, Situation(answers=answers))
    for word in named:
        assert word in str(raised.value)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"text": ""},
        {"text": "   "},
        {"text": 5},
        {"text": None},
        {"text": "x" * (LONGEST + 1)},
        {"text": "x", "more": 1},
    ],
    ids=repr,
)
def test_a_question_is_one_text(data: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Question.model_validate(data)


@pytest.mark.parametrize(
    "data", [{}, {"answers": {}, "text": "x"}, {"answers": ["team"]}, {"answers": {"team": 1}}]
)
def test_a_situation_is_either_answers_or_a_text(data: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Situation.model_validate(data)


def test_a_decision_on_no_answers_at_all_is_possible(small_advisor: Advisor) -> None:
    result = decided(small_advisor, Situation(answers={}))
    assert not result.settled
    assert result.because == ()
