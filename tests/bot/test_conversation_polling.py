"""Several people answer alone, and see where they disagree before anything is recommended."""

import pytest

from bot.conversation import Conversation
from bot.polling import ALPHABET, LENGTH, typed_join
from bot.replies import Disagreement, Gather, Join
from bot.store.records import Filter, Person
from rules.models import UNKNOWN
from tests.bot.polled import ANY, OWNER, Group, who_said
from tests.bot.talking import BEN, NAMELESS, button, expect, talk

ASK = button(do="ask-others")
COMPARE, GO_ON, MAJORITY = button(do="differ"), button(do="agree"), button(do="majority")


@pytest.fixture
def group(small_talk: Conversation) -> Group:
    return Group(small_talk)


def answers_of(group: Group, person: Person = OWNER) -> dict[str, str]:
    """The answers of the open walk of a person in their usual thread."""
    walk = group.conversation.store.open_walk(f"web:{person.id}", person.id)
    assert walk
    return dict(walk.answers)


def decide(group: Group) -> int:
    """The owner records what is recommended; the number of the decision."""
    reply = group.talk(OWNER, [(button(do="record"), "recorded")])
    assert reply.kind == "recorded"
    return reply.decision


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


def test_the_comparison_says_who_would_get_what_and_who_said_what(group: Group) -> None:
    code = group.open()
    group.answer("Ann", code, "django", "ordinary")
    group.answer("Cleo", code, "async", "ordinary", "tiny")
    group.answer("Dan", code, "async", "i don't know", "tiny")
    reply = group.compared()
    assert [ballot.by for ballot in reply.ballots] == ["Ann", "Cleo", "Dan"]
    names = {f: group.conversation.advisor.name(f) for f in ("drf", "fastapi")}
    assert [b.recommended for b in reply.ballots] == [names["drf"], *[names["fastapi"]] * 2]
    assert who_said(reply) == {"team": {"async": ("Cleo", "Dan"), "django": ("Ann",)}}
    # Neither a "don't know" nor a question that was not asked is a disagreement.
    agreed = {one.criterion: (one.option, one.by) for one in reply.agreed}
    assert agreed == {"speed": ("normal", ("Ann", "Cleo")), "size": ("tiny", ("Cleo", "Dan"))}


def test_people_stand_in_the_order_of_handing_in(group: Group) -> None:
    code = group.open("django")
    late = Person(id="web:late", name="Late")
    group.talk(late, [(f"join {code}", "step"), ("django", "step")])
    group.answer("Early", code, "django")
    group.talk(late, [("hand in", "handed-in")])
    assert [ballot.by for ballot in group.compared().ballots] == ["Early", "Late", "Olga"]


def test_what_is_agreed_is_kept_and_only_what_matters_is_asked(group: Group) -> None:
    code = group.open("django", "ordinary")
    group.answer("Ann", code, "async", "ordinary")
    group.compared()
    step = group.talk(OWNER, [(GO_ON, "step")])
    assert step.kind == "step"
    assert step.criterion == "team"
    assert answers_of(group) == {"speed": "normal"}
    for person in ("Ann", "Olga"):
        assert person in (step.notice or "")
    # Every time that it is asked, and not for anything else.
    group.talk(
        OWNER,
        [
            ("django", "recommendation"),
            (button(do="list"), "answers"),
            (button(criterion="team"), "step", lambda r: "Ann" in r.notice),
            ("django", "recommendation"),
            (button(do="list"), "answers"),
            (button(criterion="speed"), "step", lambda r: r.notice is None),
        ],
    )


def test_where_all_agree_the_recommendation_follows(group: Group) -> None:
    code = group.open("django", "ordinary")
    group.answer("Ann", code, "django", "ordinary")
    reply = group.compared()
    assert not reply.disputes
    with pytest.raises(AssertionError, match="no button"):
        group.talk(OWNER, [(MAJORITY, ANY)])
    group.talk(OWNER, [(GO_ON, "recommendation", lambda r: r.settled)])


def test_the_majority_is_offered_only_where_every_dispute_has_one(group: Group) -> None:
    code = group.open("django", "fast")
    group.answer("Ann", code, "django", "ordinary")
    assert group.compared().disputes[0].majority is None
    with pytest.raises(AssertionError, match="no button"):
        group.talk(OWNER, [(MAJORITY, ANY)])
    group.answer("Cleo", code, "django", "ordinary")
    assert group.compared().disputes[0].majority == "normal"
    group.talk(OWNER, [(MAJORITY, "recommendation")])
    assert answers_of(group) == {"team": "django", "speed": "normal"}


