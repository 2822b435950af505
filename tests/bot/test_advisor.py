"""The advisor: questions and answers to replies."""

import datetime

import pytest

from bot.advisor import DONT_KNOW, SHOWN, Advisor
from bot.replies import Nothing, Recommendation, Step, Suggest
from bot.store.records import Walk
from knowledge.ids import FRAMEWORKS
from rules.engine import evaluate
from rules.models import UNKNOWN, UnknownAnswer
from tests.bot.talking import vague_question
from tests.conftest import NOW

TODAY = NOW.date()
WALK = Walk(id="w", thread="web:1", person="web:ann", name="small", version=3, revision=7)


def test_an_entry_is_shown_with_all_that_is_known_of_it(advisor: Advisor) -> None:
    for entry in advisor.knowledge.entries.values():
        reply = advisor.entry(entry.id, TODAY)
        assert (reply.question, reply.answer) == (entry.question, entry.answer)
        assert reply.sources == entry.sources
        assert [link.entry for link in reply.see_also] == list(entry.see_also)


def test_an_entry_is_stale_from_the_day_after_its_review_is_due(advisor: Advisor) -> None:
    entry = next(iter(advisor.knowledge.entries.values()))
    assert not advisor.entry(entry.id, entry.review_by).stale
    assert advisor.entry(entry.id, entry.review_by + datetime.timedelta(days=1)).stale


def test_an_unknown_entry_is_a_key_error(advisor: Advisor) -> None:
    with pytest.raises(KeyError, match="once-there-was"):
        advisor.entry("once-there-was", TODAY)


def test_only_the_first_few_candidates_are_suggested(advisor: Advisor) -> None:
    reply, found = advisor.answer(vague_question(advisor), TODAY)
    assert isinstance(reply, Suggest)
    shown = [entry for entry, _ in found.candidates[:SHOWN]]
    assert [link.entry for link in reply.candidates] == shown


def test_a_thing_that_is_not_covered_is_refused_by_its_name(advisor: Advisor) -> None:
    for thing in advisor.knowledge.things:
        reply, found = advisor.answer(f"should we use {thing.aliases[0]}", TODAY)
        if found.not_covered is None:
            # Some entries are about such a thing and its place beside the frameworks.
            continue
        assert isinstance(reply, Nothing)
        assert reply.not_covered is not None
        assert thing.name in reply.not_covered


def test_a_comparison_has_a_cell_for_each_framework_and_attribute(advisor: Advisor) -> None:
    reply = advisor.compare(FRAMEWORKS)
    assert reply.frameworks == tuple(advisor.name(f) for f in FRAMEWORKS)
    assert all(len(row) == len(FRAMEWORKS) + 1 and all(row) for row in reply.rows)


def test_the_examples_of_the_welcome_are_answered(advisor: Advisor) -> None:
    examples = advisor.welcome().examples
    assert len(examples) >= 3
    assert all(example.entry in advisor.knowledge.entries for example in examples)


def test_every_question_offers_its_options_and_dont_know(advisor: Advisor) -> None:
    for criterion in advisor.walkthrough.criteria:
        step = advisor.step(WALK, criterion)
        offered = [option.id for option in step.options]
        assert offered == [*(option.id for option in criterion.options), UNKNOWN]
        assert step.options[-1].label == DONT_KNOW


def test_the_open_question_comes_before_the_result(small_advisor: Advisor) -> None:
    reply = small_advisor.proceed(WALK)
    assert isinstance(reply, Step)
    assert reply.criterion == evaluate(small_advisor.walkthrough, {}).next_question


def test_a_settled_walkthrough_shows_the_result_unless_it_goes_on(small_advisor: Advisor) -> None:
    settled = WALK.model_copy(update={"answers": {"team": "async"}})
    assert isinstance(small_advisor.proceed(settled), Recommendation)
    going_on = settled.model_copy(update={"keep_going": True})
    assert isinstance(small_advisor.proceed(going_on), Step)


def test_a_focus_is_asked_even_when_all_is_settled(small_advisor: Advisor) -> None:
    walk = WALK.model_copy(update={"answers": {"team": "async"}, "focus": "team"})
    reply = small_advisor.proceed(walk, "Again.")
    assert isinstance(reply, Step)
    assert (reply.criterion, reply.notice) == ("team", "Again.")


