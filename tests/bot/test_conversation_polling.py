"""Several people are asked, and answer alone until they hand in."""

import pytest

from bot.conversation import Conversation
from bot.polling import ALPHABET, LENGTH, typed_join
from bot.replies import Join
from bot.store.records import Person
from tests.bot.polled import (
    ANY,
    ASK,
    COMPARE,
    GO_ON,
    OWNER,
    Group,
    answers_of,
    who_said,
)
from tests.bot.talking import BEN, NAMELESS, button, talk


def test_others_can_be_asked_from_the_first_question_on(group: Group) -> None:
    reply = group.talk(OWNER, [("start", "step"), (ASK, "poll")])
    assert reply.kind == "poll"
    assert (reply.owner, reply.handed_in, reply.answering) == ("Olga", (), ())
    assert len(reply.code) == LENGTH
    assert set(reply.code) <= set(ALPHABET)


def test_others_can_be_asked_when_a_recommendation_is_there(group: Group) -> None:
    group.talk(OWNER, [("start", ANY), ("django", ANY), ("ordinary", "recommendation")])
    group.talk(OWNER, [(ASK, "poll")])


def test_asking_again_shows_the_poll_that_is_open(group: Group) -> None:
    code = group.open("django")
    assert group.ask() == code


def test_the_answer_goes_on_where_it_was_before_others_were_asked(group: Group) -> None:
    group.open("django")
    group.talk(OWNER, [(button(do="resume"), "step", lambda r: r.criterion == "speed")])


def test_everybody_answers_alone_and_hands_in_at_the_end(group: Group) -> None:
    code = group.open()
    reply = group.talk(
        BEN,
        [
            (f"join {code}", "step", lambda r: r.notice and not r.given),
            ("django", "step"),
            ("ordinary", "recommendation", lambda r: r.poll == code),
            ("versus", "versus", lambda r: r.poll == code),
            (button(do="hand-in"), "handed-in", lambda r: (r.by, r.owner) == ("Ben", "Olga")),
        ],
    )
    assert reply.kind == "handed-in"
    assert not reply.own
    shown = group.talk(OWNER, [(button(do="ballots"), "poll")])
    assert shown.kind == "poll"
    assert (shown.handed_in, shown.answering) == (("Ben",), ())


def test_nobody_who_takes_part_can_record_a_decision(group: Group) -> None:
    code = group.open()
    replies = group.talk(BEN, [(f"join {code}", ANY), ("django", ANY), ("show", "recommendation")])
    assert replies.kind == "recommendation"
    with pytest.raises(AssertionError, match="no button"):
        group.talk(BEN, [(button(do="record"), ANY)])
    with pytest.raises(AssertionError, match="no button"):
        group.talk(BEN, [(ASK, ANY)])


def test_those_who_still_answer_are_named(group: Group) -> None:
    code = group.open()
    group.talk(BEN, [(f"join {code}", "step")])
    group.talk(OWNER, [("poll", "poll", lambda r: (r.handed_in, r.answering) == ((), ("Ben",)))])


def test_answers_can_be_handed_in_early_but_not_empty(group: Group) -> None:
    code = group.open()
    group.talk(
        BEN,
        [
            (f"join {code}", "step"),
            ("hand in", "step", lambda r: r.notice),
            ("django", "step"),
            ("show", "recommendation", lambda r: not r.settled),
            (button(do="hand-in"), "handed-in"),
        ],
    )


def test_without_anybody_else_there_is_nothing_to_compare(group: Group) -> None:
    code = group.open("django")
    group.talk(OWNER, [(COMPARE, "notice")])
    group.talk(OWNER, [(f"join {code}", "step"), ("hand in", "handed-in", lambda r: r.own)])
    group.talk(OWNER, [(button(do="ballots"), "poll"), (COMPARE, "notice")])


def test_the_owner_takes_part_with_what_was_said_already(group: Group) -> None:
    code = group.open("django")
    group.answer("Ann", code, "async", "ordinary")
    group.talk(
        OWNER,
        [
            (f"join {code}", "step", lambda r: [g.option for g in r.given] == ["django"]),
            ("fast", ANY),
            ("hand in", "handed-in", lambda r: r.own and r.resume),
        ],
    )
    reply = group.compared()
    assert [ballot.by for ballot in reply.ballots] == ["Ann", "Olga"]
    assert set(who_said(reply)) == {"team", "speed"}


def test_an_owner_without_answers_is_not_counted(group: Group) -> None:
    code = group.open()
    group.answer("Ann", code, "django")
    assert [ballot.by for ballot in group.compared().ballots] == ["Ann"]


def test_answers_that_are_handed_in_can_be_opened_again(group: Group) -> None:
    code = group.open()
    ann = group.answer("Ann", code, "django", "ordinary")
    group.talk(ann, [(button(do="join"), "recommendation", lambda r: r.notice)])
    group.talk(OWNER, [("poll", "poll", lambda r: r.handed_in == () and r.answering == ("Ann",))])
    group.talk(
        ann,
        [
            (button(do="list"), "answers"),
            (button(criterion="team"), "step"),
            ("async", ANY),
            ("hand in", "handed-in"),
        ],
    )
    assert [ballot.recommended for ballot in group.compared().ballots] == ["FastAPI"]


def test_the_same_person_counts_once_and_goes_on_in_the_newest_thread(group: Group) -> None:
    code = group.open()
    group.talk(BEN, [(f"join {code}", "step"), ("django", "step")])
    join = (f"JOIN {code.upper()}.", "step", lambda r: [g.option for g in r.given] == ["django"])
    group.talk(BEN, [join, ("ordinary", ANY), ("hand in", "handed-in")], place="/2")
    group.talk(BEN, [(button(do="choose"), "notice")])
    reply = group.compared()
    assert [(ballot.by, ballot.answers) for ballot in reply.ballots] == [("Ben", 2)]


