"""Replies put into words."""

import re
from typing import get_args

import pytest
from pydantic import ValidationError

from bot import plain
from bot.actions import LONGEST
from bot.argument_words import share_in_words
from bot.replies import (
    ACTION,
    REPLY,
    Ask,
    AskOthers,
    AskPlain,
    Choose,
    Compare,
    Gather,
    HandIn,
    Join,
    Look,
    Move,
    Reason,
    Record,
    Reply,
)
from bot.wording import Buttons, Details, Note, Prose, Table, confidence_word, parts, told
from knowledge.ids import FRAMEWORKS
from tests.bot.samples import (
    ANSWER,
    DISAGREEMENT,
    FACT,
    FACTS,
    LINKS,
    POLL,
    REASONS,
    RECOMMENDATION,
    REPLIES,
    RESUME,
    STEP,
    VERSUS,
)

every_reply = pytest.mark.parametrize("reply", REPLIES.values(), ids=REPLIES.keys())


def actions(reply: Reply) -> list[object]:
    return [button.action for button in plain.buttons(reply)]


def words(reply: Reply) -> str:
    return plain.render(reply)


def test_there_is_a_sample_of_every_kind_of_reply() -> None:
    kinds = {kind.model_fields["kind"].default for kind in get_args(get_args(Reply)[0])}
    assert {reply.kind for reply in REPLIES.values()} == kinds


@every_reply
def test_a_reply_survives_the_log(reply: Reply) -> None:
    assert REPLY.validate_json(REPLY.dump_json(reply)) == reply


@every_reply
def test_a_reply_has_something_to_read(reply: Reply) -> None:
    assert any(isinstance(part, Prose | Table) for part in parts(reply))
    for part in parts(reply):
        if isinstance(part, Prose | Note | Details):
            assert part.markdown.strip()


@every_reply
def test_every_button_has_a_label_and_an_action_that_travels(reply: Reply) -> None:
    for button in plain.buttons(reply):
        assert button.label.strip()
        value = ACTION.dump_json(button.action)
        assert len(value) <= 2_000
        assert ACTION.validate_json(value) == button.action


@every_reply
def test_every_group_of_buttons_says_what_for(reply: Reply) -> None:
    for part in parts(reply):
        if isinstance(part, Buttons):
            assert part.label.strip()


@every_reply
def test_buttons_of_a_walkthrough_carry_where_it_stands(reply: Reply) -> None:
    for action in actions(reply):
        if isinstance(action, AskOthers | Choose | HandIn | Look | Move | Record):
            assert (action.walk, action.revision) == ("w", 4)


@every_reply
def test_a_reply_on_the_way_ends_with_the_way_back(reply: Reply) -> None:
    if reply.kind != "answers":  # There, keeping all of them leads on.
        on_the_way = getattr(reply, "resume", None) is not None
        assert (actions(reply)[-1:] == [RESUME]) == on_the_way


def test_an_answer_is_followed_by_its_sources_and_the_day_of_its_review() -> None:
    text = words(ANSWER)
    assert ANSWER.answer in text
    assert "[The manual](https://falcon.example/manual)" in text
    assert "Our own page" in text
    assert "README.md" not in text
    assert "5 November 2026" in text


def test_how_sure_an_answer_is_stands_beside_it_only_if_it_was_matched() -> None:
    noted = [part.title for part in parts(ANSWER) if isinstance(part, Note) and part.title]
    assert len(noted) == 1
    assert "90%" in noted[0]
    pressed = REPLIES["answer by button"]
    assert not [part for part in parts(pressed) if isinstance(part, Note) and part.title]


@pytest.mark.parametrize(
    ("confidence", "word"),
    [(1.0, "sure"), (0.85, "sure"), (0.84, "likely"), (0.65, "likely"), (0.64, "unsure")],
)
def test_confidence_has_three_words(confidence: float, word: str) -> None:
    assert confidence_word(confidence) == word