def test_a_recommendation_carries_the_reasons_of_every_framework(small_advisor: Advisor) -> None:
    walk = WALK.model_copy(update={"answers": {"team": "django", "speed": "extreme"}})
    reply = small_advisor.recommend(walk)
    by_id = {contender.framework: contender for contender in reply.ranking}
    assert next(iter(by_id)) == "falcon"
    assert by_id["drf"].excluded
    assert [reason.weight for reason in by_id["drf"].reasons] == [None, 3]
    assert [reason.see for reason in by_id["falcon"].reasons] == ["how-fast-is-falcon"]
    assert (reply.walk, reply.revision, reply.open_questions) == ("w", 7, 1)
    assert by_id["falcon"].tipping is None
    assert [change.answer for change in by_id["drf"].tipping or ()] == ["Like any other"]
    assert sum(contender.share or 0 for contender in reply.ranking) == 1


def test_a_change_says_what_was_answered_instead_and_nothing_where_that_is_not_known(
    small_advisor: Advisor,
) -> None:
    walk = WALK.model_copy(update={"answers": {"team": "django", "speed": UNKNOWN}})
    by_id = {one.framework: one for one in small_advisor.recommend(walk).ranking}
    assert [(c.answer, c.instead) for c in by_id["fastapi"].tipping or ()] == [
        ("Async Python", "Django")
    ]
    assert [c.instead for c in by_id["falcon"].tipping or ()] == [None]


def test_the_open_questions_that_could_change_it_are_named(small_advisor: Advisor) -> None:
    reply = small_advisor.recommend(WALK.model_copy(update={"answers": {"team": "django"}}))
    assert (reply.settled, reply.turning, reply.joining) == (False, ("Speed",), ())
    assert reply.worlds == 4


def test_optional_questions_are_not_waited_for(advisor: Advisor) -> None:
    answers = {c.id: UNKNOWN for c in advisor.walkthrough.course}
    reply = advisor.recommend(WALK.model_copy(update={"answers": answers}))
    optional = [c for c in advisor.walkthrough.criteria if c.optional]
    assert (reply.open_questions, reply.further_questions) == (0, len(optional))
    for criterion in optional:
        step = advisor.step(WALK.model_copy(update={"answers": answers}), criterion)
        assert step.total == len(answers) + 1


def test_the_first_two_are_shown_with_the_answers_that_make_no_difference(
    small_advisor: Advisor,
) -> None:
    answers = {"team": "async", "speed": "extreme", "size": "tiny"}
    reply = small_advisor.versus(WALK.model_copy(update={"answers": answers}))
    assert (reply.first.framework, reply.second.framework) == ("fastapi", "falcon")
    assert {given.criterion for given in reply.level} == {"size"}
    assert len(reply.contrasts) == 2


def test_the_reasons_of_every_framework_come_with_the_entries_they_rest_on(
    advisor: Advisor,
) -> None:
    answers = {c.id: c.options[0].id for c in advisor.walkthrough.course}
    walk = WALK.model_copy(update={"answers": answers})
    assert advisor.reasons(walk).framework == advisor.recommend(walk).ranking[0].framework
    for framework in FRAMEWORKS:
        reply = advisor.reasons(walk, framework)
        assert reply.framework == framework
        [about] = [one for one in reply.ranking if one.framework == framework]
        assert [one.entry for one in reply.cited] == list(
            dict.fromkeys(reason.see for reason in about.reasons)
        )
        assert all(one.sources for one in reply.cited)


def test_a_tie_names_those_who_share_the_first_place(small_advisor: Advisor) -> None:
    tied = WALK.model_copy(update={"answers": {"team": "async", "speed": "extreme"}})
    names = tuple(small_advisor.name(f) for f in FRAMEWORKS if f in ("fastapi", "falcon"))
    assert small_advisor.recommend(tied).tied == names
    alone = WALK.model_copy(update={"answers": {"team": "async"}})
    assert small_advisor.recommend(alone).tied == ()


def test_others_are_all_but_the_recommended_one(small_advisor: Advisor) -> None:
    walk = WALK.model_copy(update={"answers": {"team": "async"}})
    assert [c.id for c in small_advisor.others(walk).frameworks] == [
        f for f in FRAMEWORKS if f != "fastapi"
    ]


def test_answers_keep_the_order_in_which_they_were_given(small_advisor: Advisor) -> None:
    given = small_advisor.given({"speed": "normal", "team": UNKNOWN})
    assert [(g.criterion, g.option) for g in given] == [("speed", "normal"), ("team", UNKNOWN)]
    assert given[1].answer == DONT_KNOW


def test_an_answer_to_an_unknown_criterion_is_refused(small_advisor: Advisor) -> None:
    with pytest.raises(UnknownAnswer, match="colour"):
        small_advisor.given({"colour": "blue"})
