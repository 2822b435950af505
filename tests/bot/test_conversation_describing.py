"""Describing a situation: what is understood, corrected and offered."""

from bot import plain
from bot.conversation import Conversation
from bot.replies import Start, Step
from bot.store.records import Walk
from tests.bot.talking import ANN, THREAD, button, expect, talk

DESCRIPTION = "3 Django devs, internal CRUD tool on Postgres, 2 weeks"


def open_walk(conversation: Conversation) -> Walk:
    walk = conversation.store.open_walk(THREAD.id, ANN.id)
    assert walk is not None
    return walk


def test_a_description_fills_in_what_it_states_and_asks_only_the_rest(
    conversation: Conversation,
) -> None:
    (reply,) = talk(conversation, [(DESCRIPTION, "step")])
    step = expect(Step, reply)
    heard = {one.criterion: one for one in step.heard}
    assert {"workload", "team", "data-layer", "time-to-market"} <= heard.keys()
    assert heard["team"].option == "django"
    assert all(one.words.lower() in DESCRIPTION.lower() for one in heard.values())
    assert step.criterion not in heard
    walk = open_walk(conversation)
    assert walk.answers == {one.criterion: one.option for one in heard.values()}
    assert [row.action for row in conversation.store.steps(walk.id)] == ["describe"]


def test_one_click_asks_again_what_was_heard_wrongly(conversation: Conversation) -> None:
    talk(
        conversation,
        [
            (DESCRIPTION, "step"),
            (button(do="change", criterion="team"), "step", lambda r: r.criterion == "team"),
            (button(do="choose", option="async"), "step", lambda r: not r.heard),
        ],
    )
    assert open_walk(conversation).answers["team"] == "async"


def test_what_is_told_later_changes_an_earlier_answer_and_says_only_what_is_new(
    conversation: Conversation,
) -> None:
    def is_of_the_team(reply: Step) -> bool:
        return [(one.criterion, one.option) for one in reply.heard] == [("team", "flask")]

    talk(conversation, [(DESCRIPTION, "step"), ("we have 3 Flask devs", "step", is_of_the_team)])
    answers = open_walk(conversation).answers
    assert (answers["team"], answers["workload"]) == ("flask", "crud")


def test_a_recommendation_is_made_anew_by_what_is_told_after_it(conversation: Conversation) -> None:
    replies = talk(
        conversation,
        [
            ("start: 3 Django devs, we need the admin", "step"),
            ("show", "recommendation", lambda r: r.ranking[0].framework == "drf"),
            ("no admin needed, and the team knows only Flask", "step"),
            ("show", "recommendation", lambda r: r.ranking[0].framework != "drf"),
        ],
    )
    assert {one.option for one in expect(Step, replies[2]).heard} == {"no", "flask"}


def test_start_takes_a_description_along(conversation: Conversation) -> None:
    talk(
        conversation,
        [("start: 3 Django devs", "step", lambda r: [h.criterion for h in r.heard] == ["team"])],
    )


def test_a_question_with_one_statement_in_it_is_answered_in_the_middle(
    conversation: Conversation,
) -> None:
    replies = talk(conversation, [(DESCRIPTION, "step"), ("thousands of websockets?", "answer")])
    assert "concurrency" not in open_walk(conversation).answers
    assert button(do="resume")(replies)


def test_an_unanswered_question_that_states_something_can_be_taken_into_the_walkthrough(
    conversation: Conversation,
) -> None:
    told = "3 Django devs and a llama"
    replies = talk(conversation, [(told, "none")])
    assert Start(text=told) in [found.action for found in plain.buttons(replies[-1])]
    talk(
        conversation,
        [(button(do="start"), "step", lambda r: r.heard[0].option == "django")],
        before=replies,
    )


def test_a_button_whose_text_states_nothing_any_more_asks_from_the_start(
    conversation: Conversation,
) -> None:
    reply = conversation.press(THREAD, ANN, Start(text="blue llamas"))
    assert expect(Step, reply).notice
    assert not open_walk(conversation).answers


def test_what_was_meant_literally_is_no_description(conversation: Conversation) -> None:
    replies = talk(conversation, [("What is Falcon?", "answer"), ("why?", "elaboration")])
    assert button(do="ask-plain")(replies)
    assert conversation.store.open_walk(THREAD.id, ANN.id) is None


def test_words_of_a_person_cannot_format_the_reply(conversation: Conversation) -> None:
    (reply,) = talk(
        conversation, [("start: [3 Django devs](http://evil.example), *crud* `tool`", "step")]
    )
    shown = plain.render(reply)
    assert "](http" not in shown
