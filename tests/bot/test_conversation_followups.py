"""Follow-ups: what is typed after an answer is taken in its context, and says so."""

import datetime
from collections.abc import Iterator

import pytest

from bot.advisor import Advisor
from bot.conversation import Conversation
from bot.followups import FRESH, certainty
from bot.replies import Answer, Ask, AskPlain, Compare, Elaboration, Facts, Recommendation
from bot.store.records import Thread
from bot.store.store import Store
from bot.wording import SURE
from knowledge.followups import LEADS
from knowledge.ids import FRAMEWORKS, FrameworkId
from tests.bot.talking import (
    ANN,
    BEN,
    THREAD,
    TO_THE_RESULT,
    Line,
    button,
    expect,
    known_question,
    talk,
)
from tests.conftest import NOW

FAST: Line = ("how fast is FastAPI?", "answer", lambda r: r.entry == "how-fast-is-fastapi")


def test_another_framework_is_asked_the_same(conversation: Conversation) -> None:
    talk(
        conversation,
        [
            FAST,
            ("and Flask?", "answer", lambda r: r.entry == "how-fast-is-flask" and r.taken_as),
            ("what about sanic", "answer", lambda r: r.entry == "how-fast-is-sanic"),
            ("falcon?", "answer", lambda r: r.entry == "how-fast-is-falcon"),
            ("vs drf?", "comparison", lambda r: r.ids == ("falcon", "drf")),
            ("and flask?", "comparison", lambda r: r.ids == ("falcon", "flask") and r.taken_as),
        ],
    )


def test_the_same_framework_is_asked_for_something_else(conversation: Conversation) -> None:
    replies = [
        conversation.say(THREAD, ANN, text) for text in ("auth in falcon?", "and for websockets?")
    ]
    for reply, attribute in zip(replies, ("authentication", "websockets"), strict=True):
        assert isinstance(reply, Answer | Facts)
        assert [(f.framework, f.attribute) for f in reply.facts] == [("falcon", attribute)]


def test_two_frameworks_are_compared_by_their_entry(conversation: Conversation) -> None:
    talk(
        conversation,
        [
            ("what is fastapi", "answer"),
            ("vs sanic?", "answer", lambda r: set(r.frameworks) == {"sanic", "fastapi"}),
            ("and flask?", "answer", lambda r: set(r.frameworks) == {"flask", "fastapi"}),
        ],
    )


def test_a_table_that_was_opened_by_a_button_is_a_context(conversation: Conversation) -> None:
    press = Compare(frameworks=("falcon", "sanic"), attributes=("websockets",))
    talk(
        conversation,
        [
            (lambda _: press, "comparison", lambda r: r.attributes == ("websockets",)),
            ("and flask?", "comparison", lambda r: r.ids == ("falcon", "flask")),
            ("what about pagination", "comparison", lambda r: r.attributes == ("pagination",)),
        ],
    )


def test_an_entry_that_was_opened_by_a_button_is_a_context(conversation: Conversation) -> None:
    press = Ask(entry="how-fast-is-fastapi")
    talk(
        conversation,
        [
            (lambda _: press, "answer"),
            ("and flask?", "answer", lambda r: r.entry == "how-fast-is-flask"),
        ],
    )


def test_the_context_is_shown_and_can_be_refused(conversation: Conversation) -> None:
    alone = conversation.advisor.answer("Flask?", NOW.date())[0]
    replies = talk(
        conversation,
        [
            FAST,
            ("Flask?", "answer", lambda r: r.literally == AskPlain(text="Flask?")),
            (button(do="ask-plain"), alone.kind, lambda r: r.taken_as is None),
        ],
    )
    assert replies[-1] == alone
    turn = conversation.store.turns(THREAD.id)[-1]
    assert turn.text == "Flask?"
    assert turn.confidence is not None