def test_a_dont_know_of_all_is_agreed_on_and_one_of_some_leaves_the_question(group: Group) -> None:
    code = group.open()
    group.answer("Ann", code, "i don't know", "ordinary")
    group.answer("Cleo", code, "i don't know", "i don't know")
    group.compared()
    group.talk(OWNER, [(GO_ON, ANY)])
    assert answers_of(group) == {"team": UNKNOWN, "speed": "normal"}


def test_one_who_does_not_know_does_not_answer_for_those_who_were_not_asked(group: Group) -> None:
    code = group.open()
    group.answer("Ann", code, "i don't know")
    group.answer("Cleo", code, "django", "i don't know")
    group.compared()
    group.talk(OWNER, [(GO_ON, ANY)])
    assert answers_of(group) == {"team": "django"}


def test_nothing_is_recommended_before_the_answers_were_compared(group: Group) -> None:
    group.talk(OWNER, [("start", ANY), ("django", ANY), ("show", "recommendation")])
    group.ask()
    group.talk(
        OWNER,
        [
            (button(2, do="record"), "poll", lambda r: r.notice),
            (button(2, do="versus"), "poll", lambda r: r.notice),
            ("show", "poll", lambda r: r.notice),
            ("reasons", "poll"),
            (button(do="resume"), "step"),
            ("ordinary", "poll", lambda r: r.notice),
        ],
    )
    assert group.conversation.store.count_decisions(Filter()) == 0


def test_a_reason_that_was_waited_for_does_not_record_while_others_are_asked(group: Group) -> None:
    group.talk(
        OWNER,
        [
            ("start", ANY),
            ("django", ANY),
            ("ordinary", ANY),
            (button(do="record", framework=None), "others"),
            (button(framework="flask"), "prompt"),
        ],
    )
    walk = group.conversation.store.open_walk(f"web:{OWNER.id}", OWNER.id)
    assert walk
    group.conversation.store.add_poll("bcdfghjk", walk.id, group.conversation.clock())
    group.talk(OWNER, [("because I say so", "poll", lambda r: r.notice)])


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


def test_what_was_handed_in_meanwhile_is_shown_before_anything_is_taken(group: Group) -> None:
    code = group.open("django")
    group.answer("Ann", code, "django")
    first = group.compared()
    group.answer("Cleo", code, "async")
    reply = expect(Disagreement, group.talk(OWNER, [(GO_ON, "disagreement")]))
    assert reply.notice
    assert reply.seen != first.seen
    assert [ballot.by for ballot in reply.ballots] == ["Ann", "Cleo", "Olga"]
    group.talk(OWNER, [(GO_ON, "step")])


def test_waiting_for_more_shows_who_has_answered(group: Group) -> None:
    code = group.open("django")
    group.answer("Ann", code, "django")
    group.compared()
    group.talk(OWNER, [(button(do="wait"), "poll", lambda r: r.handed_in == ("Ann",))])


@pytest.mark.parametrize("do", ["wait", "differ", "agree", "majority", "call-off"])
def test_only_the_owner_sees_to_the_poll(group: Group, do: str) -> None:
    code = group.open("django")
    group.answer("Ann", code, "async")
    seen = group.compared().seen
    action = Gather.model_validate({"do": do, "code": code, "seen": seen})
    group.talk(BEN, [(lambda _: action, "notice", lambda r: "Olga" in r.text)])
    assert group.conversation.polling.refused(code) is None


def test_anybody_may_see_who_has_answered(group: Group) -> None:
    code = group.open("django")
    group.talk(BEN, [(lambda _: Gather(do="ballots", code=code), "poll")])


@pytest.mark.parametrize("code", ["zzzzzzzz", "2345678", "nothing-2"])
def test_an_unknown_code_is_named(group: Group, code: str) -> None:
    group.talk(BEN, [(f"join {code}", "notice", lambda r: code.replace("-", "") in r.text)])