def test_a_fact_comes_with_its_sources_and_the_days_on_which_they_were_looked_up() -> None:
    for reply in (FACTS, REPLIES["answer with a fact"]):
        text = words(reply)
        for shown in (FACT.name, FACT.label, FACT.value, "[The manual](https://falcon.example/"):
            assert shown in text
        assert "checked 5 November 2026" in text
    assert told((FACT,)) in words(FACTS)
    assert told(()) == ""


def test_facts_lead_to_what_explains_them_the_other_frameworks_and_when_to_use_it() -> None:
    explaining, beside, when = actions(FACTS)
    assert (explaining, when) == tuple(Ask(entry=link.entry) for link in LINKS)
    assert isinstance(beside, Compare)
    assert (beside.frameworks[0], beside.attributes) == ("falcon", ("licence",))
    assert sorted(beside.frameworks) == sorted(FRAMEWORKS)
    (both,) = actions(REPLIES["facts alone"])
    assert isinstance(both, Compare)
    assert both.attributes == ("licence", "admin")


@every_reply
def test_what_was_taken_in_context_says_so_first_and_can_be_refused(reply: Reply) -> None:
    taken_as = getattr(reply, "taken_as", None)
    refusals = [action for action in actions(reply) if isinstance(action, AskPlain)]
    assert (taken_as in words(reply).partition("\n")[0]) if taken_as else refusals == []
    assert len(refusals) == bool(taken_as)


def test_a_long_question_is_cut_where_it_is_only_named() -> None:
    taken = FACTS.model_copy(update={"taken_as": "why is\n\n# flask " * 300})
    [note, *_] = [part.markdown for part in parts(taken) if isinstance(part, Note)]
    assert len(note) < 300
    assert "\n" not in note


def test_the_longest_text_that_a_button_carries_fits_slack() -> None:
    for character in ("x", "é", "語", '"', "\\"):
        value = ACTION.dump_json(AskPlain(text=character * LONGEST)).decode()
        assert len(value) <= 2_000
    with pytest.raises(ValidationError):
        AskPlain(text="x" * (LONGEST + 1))


def test_more_says_what_it_is_about_and_counts_what_it_leaves_out() -> None:
    for kind in ("why", "more", "sources", "nothing more"):
        assert "What is Falcon?" in words(REPLIES[kind])
    assert "Because." in words(REPLIES["why"])
    assert "checked 5 November 2026" in words(REPLIES["sources"])
    assert "3 more" in words(REPLIES["sources"])
    assert "more." not in words(REPLIES["more"])


def test_a_stale_answer_has_a_warning_more() -> None:
    assert len(parts(REPLIES["stale answer"])) == len(parts(ANSWER)) + 1


def test_only_an_answer_about_several_frameworks_offers_the_comparison() -> None:
    assert Compare(frameworks=("falcon", "flask")) in actions(REPLIES["answer about two"])
    assert not any(isinstance(action, Compare) for action in actions(ANSWER))


def test_a_table_has_a_cell_below_every_heading() -> None:
    [table] = [part for part in parts(REPLIES["comparison"]) if isinstance(part, Table)]
    assert table.header[1:] == ("Falcon", "Flask")
    assert all(len(row) == len(table.header) for row in table.rows)


def test_what_is_not_covered_is_named() -> None:
    assert "Rails" in words(REPLIES["not covered"])


def test_every_option_of_a_step_is_a_button() -> None:
    chosen = [action.option for action in actions(STEP) if isinstance(action, Choose)]
    assert chosen == [option.id for option in STEP.options]


def test_there_is_nothing_to_move_to_before_the_first_answer() -> None:
    assert not any(isinstance(action, Move) for action in actions(STEP))
    moves = {a.do for a in actions(REPLIES["later step"]) if isinstance(a, Move)}
    assert moves == {"back", "list", "show", "restart"}


def test_a_step_says_why_it_is_asked_again_first() -> None:
    assert words(REPLIES["later step"]).startswith("Again.")


def test_a_recommendation_says_why_and_why_not() -> None:
    text = words(RECOMMENDATION)
    for reason in ("It is quick.", "It is bare.", "It is slow."):
        assert text.count(reason) == 1
    # What speaks for a framework that lost is no reason against it.
    assert "It is known." not in text


