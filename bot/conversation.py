"""The conversation: what a person types or presses in a thread, to exactly one recorded reply.

The same on every surface. State lives in the store, so that a restart, a second process or a
click on an old button finds it as it is.
"""

import datetime
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot import followups
from bot.actions import Command
from bot.advisor import Advisor
from bot.labels import label
from bot.renewing import is_outdated, renewed, rules_changed
from bot.replies import (
    Action,
    Answer,
    Ask,
    AskPlain,
    Choose,
    Compare,
    Help,
    Look,
    Move,
    Nothing,
    Notice,
    Record,
    Recorded,
    Reply,
    Start,
)
from bot.store.records import Person, Thread, Walk
from bot.store.store import Store
from bot.walking import GO_ON, MOVES, advanced, apply, bare, look, typed_action, view
from rules.models import UnknownAnswer

Clock = Callable[[], datetime.datetime]

LONGEST = 4_000
"""Characters of a message that are answered; a longer one is kept, and asked to be cut."""

LONGEST_NAME = 80

COMMANDS: dict[str, Command] = {
    **dict.fromkeys(("help", "/help", "hi", "hello", "hey", "?"), Help()),
    **dict.fromkeys(("start", "choose", "choose a framework", "framework", "/framework"), Start()),
}
"""What is typed in so many words to get help or to start the walkthrough."""