def test_a_question_of_its_own_is_taken_as_typed(conversation: Conversation) -> None:
    question = known_question(conversation.advisor)
    talk(
        conversation,
        [FAST, (question, "answer", lambda r: r.question == question and r.taken_as is None)],
    )


def test_what_makes_no_sense_in_its_context_is_taken_as_typed(conversation: Conversation) -> None:
    alone = conversation.advisor.answer("and flask?", NOW.date())[0]
    about_us = conversation.advisor.knowledge.entries["about-the-advisor"].question
    talk(conversation, [(about_us, "answer"), ("and flask?", alone.kind, lambda r: r == alone)])


def test_what_is_surer_as_it_was_typed_is_taken_so(advisor: Advisor) -> None:
    today = NOW.date()
    for text, framework in _asked_of_another(advisor):
        with Store.open(None) as store:
            conversation = Conversation(advisor=advisor, store=store, clock=lambda: NOW)
            asked = conversation.say(THREAD, ANN, text)
            follow_up = f"and {framework}?"
            alone, found = advisor.answer(follow_up, today)
            reply = conversation.say(THREAD, ANN, follow_up)
        if asked.kind != "answer" or alone.kind != "answer":
            continue
        if reply == alone:
            return
        meant, found_as_meant = advisor.answer(expect(Answer, reply).taken_as or "", today)
        assert meant.kind != "none"
        assert certainty(meant, found_as_meant) >= min(SURE, found.confidence)
    raise AssertionError("every follow-up was surer in its context than as it was typed")


def test_what_has_no_answer_in_its_context_is_taken_as_typed(
    conversation: Conversation, store: Store
) -> None:
    advisor, today = conversation.advisor, NOW.date()
    thing = next(
        thing
        for thing in advisor.knowledge.things
        if advisor.answer(f"Flask or {thing.name}", today)[0].kind == "none"
    )
    store.see(ANN, THREAD)
    store.add_turn(
        THREAD, ANN, f"falcon or {thing.name}", advisor.entry("what-is-falcon", today), at=NOW
    )
    texts = [
        f"{lead} flask{tail}"
        for lead, kind in LEADS.items()
        for tail in ("", " then")
        if kind == "instead"
    ]
    alone = {text: advisor.answer(text, today)[0] for text in texts}
    vague = next(text for text, reply in alone.items() if reply.kind == "suggest")
    assert conversation.say(THREAD, ANN, vague) == alone[vague]


@pytest.mark.parametrize("asks", ["why", "more", "sources"])
def test_more_is_told_of_an_answer(conversation: Conversation, asks: str) -> None:
    answered = conversation.advisor.entry("how-fast-is-fastapi", NOW.date())
    [_, reply] = talk(conversation, [FAST, (f"{asks}?", "elaboration", lambda r: r.taken_as)])
    told = expect(Elaboration, reply)
    assert told.asks == asks
    assert told.about == answered.question
    assert told.literally == AskPlain(text=f"{asks}?")
    match asks:
        case "why":
            assert told.details
            assert told.details in answered.answer
            assert not answered.answer.startswith(told.details)
        case "more":
            assert told.links == answered.see_also
        case _:
            assert told.sources == answered.sources


def test_one_may_ask_on_and_on_about_the_same_answer(conversation: Conversation) -> None:
    about: Line = ("more", "elaboration", lambda r: r.about.endswith("FastAPI?"))
    talk(conversation, [FAST, about, ("sources", "elaboration"), ("asdf qwer", "none"), about])


def test_the_sources_of_a_table_are_those_of_its_cells(conversation: Conversation) -> None:
    [_, reply] = talk(
        conversation,
        [
            ("compare sanic, flask and drf: websockets", "comparison"),
            ("sources", "elaboration", lambda r: r.links == ()),
        ],
    )
    profiles = conversation.advisor.knowledge.profiles
    compared: list[FrameworkId] = ["sanic", "flask", "drf"]
    cells = [profiles[framework].facts["websockets"].sources for framework in compared]
    expected = {source for sources in cells for source in sources}
    told = expect(Elaboration, reply)
    assert len(told.sources) + told.others == len(expected)
    assert set(told.sources) <= expected


