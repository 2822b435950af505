"""The conversation: what a person types or presses in a thread, to exactly one recorded reply.

The same on every surface. State lives in the store, so that a restart, a second process or a
click on an old button finds it as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot import followups
from bot.actions import Command
from bot.advisor import Advisor
from bot.deciding import POLL_CLOSED, Deciding
from bot.hearing import hear, is_description, to_describe
from bot.labels import label
from bot.metrics import Metrics
from bot.polling import Polling, typed_join
from bot.replies import (
    Action,
    Answer,
    Ask,
    AskOthers,
    AskPlain,
    Compare,
    Gather,
    HandIn,
    Help,
    Join,
    Move,
    Nothing,
    Notice,
    Reply,
    Start,
)
from bot.running import Clock
from bot.store.records import Person, Thread, Walk
from bot.store.store import Store
from bot.walking import GO_ON, HAND_IN, MOVES, bare, typed_action

LONGEST = 4_000
"""Characters of a message that are answered; a longer one is kept, and asked to be cut."""

COMMANDS: dict[str, Command] = {
    **dict.fromkeys(("help", "/help", "hi", "hello", "hey", "?"), Help()),
    **dict.fromkeys(("start", "choose", "choose a framework", "framework", "/framework"), Start()),
}
"""What is typed in so many words to get help or to start the walkthrough."""

WORDS = frozenset((*MOVES, GO_ON, HAND_IN, *COMMANDS))
"""What is taken for what it does, also where a reason or a name is waited for."""

STARTING = re.compile(r"start[:,]?\s+(?P<situation>.+)", re.IGNORECASE | re.DOTALL)


def command(advisor: Advisor, typed: str) -> Command | None:
    """The command that a typed text is, anywhere: "help", "start: 3 Django devs", "join k7wq3m"."""
    known = COMMANDS.get(bare(typed)) or typed_join(typed)
    situation = None if known else STARTING.fullmatch(typed)
    if situation and hear(advisor, situation["situation"]):
        return Start(text=situation["situation"])
    return known


@dataclass(frozen=True)
class Conversation:
    """Talks, and records what is said. `url` is where the web chat is, for links to it."""

    advisor: Advisor
    store: Store
    clock: Clock
    url: str | None = None
    metrics: Metrics = field(default_factory=Metrics)

    @cached_property
    def polling(self) -> Polling:
        """The part that asks others, too."""
        return Polling(self.advisor, self.store, self.clock, self.url)

    @property
    def deciding(self) -> Deciding:
        """The part that walks people through the rules."""
        return self.polling.deciding

    def say(self, thread: Thread, person: Person, text: str) -> Reply:
        """The reply to a typed message."""
        with self.store.transaction():
            person, is_new_thread = self.store.see(person, thread)
            walk = None if is_new_thread else self.deciding.own_walk(thread, person)
            typed = text.strip()
            if not typed:
                return self._record(thread, person, text, Notice(text="That message was empty."))
            if len(typed) > LONGEST:
                return self._record(thread, person, text, _too_long(len(typed)))
            is_prompted = walk is not None and walk.pending in ("reason", "name")
            if walk and is_prompted and not _is_word(typed):
                asking = self.polling if walk.poll else self.deciding
                reply = asking.prompted(walk, person, thread, typed)
                return self._record(thread, person, text, reply)
            action = command(self.advisor, typed) or (
                typed_action(self.advisor, walk, typed) if walk else None
            )
            if action:
                return self._record(thread, person, text, self._act(thread, person, action))
            return self._answer(thread, person, typed, walk, is_first=is_new_thread)

    def press(self, thread: Thread, person: Person, action: Action) -> Reply:
        """The reply to a pressed button."""
        with self.store.transaction():
            person, _ = self.store.see(person, thread)
            if isinstance(action, AskPlain):
                walk = self.deciding.own_walk(thread, person)
                return self._answer(thread, person, action.text, walk, literally=True)
            reply = self._act(thread, person, action)
            return self._record(thread, person, label(self.advisor, action), reply)

    def is_awaited(self, thread: Thread, person: Person) -> bool:
        """Whether an open walkthrough of this person waits in the thread for an answer."""
        return self.deciding.own_walk(thread, person) is not None

    def _answer(
        self,
        thread: Thread,
        person: Person,
        text: str,
        walk: Walk | None,
        *,
        literally: bool = False,
        is_first: bool = False,
    ) -> Reply:
        """Answers a question, in the context of the last answer unless it is meant literally, or
        is the first in the thread.

        What describes a situation leads into the walkthrough instead.
        """
        now = self.clock()
        since = now - followups.FRESH
        is_alone = literally or is_first
        last = None if is_alone else self.store.last_answered(thread.id, person.id, since)
        reply, found = followups.answer(self.advisor, text, last, now.date())
        heard = () if literally else hear(self.advisor, text)
        if is_description(text, reply, heard, walk):
            if walk and self.deciding.is_over(walk):
                told: Reply = Notice(text=POLL_CLOSED)
            else:
                told = self.deciding.start(thread, person, heard)
            return self._record(thread, person, text, told)
        noted = {"noted": True} if isinstance(reply, Nothing) else {}
        described = None if walk else to_describe(text, reply, heard)
        return self._record(
            thread,
            person,
            text,
            reply.model_copy(update={"resume": _resume(walk), "described": described, **noted}),
            confidence=found.confidence if found else None,
            candidates=found.candidates if found else (),
        )

    def _act(self, thread: Thread, person: Person, action: Command) -> Reply:
        match action:
            case Help():
                return self.advisor.welcome()
            case Start(text=text):
                heard = None if text is None else hear(self.advisor, text)
                return self.deciding.start(thread, person, heard)
            case Ask(entry=entry):
                return self._open(self.deciding.own_walk(thread, person), entry)
            case Compare():
                return self._compare(self.deciding.own_walk(thread, person), action)
            case AskOthers() | Join() | HandIn() | Gather():
                return self.polling.act(thread, person, action)
            case _:
                return self.deciding.act(thread, person, action)

    def _open(self, walk: Walk | None, entry: str) -> Reply:
        if entry not in self.advisor.knowledge.entries:
            return Notice(text=f"There is no answer by the name {entry!r} any more.")
        answer: Answer = self.advisor.entry(entry, self.clock().date())
        return answer.model_copy(update={"resume": _resume(walk)})

    def _compare(self, walk: Walk | None, action: Compare) -> Reply:
        known = [a for a in action.attributes if a in self.advisor.knowledge.attributes]
        table = self.advisor.compare(action.frameworks, known)
        return table.model_copy(update={"resume": _resume(walk)})

    def _record(
        self,
        thread: Thread,
        person: Person,
        text: str,
        reply: Reply,
        *,
        confidence: float | None = None,
        candidates: Sequence[tuple[str, float]] = (),
    ) -> Reply:
        at = self.clock()
        self.store.add_turn(
            thread, person, text, reply, confidence=confidence, candidates=candidates, at=at
        )
        self.metrics.reply(thread.surface, reply.kind)
        return reply


def _is_word(typed: str) -> bool:
    return bare(typed) in WORDS or typed_join(typed) is not None


def _resume(walk: Walk | None) -> Move | None:
    return Move(do="resume", walk=walk.id, revision=walk.revision) if walk else None


def _too_long(length: int) -> Notice:
    return Notice(
        text=f"That message has {length:,} characters; I read up to {LONGEST:,}. "
        "Please put the question in a sentence or two."
    )