@pytest.mark.parametrize("ending", ["call-off", "agree"])
def test_everything_about_a_closed_poll_is_answered(group: Group, ending: str) -> None:
    code = group.open("django")
    ann = group.answer("Ann", code, "async")
    group.talk(BEN, [(f"join {code}", "step"), ("django", "step"), ("show", "recommendation")])
    if ending == "agree":
        group.compared()
    group.talk(OWNER, [(button(do=ending), "step")])
    polled = [reply for reply in group.told[OWNER.id] if reply.kind == "poll"]
    assert polled
    for do in ("ballots", "differ", "call-off", "join"):
        group.talk(OWNER, [(lambda _, do=do: _pressed(do, code), "notice")])
    group.talk(ann, [(button(do="join"), "notice")])
    group.talk(BEN, [(button(do="hand-in"), "notice"), ("hand in", "notice")])
    group.talk(BEN, [("fast", "notice"), (f"join {code}", "notice")])
    group.talk(BEN, [("start", "step", lambda r: not r.given and r.poll is None)])


def _pressed(do: str, code: str) -> Join | Gather:
    return Join(code=code) if do == "join" else Gather.model_validate({"do": do, "code": code})


def test_a_poll_that_was_called_off_leaves_the_owner_where_it_was(group: Group) -> None:
    code = group.open("django")
    group.answer("Ann", code, "async")
    group.talk(OWNER, [(button(do="call-off"), "step", lambda r: r.criterion == "speed")])
    assert answers_of(group) == {"team": "django"}
    assert group.ask() != code


def test_a_double_click_goes_on_once(group: Group) -> None:
    code = group.open("django")
    group.answer("Ann", code, "async")
    group.compared()
    group.talk(OWNER, [(GO_ON, "step"), (button(-2, do="agree"), "notice")])


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


def test_the_record_says_who_took_part_and_where_they_disagreed(group: Group) -> None:
    code = group.open("django", "ordinary")
    group.answer("Ann", code, "async", "ordinary")
    group.compared()
    group.talk(OWNER, [(GO_ON, "step"), ("django", "recommendation")])
    number = decide(group)
    decision = group.conversation.store.decision(number)
    assert decision
    (asked,) = group.conversation.polling.summary(decision.walk)
    assert (asked.code, asked.called_off) == (code, False)
    assert [b.by for b in asked.ballots] == ["Ann", "Olga"]
    assert [b.recommended for b in asked.ballots] == ["FastAPI", "Django REST Framework"]
    assert [dispute.criterion for dispute in asked.disputes] == ["team"]
    assert [agreed.criterion for agreed in asked.agreed] == ["speed"]


def test_the_record_keeps_a_poll_that_was_called_off_after_answers(group: Group) -> None:
    code = group.open("django", "ordinary")
    group.answer("Ann", code, "async", "ordinary")
    group.talk(OWNER, [("poll", "poll"), (button(do="call-off"), "recommendation")])
    decision = group.conversation.store.decision(decide(group))
    assert decision
    (asked,) = group.conversation.polling.summary(decision.walk)
    assert asked.called_off
    assert [ballot.by for ballot in asked.ballots] == ["Ann"]


def test_a_decision_without_others_has_no_poll_on_record(group: Group) -> None:
    group.open("django", "ordinary")
    group.talk(OWNER, [(button(do="call-off"), "recommendation")])
    decision = group.conversation.store.decision(decide(group))
    assert decision
    assert group.conversation.polling.summary(decision.walk) == ()


def test_under_rules_that_changed_the_answers_are_counted_as_far_as_they_go(group: Group) -> None:
    code = group.open("django")
    group.answer("Ann", code, "async", "ordinary")
    store = group.conversation.store
    store.run("UPDATE walks SET rules = NULL, version = 1 WHERE poll IS NOT NULL")
    store.run(
        "UPDATE walks SET answers = json_insert(answers, '$.gone', 'away') WHERE poll IS NOT NULL"
    )
    reply = group.compared()
    assert {ballot.by: ballot.outdated for ballot in reply.ballots} == {"Ann": True, "Olga": False}
    group.talk(OWNER, [(GO_ON, "step", lambda r: r.criterion == "team")])


def test_who_takes_part_is_told_of_rules_that_changed(group: Group) -> None:
    code = group.open()
    group.talk(BEN, [(f"join {code}", ANY), ("django", ANY)])
    group.conversation.store.run("UPDATE walks SET rules = NULL, version = 1")
    group.talk(
        BEN,
        [
            ("hand in", "rules-changed"),
            (button(do="renew"), "step"),
            ("hand in", "handed-in"),
        ],
    )


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
