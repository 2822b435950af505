"""Conversations had for real, to be copied: every question once, and walkthroughs to a decision."""

import itertools
import random
from collections.abc import Sequence
from typing import NamedTuple

from benchmarks.load.questions import SEED, texts
from bot.app import load_advisor, utc_now
from bot.conversation import Conversation
from bot.replies import Choose, Recommendation, Record, Start, Step
from bot.settings import Settings
from bot.store.database import Row
from bot.store.records import Person, Thread
from bot.store.store import Store

WALKTHROUGHS = 40
"""Different walkthroughs, to a decision each."""


class Talk(NamedTuple):
    """A thread to copy: its rows by table, without thread and person, in the order of times."""

    turns: Sequence[Row]
    walks: Sequence[Row]
    steps: Sequence[Row]
    decisions: Sequence[Row]


def talks(store: Store) -> list[Talk]:
    """Conversations had for real, which stay in the log."""
    chance = random.Random(SEED)
    conversation = Conversation(advisor=load_advisor(Settings()), store=store, clock=utc_now)
    person = Person(id="slack:T1:U0", name="Person 0")
    threads = (Thread(id=f"slack:T1:D0:{n}.0", surface="slack") for n in itertools.count(1))
    found = []
    for text in texts():
        thread = next(threads)
        conversation.say(thread, person, text)
        found.append(_read(store, thread))
    for _ in range(WALKTHROUGHS):
        thread = next(threads)
        _decide(conversation, thread, person, chance)
        found.append(_read(store, thread))
    return found


def _decide(
    conversation: Conversation, thread: Thread, person: Person, chance: random.Random
) -> None:
    """Goes through the walkthrough, choosing by chance, and records what is recommended."""
    reply = conversation.press(thread, person, Start())
    while isinstance(reply, Step):
        choice = Choose(
            walk=reply.walk,
            revision=reply.revision,
            criterion=reply.criterion,
            option=chance.choice(reply.options).id,
        )
        reply = conversation.press(thread, person, choice)
    assert isinstance(reply, Recommendation), "every walkthrough ends with one"
    first = reply.ranking[0].framework
    conversation.press(
        thread, person, Record(walk=reply.walk, revision=reply.revision, framework=first)
    )


def _read(store: Store, thread: Thread) -> Talk:
    walks = store.rows("SELECT * FROM walks WHERE thread = ?", (thread.id,))
    steps = store.rows(
        "SELECT * FROM steps WHERE walk IN (SELECT id FROM walks WHERE thread = ?)", (thread.id,)
    )
    # A description leads into a walkthrough, too, but to no decision yet.
    decisions = store.rows("SELECT * FROM decisions WHERE thread = ?", (thread.id,))
    kept = (walks, steps, decisions) if decisions else ((), (), ())
    return Talk(store.rows("SELECT * FROM turns WHERE thread = ?", (thread.id,)), *kept)