@dataclass(frozen=True)
class Conversation:
    """Talks, and records what is said."""

    advisor: Advisor
    store: Store
    clock: Clock

    def say(self, thread: Thread, person: Person, text: str) -> Reply:
        """The reply to a typed message."""
        with self.store.transaction():
            person = self.store.see(person, thread)
            walk = self._own_walk(thread, person)
            typed = text.strip()
            word = bare(typed)
            if not typed:
                return self._record(thread, person, text, Notice(text="That message was empty."))
            if len(typed) > LONGEST:
                return self._record(thread, person, text, _too_long(len(typed)))
            is_prompted = walk is not None and walk.pending in ("reason", "name")
            if walk and is_prompted and word not in (*MOVES, GO_ON, *COMMANDS):
                return self._record(
                    thread, person, text, self._prompted(walk, person, thread, typed)
                )
            action = COMMANDS.get(word) or (
                typed_action(self.advisor, walk, typed) if walk else None
            )
            if action:
                return self._record(thread, person, text, self._act(thread, person, action))
            return self._answer(thread, person, typed, walk)

    def press(self, thread: Thread, person: Person, action: Action) -> Reply:
        """The reply to a pressed button."""
        with self.store.transaction():
            person = self.store.see(person, thread)
            if isinstance(action, AskPlain):
                walk = self._own_walk(thread, person)
                return self._answer(thread, person, action.text, walk, literally=True)
            reply = self._act(thread, person, action)
            return self._record(thread, person, label(self.advisor, action), reply)

    def is_awaited(self, thread: Thread, person: Person) -> bool:
        """Whether an open walkthrough of this person waits in the thread for an answer."""
        return self._own_walk(thread, person) is not None

    def _own_walk(self, thread: Thread, person: Person) -> Walk | None:
        return self.store.open_walk(thread.id, person.id)

    def _shown(self, walk: Walk, notice: str | None = None) -> Reply:
        """What is shown of a walkthrough; that the rules have changed comes before all else."""
        if is_outdated(self.advisor, walk):
            return rules_changed(self.advisor, walk, self.store.rules(walk.rules))
        return view(self.advisor, renewed(self.advisor, walk), notice)

    def _answer(
        self,
        thread: Thread,
        person: Person,
        text: str,
        walk: Walk | None,
        *,
        literally: bool = False,
    ) -> Reply:
        """Answers a question, in the context of the last answer unless it is meant literally."""
        now = self.clock()
        since = now - followups.FRESH
        last = None if literally else self.store.last_answered(thread.id, person.id, since)
        reply, found = followups.answer(self.advisor, text, last, now.date())
        noted = {"noted": True} if isinstance(reply, Nothing) else {}
        return self._record(
            thread,
            person,
            text,
            reply.model_copy(update={"resume": _resume(walk), **noted}),
            confidence=found.confidence if found else None,
            candidates=found.candidates if found else (),
        )

    def _act(self, thread: Thread, person: Person, action: Command) -> Reply:
        match action:
            case Help():
                return self.advisor.welcome()
            case Start():
                return self._start(thread, person)
            case Ask(entry=entry):
                return self._open(self._own_walk(thread, person), entry)
            case Compare():
                return self._compare(self._own_walk(thread, person), action)
        walk = self.store.walk(action.walk)
        if walk is None:
            return Notice(text="That walkthrough is not in my records. `start` begins a new one.")
        if walk.person != person.id:
            return Notice(text="Somebody else is deciding here. `start` begins one of your own.")
        if walk.status != "open":
            current = self._own_walk(thread, person)
            if current is None:
                return Notice(text="That decision is on record. `start` begins a new one.")
            return self._shown(current, "That button was from before the restart.")
        if walk.revision != action.revision:
            return self._shown(walk, "That button was from an earlier step. Here is where we are.")
        return self._walk_on(walk, thread, person, action)

    def _walk_on(
        self, before: Walk, thread: Thread, person: Person, action: Choose | Move | Look | Record
    ) -> Reply:
        if action.do == "restart":
            self._save(advanced(before, status="restarted"), before, "restart")
            return self._start(thread, person)
        walk = renewed(self.advisor, before)
        if is_outdated(self.advisor, before):
            if action.do != "renew":
                return self._shown(before)
            going_on = advanced(walk)
            self._save(going_on, before, "renew")
            return view(self.advisor, going_on)
        if isinstance(action, Look):
            return look(self.advisor, walk, action)
        try:
            changed = apply(self.advisor, walk, action)
        except UnknownAnswer:
            return view(self.advisor, walk, "The rules have changed since that button was made.")
        if isinstance(action, Record) and changed.chosen and changed.pending is None:
            return self._finish(changed, before, thread, person)
        if changed is not walk:
            criterion = getattr(action, "criterion", None)
            self._save(changed, before, action.do, criterion, getattr(action, "option", None))
        return view(self.advisor, changed)

    def _start(self, thread: Thread, person: Person) -> Reply:
        walk = self._own_walk(thread, person)
        if walk and walk.answers:
            return self._shown(walk, "You are in the middle of this one; `restart` begins anew.")
        if walk is None:
            rules = self.advisor.walkthrough
            walk = Walk(
                id=secrets.token_hex(8),
                thread=thread.id,
                person=person.id,
                name=rules.id,
                version=rules.version,
                rules=self.advisor.fingerprint,
            )
            self.store.keep_rules(rules, self.clock())
            self.store.add_walk(walk, self.clock())
        return self._shown(walk)

    def _open(self, walk: Walk | None, entry: str) -> Reply:
        if entry not in self.advisor.knowledge.entries:
            return Notice(text=f"There is no answer by the name {entry!r} any more.")
        answer: Answer = self.advisor.entry(entry, self.clock().date())
        return answer.model_copy(update={"resume": _resume(walk)})

    def _compare(self, walk: Walk | None, action: Compare) -> Reply:
        known = [a for a in action.attributes if a in self.advisor.knowledge.attributes]
        table = self.advisor.compare(action.frameworks, known)
        return table.model_copy(update={"resume": _resume(walk)})

    def _prompted(self, walk: Walk, person: Person, thread: Thread, typed: str) -> Reply:
        """Takes a typed text for what the walkthrough waits for: a reason, or a name."""
        if is_outdated(self.advisor, walk):
            return self._shown(walk)
        before, walk = walk, renewed(self.advisor, walk)
        if walk.pending == "name":
            named = Person(id=person.id, name=typed[:LONGEST_NAME])
            return self._finish(walk, before, thread, self.store.see(named, thread))
        return self._finish(walk.model_copy(update={"reason": typed}), before, thread, person)

    def _finish(self, walk: Walk, before: Walk, thread: Thread, person: Person) -> Reply:
        if person.name is None:
            asking = advanced(walk, pending="name")
            self._save(asking, before, "record")
            return view(self.advisor, asking)
        result = self.advisor.recommend(walk)
        recommended, chosen = result.ranking[0], walk.chosen or result.ranking[0].framework
        done = advanced(walk, pending=None, status="recorded")
        self._save(done, before, "record", option=chosen)
        reason = walk.reason or "As recommended."
        decision = self.store.add_decision(
            walk=done,
            thread=thread,
            person=person,
            recommended=recommended.framework,
            chosen=chosen,
            reason=reason,
            ranking=[contender.model_dump(mode="json") for contender in result.ranking],
            words="; ".join(f"{given.label}: {given.answer}" for given in result.given),
            at=self.clock(),
        )
        return Recorded(
            decision=decision,
            framework=self.advisor.name(chosen),
            recommended=recommended.name,
            reason=reason,
            by=person.name,
        )

    def _save(
        self,
        walk: Walk,
        before: Walk,
        action: str,
        criterion: str | None = None,
        option: str | None = None,
    ) -> None:
        if walk.rules != before.rules:
            self.store.keep_rules(self.advisor.walkthrough, self.clock())
        saved = self.store.change_walk(
            walk,
            expected_revision=before.revision,
            action=action,
            criterion=criterion,
            option=option,
            at=self.clock(),
        )
        if not saved:
            raise Overtaken(f"walkthrough {walk.id} was changed at the same moment")

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
        return reply


class Overtaken(Exception):
    """Another process changed the walkthrough between reading and writing it; nothing was saved."""


def _resume(walk: Walk | None) -> Move | None:
    return Move(do="resume", walk=walk.id, revision=walk.revision) if walk else None


def _too_long(length: int) -> Notice:
    return Notice(
        text=f"That message has {length:,} characters; I read up to {LONGEST:,}. "
        "Please put the question in a sentence or two."
    )
