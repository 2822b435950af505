"""Restarts and faults: what is kept when the process, the rules or a turn breaks off."""

import datetime
from pathlib import Path

import pytest

from bot.advisor import Advisor
from bot.conversation import Conversation
from bot.store.records import Filter, Person, Thread
from bot.store.store import Store
from tests.bot.talking import ANN, THREAD, TO_THE_RESULT, button, talk, to_the_reason
from tests.conftest import NOW, fixed_clock


def test_a_walkthrough_goes_on_after_the_process_was_restarted(
    small_advisor: Advisor, tmp_path: Path
) -> None:
    file = tmp_path / "log.db"
    with Store.open(file) as store:
        before = Conversation(advisor=small_advisor, store=store, clock=fixed_clock)
        replies = talk(before, [("start", "step"), ("django", "step")])
    with Store.open(file) as store:
        after = Conversation(advisor=small_advisor, store=store, clock=fixed_clock)
        talk(
            after,
            [
                (button(option="normal"), "recommendation", lambda r: len(r.given) == 2),
                (button(do="record", framework="drf"), "recorded"),
            ],
            before=replies,
        )


def test_a_prompt_is_still_open_after_the_process_was_restarted(
    small_advisor: Advisor, tmp_path: Path
) -> None:
    file = tmp_path / "log.db"
    with Store.open(file) as store:
        talk(
            Conversation(advisor=small_advisor, store=store, clock=fixed_clock),
            to_the_reason("sanic"),
        )
    with Store.open(file) as store:
        after = Conversation(advisor=small_advisor, store=store, clock=fixed_clock)
        talk(after, [("Because.", "recorded", lambda r: r.reason == "Because.")])


class ClockStopped(Exception):
    """What the clock of the test below raises."""


def test_nothing_is_recorded_when_something_raises(small_advisor: Advisor, store: Store) -> None:
    working = Conversation(advisor=small_advisor, store=store, clock=fixed_clock)
    replies = talk(working, TO_THE_RESULT)
    before = (store.turns(THREAD.id), store.open_walk(THREAD.id, ANN.id))
    for calls in range(3):
        broken = Conversation(advisor=small_advisor, store=store, clock=_Clock(calls))
        press = button(do="record", framework="drf")(replies)
        newcomer = Person(id=f"web:new{calls}", name="New")
        with pytest.raises(ClockStopped):
            broken.press(THREAD, ANN, press)
        if calls == 0:
            with pytest.raises(ClockStopped):
                broken.say(Thread(id="web:new", surface="web"), newcomer, "start")
            assert store.see(Person(id=newcomer.id), THREAD).person.name is None
        assert (store.turns(THREAD.id), store.open_walk(THREAD.id, ANN.id)) == before
        assert store.count_decisions(Filter()) == 0
    talk(working, [(button(do="record", framework="drf"), "recorded")], before=replies)


class _Clock:
    """A clock that raises after some calls."""

    def __init__(self, calls: int) -> None:
        self.left = calls

    def __call__(self) -> datetime.datetime:
        if self.left == 0:
            raise ClockStopped
        self.left -= 1
        return NOW