@every_reply
def test_every_framework_that_lost_has_a_line_that_says_why_and_what_would_tip_it(
    reply: Reply,
) -> None:
    if reply.kind != "recommendation":
        return
    lines = words(reply).splitlines()
    for contender in reply.ranking[1:]:
        [line, *others] = [one for one in lines if one.startswith(f"- **{contender.name}**, ")]
        assert len(others) == sum(one == contender for one in reply.ranking[1:]) - 1 or reply.tips
        for change in contender.tipping or ():
            assert f"{change.label} " in line
            assert f"“{change.answer}”" in line


def test_an_old_recommendation_still_names_the_change_that_would_flip_it() -> None:
    assert "“Speed: normal”" in words(REPLIES["recommendation of before"])


def test_how_sure_it_is_stands_in_the_share_and_the_open_questions() -> None:
    text = words(REPLIES["unsettled"])
    assert "75%" in text
    assert "12 ways" in text
    assert "Size" in text.partition("What speaks for it")[0]
    assert "all 4 ways" in words(REPLIES["first in every case"])
    assert "ways" not in words(REPLIES["all answered"])


def test_another_one_that_is_first_more_often_is_named() -> None:
    [line] = [
        one for one in words(REPLIES["behind in the open cases"]).splitlines() if "20%" in one
    ]
    assert "Flask would be in 25%" in line


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0, "0%"), (0.001, "less than 1%"), (0.5, "50%"), (0.999, "more than 99%"), (1, "100%")],
)
def test_a_share_is_all_or_nothing_only_where_it_is(share: float, shown: str) -> None:
    assert share_in_words(share) == shown


def test_only_a_few_reasons_are_given_and_the_others_counted() -> None:
    many = tuple(
        Reason(answer="A: b", reason=f"Reason {n}.", weight=1, see="what-is-drf") for n in range(9)
    )
    best = RECOMMENDATION.ranking[0].model_copy(update={"reasons": many})
    text = words(RECOMMENDATION.model_copy(update={"ranking": (best, RECOMMENDATION.ranking[1])}))
    shown = sum(f"Reason {n}." in text for n in range(9))
    assert 3 <= shown < 9
    assert f"{9 - shown} more" in text


def test_a_recommendation_leads_to_the_first_two_and_to_all_reasons() -> None:
    looks = [action for action in actions(RECOMMENDATION) if isinstance(action, Look)]
    assert [(look.do, look.framework) for look in looks] == [("versus", None), ("reasons", None)]


def test_the_first_two_stand_side_by_side_where_they_differ() -> None:
    [table] = [part for part in parts(VERSUS) if isinstance(part, Table)]
    assert table.header == ("", "Falcon", "Flask")
    headings = [row[0] for row in table.rows]
    assert headings[:2] == [contrast.answer for contrast in VERSUS.contrasts]
    assert "It is quick." in table.rows[0][1]
    assert len(headings) == 3
    records = [action for action in actions(VERSUS) if isinstance(action, Record)]
    assert [record.framework for record in records] == ["falcon", "flask"]


def test_where_nothing_tells_the_first_two_apart_there_is_no_table() -> None:
    shown = parts(REPLIES["versus without a difference"])
    assert not [part for part in shown if isinstance(part, Table)]


def test_all_reasons_are_told_with_the_answer_and_the_source_of_each() -> None:
    text = words(REASONS)
    for reason in REASONS.ranking[2].reasons:
        [line] = [one for one in text.splitlines() if reason.reason in one]
        assert reason.answer in line
        assert ("[1]" in line) == (reason.see == "is-drf-too-slow")
    assert "1. Is it slow? [The manual](https://falcon.example/manual)" in text


def test_all_reasons_lead_to_the_entries_and_to_the_other_frameworks() -> None:
    assert Ask(entry="is-drf-too-slow") in actions(REASONS)
    looks = [action for action in actions(REASONS) if isinstance(action, Look)]
    assert [look.framework for look in looks if look.do == "reasons"] == ["falcon", "flask"]