def test_the_usual_table_has_more_sources_than_are_told(conversation: Conversation) -> None:
    lines: list[Line] = [
        ("compare sanic, flask, falcon and drf", "comparison"),
        ("sources", "elaboration", lambda r: r.sources and r.others),
        ("why", "elaboration", lambda r: r.links and r.sources),
        ("more", "elaboration", lambda r: r.links and not r.sources),
    ]
    talk(conversation, lines)


def test_a_recommendation_is_explained_by_its_reasons(small_talk: Conversation) -> None:
    replies = talk(
        small_talk,
        [
            *TO_THE_RESULT,
            ("why?", "elaboration", lambda r: r.resume),
            ("sources?", "elaboration", lambda r: r.sources),
            (button(do="resume"), "recommendation"),
        ],
    )
    best = expect(Recommendation, replies[2]).ranking[0]
    told = expect(Elaboration, replies[3])
    assert told.about == best.name
    for reason in best.reasons:
        assert reason.reason in (told.details or "")
        assert reason.see in [link.entry for link in told.links]


def test_typing_more_in_a_walkthrough_still_moves_on(small_talk: Conversation) -> None:
    talk(small_talk, [*TO_THE_RESULT, ("more", "step")])


@pytest.mark.parametrize("text", ["why?", "more", "sources"])
def test_without_an_answer_there_is_nothing_more_to_tell(
    conversation: Conversation, text: str
) -> None:
    talk(conversation, [(text, "notice")])


def test_the_context_of_others_and_of_other_threads_is_none_of_ones_own(
    conversation: Conversation,
) -> None:
    talk(conversation, [FAST])
    alone = conversation.advisor.answer("and flask?", NOW.date())[0]
    same: Line = ("and flask?", alone.kind, lambda r: r == alone)
    talk(conversation, [same], person=BEN)
    talk(conversation, [same], thread=Thread(id="web:2", surface="web"))
    talk(conversation, [("and flask?", "answer", lambda r: r.entry == "how-fast-is-flask")])


@pytest.mark.parametrize(("seconds", "in_context"), [(0, True), (1, False)])
def test_an_answer_is_the_context_for_half_an_hour(
    advisor: Advisor, store: Store, seconds: int, in_context: bool
) -> None:
    before = Conversation(advisor=advisor, store=store, clock=lambda: NOW)
    talk(before, [FAST])
    later = NOW + FRESH + datetime.timedelta(seconds=seconds)
    after = Conversation(advisor=advisor, store=store, clock=lambda: later)
    talk(after, [("and flask?", "answer", lambda r: bool(r.taken_as) == in_context)])


def test_a_follow_up_in_the_middle_leads_back_to_the_walkthrough(small_talk: Conversation) -> None:
    talk(
        small_talk,
        [
            ("start", "step"),
            FAST,
            ("and flask?", "answer", lambda r: r.taken_as and r.resume),
            (button(do="resume"), "step"),
        ],
    )


def test_a_long_text_is_never_a_follow_up(conversation: Conversation) -> None:
    long = f"and flask{'?' * 600}"
    talk(conversation, [FAST, (long, "answer", lambda r: r.taken_as is None)])


def _asked_of_another(advisor: Advisor) -> Iterator[tuple[str, FrameworkId]]:
    """Phrasings of entries about one framework, each with another framework."""
    names = advisor.finder.aspects
    for entry in advisor.knowledge.entries.values():
        for text in entry.phrasings:
            if len(entry.frameworks) == 1 and names.find(text).frameworks == entry.frameworks:
                place = FRAMEWORKS.index(entry.frameworks[0])
                yield text, FRAMEWORKS[place - 1]
