"""What is said on the way to a decision: steps, recommendations, reasons, and polls."""

import re

import pytest

from bot.argument_words import share_in_words
from bot.replies import (
    Ask,
    AskOthers,
    Choose,
    Gather,
    HandIn,
    Join,
    Look,
    Move,
    Reason,
    Record,
    Reply,
)
from bot.wording import Table, parts
from tests.bot.ranked import RECOMMENDATION, VERSUS
from tests.bot.samples import (
    DISAGREEMENT,
    POLL,
    REASONS,
    REPLIES,
    STEP,
)
from tests.bot.worded import actions, every_reply, words


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