def test_questions_left_can_be_asked_only_where_there_are_any() -> None:
    assert any(getattr(a, "do", "") == "more" for a in actions(RECOMMENDATION))
    assert any(getattr(a, "do", "") == "more" for a in actions(REPLIES["further ones to answer"]))
    assert not any(getattr(a, "do", "") == "more" for a in actions(REPLIES["all answered"]))


def test_a_tie_is_named() -> None:
    assert "Falcon and Flask" in words(REPLIES["tie"])
    assert "Falcon and Flask" not in words(RECOMMENDATION)


def test_one_thing_is_counted_in_the_singular() -> None:
    text = words(RECOMMENDATION)
    assert "1 open questions" not in text
    assert not re.search(r"\b1 points", text)


def test_the_reason_is_told_where_another_framework_was_recorded() -> None:
    assert "We know it." in words(REPLIES["recorded"])
    assert "We know it." not in words(REPLIES["recorded as recommended"])


def test_others_can_be_asked_wherever_one_decides_alone() -> None:
    for kind in ("first step", "later step", "recommendation", "unsettled"):
        assert sum(isinstance(a, AskOthers) for a in actions(REPLIES[kind])) == 1
    for kind in ("step in a poll", "recommendation in a poll", "versus in a poll"):
        assert not any(isinstance(a, AskOthers | Record) for a in actions(REPLIES[kind]))


def test_who_takes_part_in_a_poll_hands_in_where_others_record() -> None:
    for kind in ("recommendation in a poll", "versus in a poll"):
        assert sum(isinstance(a, HandIn) for a in actions(REPLIES[kind])) == 1
    assert not any(isinstance(a, HandIn) for a in actions(RECOMMENDATION))


def test_a_poll_names_the_code_and_who_has_answered() -> None:
    text = words(REPLIES["poll"])
    for shown in ("Olga", "Ann and Ben", "Cleo", "`join k7wq3mrt`", "https://a.example/?join="):
        assert shown in text
    codes = {a.code for a in actions(REPLIES["poll"]) if isinstance(a, Join | Gather)}
    assert codes == {"k7wq3mrt"}


def test_an_invitation_leads_to_taking_part_and_nowhere_else() -> None:
    for kind in ("invitation", "invitation by nobody"):
        assert actions(REPLIES[kind]) == [Join(code="k7wq3mrt")]


def test_the_comparison_says_who_would_get_what_and_who_said_what() -> None:
    lines = words(DISAGREEMENT).splitlines()
    for shown in (["Ann", "Falcon"], ["Ben", "Flask"], ["Django", "Ben and Olga", "Async", "Ann"]):
        assert [line for line in lines if all(part in line for part in shown)], shown


def test_the_majority_is_offered_only_where_there_is_one_in_every_dispute() -> None:
    ways = {
        kind: [a.do for a in actions(REPLIES[kind]) if isinstance(a, Gather)]
        for kind in ("disagreement", "no majority", "agreement")
    }
    assert ways == {
        "disagreement": ["agree", "wait", "majority"],
        "no majority": ["agree", "wait"],
        "agreement": ["agree", "wait"],
    }


def test_only_a_few_of_many_people_are_named() -> None:
    people = tuple(f"Person-{number}" for number in range(30))
    text = words(POLL.model_copy(update={"handed_in": people}))
    named = sum(bool(re.search(rf"{person}\b", text)) for person in people)
    assert 1 < named < 30
    assert f"{30 - named} others" in text


def test_a_name_is_shown_as_it_is_and_does_nothing() -> None:
    typed = "**A_n_n** [x](http://evil.example) `<b>`\n# Bob"
    ballot = DISAGREEMENT.ballots[0].model_copy(update={"by": typed})
    for reply in (
        POLL.model_copy(update={"owner": typed, "handed_in": (typed,)}),
        DISAGREEMENT.model_copy(update={"ballots": (ballot,)}),
    ):
        text = words(reply)
        assert "](http" not in text
        assert "<b>" not in text
        assert "# Bob" not in text
        assert "Bob" in text
