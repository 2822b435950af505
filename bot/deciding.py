"""Deciding: what a person does in a walkthrough of their own, from its start to the record."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from bot import ballots
from bot.advisor import Advisor
from bot.hearing import NOTHING_HEARD, fill
from bot.poll_wording import disputed
from bot.renewing import is_outdated, renewed, rules_changed
from bot.replies import (
    AskOthers,
    Choose,
    HandIn,
    Heard,
    Look,
    Move,
    Notice,
    Recommendation,
    Record,
    Recorded,
    Reply,
    Step,
)
from bot.running import Clock
from bot.store.records import Person, Poll, Thread, Walk
from bot.store.store import Store
from bot.walking import advanced, apply, look, view
from rules.models import UnknownAnswer

LONGEST_NAME = 80

AFTER_COMPARING = (
    "Your poll is still open, so I don't recommend yet: compare the answers, or call the poll off."
)
POLL_CLOSED = (
    "This poll is closed, so nobody waits for answers. `start` begins a choice of your own."
)


class Overtaken(Exception):
    """Another process changed the walkthrough between reading and writing it; nothing was saved."""


@dataclass(frozen=True)
class Deciding:
    """Walks people through the rules, and records what they decide."""

    advisor: Advisor
    store: Store
    clock: Clock
    url: str | None = None

    def own_walk(self, thread: Thread, person: Person) -> Walk | None:
        """The open walkthrough of a person in a thread."""
        return self.store.open_walk(thread.id, person.id)

    def start(self, thread: Thread, person: Person, heard: Sequence[Heard] | None = None) -> Reply:
        """Begins a walkthrough, or shows the open one; what was heard in a text is filled in."""
        walk = self.own_walk(thread, person)
        if walk and self.is_over(walk):
            walk = None
        if heard is not None:
            return self.describe(walk or self.begin(thread, person), heard)
        if walk and walk.answers:
            return self.shown(walk, "You are in the middle of this one; `restart` begins anew.")
        return self.shown(walk or self.begin(thread, person))

    def describe(self, before: Walk, heard: Sequence[Heard]) -> Reply:
        """Fills in the answers that a text states, and says which, with the words that did."""
        if is_outdated(self.advisor, before):
            return self.shown(before)
        walk = renewed(self.advisor, before)
        if not heard:
            return self._view(walk, NOTHING_HEARD)
        filled = fill(walk, heard)
        if filled is not walk:
            self.save(filled, before, "describe")
        reply = self._view(filled)
        if isinstance(reply, Step | Recommendation):
            return reply.model_copy(update={"heard": tuple(heard)})
        return reply

    def begin(self, thread: Thread, person: Person, poll: str | None = None) -> Walk:
        """A new walkthrough of a person, on record, which may be a part in a poll."""
        rules = self.advisor.walkthrough
        walk = Walk(
            id=secrets.token_hex(8),
            thread=thread.id,
            person=person.id,
            name=rules.id,
            version=rules.version,
            rules=self.advisor.fingerprint,
            poll=poll,
        )
        self.store.keep_rules(self.advisor.fingerprint, rules, self.clock())
        self.store.add_walk(walk, self.clock())
        return walk

    def act(self, thread: Thread, person: Person, action: Choose | Move | Look | Record) -> Reply:
        """The reply to a pressed button of a walkthrough, or to what was typed in its place."""
        walk = self.current(thread, person, action)
        return self._walk_on(walk, thread, person, action) if isinstance(walk, Walk) else walk

    def current(
        self,
        thread: Thread,
        person: Person,
        action: Choose | Move | Look | Record | AskOthers | HandIn,
    ) -> Walk | Reply:
        """The walkthrough that a button is of, or what to reply where it is out of its time."""
        walk = self.store.walk(action.walk)
        if walk is None:
            return Notice(text="That walkthrough is not in my records. `start` begins a new one.")
        if walk.person != person.id:
            return Notice(text="Somebody else is deciding here. `start` begins one of your own.")
        if self.is_over(walk):
            return Notice(text=POLL_CLOSED)
        if walk.status == "handed-in":
            again = f"`join {walk.poll}` opens them again."
            return Notice(text=f"These answers are handed in. {again}")
        if walk.status != "open":
            current = self.own_walk(thread, person)
            if current is not None:
                return self.shown(current, "That button was from before the restart.")
            if walk.poll:
                return Notice(text="You went on with these answers in another conversation.")
            return Notice(text="That decision is on record. `start` begins a new one.")
        if walk.revision != action.revision:
            return self.shown(walk, "That button was from an earlier step. Here is where we are.")
        return walk

    def prompted(self, walk: Walk, person: Person, thread: Thread, typed: str) -> Reply:
        """Takes a typed text for what the walkthrough waits for: a reason, or a name."""
        if is_outdated(self.advisor, walk):
            return self.shown(walk)
        if poll := self.open_poll(walk):
            return self._after_comparing(poll)
        before, walk = walk, renewed(self.advisor, walk)
        if walk.pending == "name":
            return self._finish(walk, before, thread, self.named(person, thread, typed))
        return self._finish(walk.model_copy(update={"reason": typed}), before, thread, person)

    def named(self, person: Person, thread: Thread, typed: str) -> Person:
        """The person under a name that was typed, which is known from now on."""
        return self.store.see(Person(id=person.id, name=typed[:LONGEST_NAME]), thread).person

    def shown(self, walk: Walk, notice: str | None = None) -> Reply:
        """What is shown of a walkthrough; that the rules have changed comes before all else."""
        if is_outdated(self.advisor, walk):
            return rules_changed(self.advisor, walk, self.store.rules(walk.rules))
        return self._view(renewed(self.advisor, walk), notice)

    def is_over(self, walk: Walk) -> bool:
        """Whether it is a part in a poll that is closed."""
        poll = self.store.poll(walk.poll) if walk.poll else None
        return poll is not None and poll.closed is not None

    def open_poll(self, walk: Walk) -> Poll | None:
        """The open poll of a walkthrough."""
        return next((poll for poll in self.store.polls(walk.id) if not poll.closed), None)

    def _view(self, walk: Walk, notice: str | None = None) -> Reply:
        """What is shown of a walkthrough: with who said what where people disagreed, and with no
        recommendation as long as others are asked.
        """
        reply = view(self.advisor, walk, notice)
        if isinstance(reply, Step):
            dispute = ballots.disputed(self.advisor, self.store, walk, reply.criterion)
            said = [notice, disputed(dispute)] if dispute else [notice]
            return reply.model_copy(update={"notice": " ".join(filter(None, said)) or None})
        poll = None if reply.kind == "answers" else self.open_poll(walk)
        return self._after_comparing(poll) if poll else reply

    def _after_comparing(self, poll: Poll) -> Reply:
        url = self.url if poll.thread.startswith("web:") else None
        return ballots.shown(self.store, poll, url=url, notice=AFTER_COMPARING)

    def _walk_on(
        self, before: Walk, thread: Thread, person: Person, action: Choose | Move | Look | Record
    ) -> Reply:
        if action.do == "restart":
            self.save(advanced(before, status="restarted"), before, "restart")
            following = self.begin(thread, person, before.poll)
            self.store.move_polls(before.id, following.id)
            return self.shown(following)
        walk = renewed(self.advisor, before)
        if is_outdated(self.advisor, before):
            if action.do != "renew":
                return self.shown(before)
            going_on = advanced(walk)
            self.save(going_on, before, "renew")
            return self._view(going_on)
        if isinstance(action, Look | Record) and (poll := self.open_poll(walk)):
            return self._after_comparing(poll)
        if isinstance(action, Look):
            return look(self.advisor, walk, action)
        if isinstance(action, Record) and walk.poll:
            return self._view(walk, "In a poll, answers are handed in and nothing is recorded.")
        try:
            changed = apply(self.advisor, walk, action)
        except UnknownAnswer:
            return self._view(walk, "The rules have changed since that button was made.")
        if isinstance(action, Record) and changed.chosen and changed.pending is None:
            return self._finish(changed, before, thread, person)
        if changed is not walk:
            criterion = getattr(action, "criterion", None)
            self.save(changed, before, action.do, criterion, getattr(action, "option", None))
        return self._view(changed)

    def _finish(self, walk: Walk, before: Walk, thread: Thread, person: Person) -> Reply:
        if person.name is None:
            asking = advanced(walk, pending="name")
            self.save(asking, before, "record")
            return view(self.advisor, asking)
        result = self.advisor.recommend(walk)
        recommended, chosen = result.ranking[0], walk.chosen or result.ranking[0].framework
        done = advanced(walk, pending=None, status="recorded")
        self.save(done, before, "record", option=chosen)
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

    def save(
        self,
        walk: Walk,
        before: Walk,
        action: str,
        criterion: str | None = None,
        option: str | None = None,
    ) -> None:
        """Stores the new state of a walkthrough, and the rules that it is under.

        Raises:
            Overtaken: if it is not as it was before any more; nothing is stored.
        """
        if walk.rules != before.rules:
            rules = self.advisor.walkthrough
            self.store.keep_rules(self.advisor.fingerprint, rules, self.clock())
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