def test_handed_in_answers_move_to_another_thread_too(group: Group) -> None:
    code = group.open()
    ann = group.answer("Ann", code, "django", "ordinary")
    group.talk(ann, [(f"join {code}", "recommendation"), ("hand in", "handed-in")], place="/2")
    assert len(group.compared().ballots) == 1


def test_joining_twice_shows_the_question_again(group: Group) -> None:
    code = group.open()
    group.talk(BEN, [(f"join {code}", "step"), ("django", "step")])
    group.talk(BEN, [(f"join {code}", "step", lambda r: r.criterion == "speed")])


def test_handing_in_twice_counts_once(group: Group) -> None:
    code = group.open()
    group.talk(BEN, [(f"join {code}", "step"), ("django", "step"), ("show", "recommendation")])
    group.talk(BEN, [(button(do="hand-in"), "handed-in"), (button(-2, do="hand-in"), "notice")])
    assert len(group.compared().ballots) == 1


def test_a_button_of_an_earlier_step_does_not_hand_in(group: Group) -> None:
    code = group.open()
    group.talk(
        BEN,
        [
            (f"join {code}", "step"),
            ("django", "step"),
            ("show", "recommendation"),
            ("resume", "step"),
            (button(2, do="hand-in"), "step", lambda r: r.notice),
        ],
    )


def test_who_starts_over_is_still_in_the_poll(group: Group) -> None:
    code = group.open()
    group.talk(BEN, [(f"join {code}", ANY), ("django", ANY), ("restart", "step")])
    group.talk(BEN, [("async", ANY), ("hand in", "handed-in")])
    assert [ballot.recommended for ballot in group.compared().ballots] == ["FastAPI"]


def test_a_poll_goes_along_where_its_owner_starts_over(group: Group) -> None:
    code = group.open("django")
    group.answer("Ann", code, "django")
    group.talk(OWNER, [("restart", "step"), ("poll", "poll", lambda r: r.code == code)])
    group.talk(OWNER, [(COMPARE, "disagreement"), (GO_ON, ANY)])
    assert answers_of(group) == {"team": "django"}


def test_who_has_no_name_is_asked_for_one_when_handing_in(group: Group) -> None:
    code = group.open()
    group.talk(
        NAMELESS,
        [
            (f"join {code}", "step"),
            ("django", "step"),
            ("hand in", "prompt", lambda r: r.asks == "name"),
        ],
    )
    group.talk(OWNER, [("poll", "poll", lambda r: r.answering == (None,))])
    group.talk(NAMELESS, [("Noor", "handed-in", lambda r: r.by == "Noor")])
    assert [ballot.by for ballot in group.compared().ballots] == ["Noor"]


def test_an_owner_without_a_name_can_ask_and_compare(group: Group) -> None:
    code = group.open("django", person=NAMELESS)
    group.answer("Ann", code, "async")
    reply = group.compared(NAMELESS)
    assert len({ballot.by for ballot in reply.ballots}) == 2
    group.talk(NAMELESS, [(GO_ON, "step", lambda r: r.criterion == "team")])


def test_two_people_of_one_name_are_told_apart(group: Group) -> None:
    code = group.open()
    for number, team in enumerate(("django", "async")):
        person = Person(id=f"web:same-{number}", name="Ann")
        group.talk(person, [(f"join {code}", ANY), (team, ANY), ("hand in", "handed-in")])
    (said,) = who_said(group.compared()).values()
    assert len({by for people in said.values() for by in people}) == 2


def test_a_decision_in_the_same_thread_goes_on_after_handing_in(group: Group) -> None:
    code = group.open()
    group.talk(BEN, [("start", ANY), ("django", "step", lambda r: r.criterion == "speed")])
    group.talk(BEN, [(f"join {code}", "step", lambda r: r.criterion == "team"), ("async", ANY)])
    group.talk(BEN, [("hand in", "handed-in", lambda r: r.resume)])
    group.talk(BEN, [(button(do="resume"), "step", lambda r: r.given[0].option == "django")])


def test_thirty_people_can_take_part(group: Group) -> None:
    code = group.open()
    for number in range(30):
        group.answer(f"Person {number}", code, "django" if number % 3 else "async")
    reply = group.compared()
    assert len(reply.ballots) == 30
    assert {option: len(by) for option, by in who_said(reply)["team"].items()} == {
        "django": 20,
        "async": 10,
    }


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("join k7wq3mrt", "k7wq3mrt"),
        ("Join: K7WQ-3MRT.", "k7wq3mrt"),
        ("/join `bcdfghjk`", "bcdfghjk"),
    ],
)
def test_a_code_may_be_typed_as_people_type(typed: str, code: str) -> None:
    assert typed_join(typed) == Join(code=code)


@pytest.mark.parametrize("typed", ["join tables", "join", "join the team", "join sqlalchemy", ""])
def test_words_are_no_codes(typed: str) -> None:
    assert typed_join(typed) is None


def test_a_link_leads_to_the_poll_in_the_web_only(small_talk: Conversation) -> None:
    chat = Conversation(
        advisor=small_talk.advisor,
        store=small_talk.store,
        clock=small_talk.clock,
        url="https://advisor.example",
    )
    group = Group(chat)
    code = group.open()
    shown = group.talk(OWNER, [("poll", "poll")])
    assert shown.kind == "poll"
    assert shown.link == f"https://advisor.example/?join={code}"
    talk(small_talk, [("start", "step"), ("poll", "poll", lambda r: r.link is None)])
