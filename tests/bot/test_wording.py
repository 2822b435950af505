"""Replies put into words."""

from typing import get_args

import pytest
from pydantic import ValidationError

from bot import plain
from bot.actions import LONGEST
from bot.replies import (
    ACTION,
    REPLY,
    Ask,
    AskOthers,
    AskPlain,
    Choose,
    Compare,
    HandIn,
    Look,
    Move,
    Record,
    Reply,
)
from bot.wording import Buttons, Details, Note, Prose, Table, confidence_word, parts, told
from knowledge.ids import FRAMEWORKS
from tests.bot.samples import (
    ANSWER,
    FACT,
    FACTS,
    LINKS,
    REPLIES,
    RESUME,
)
from tests.bot.worded import actions, every_reply, words


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
