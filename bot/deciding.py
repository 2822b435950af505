"""Deciding: what a person does in a walkthrough of their own, from its start to the record."""

import secrets
from dataclasses import dataclass

from bot.advisor import Advisor
from bot.hearing import NOTHING_HEARD, fill, hear
from bot.renewing import is_outdated, renewed, rules_changed
from bot.replies import Choose, Look, Move, Notice, Record, Recorded, Reply
from bot.running import Clock
from bot.store.records import Person, Thread, Walk
from bot.store.store import Store
from bot.walking import advanced, apply, look, view
from rules.models import UnknownAnswer

LONGEST_NAME = 80


class Overtaken(Exception):
    """Another process changed the walkthrough between reading and writing it; nothing was saved."""


@dataclass(frozen=True)
class Deciding:
    """Walks people through the rules, and records what they decide."""

    advisor: Advisor
    store: Store
    clock: Clock

    def own_walk(self, thread: Thread, person: Person) -> Walk | None:
        """The open walkthrough of a person in a thread."""
        return self.store.open_walk(thread.id, person.id)

    def start(self, thread: Thread, person: Person, text: str | None = None) -> Reply:
        """Begins a walkthrough, or shows the open one; a text fills in what it states."""
        walk = self.own_walk(thread, person)
        if text is not None:
            return self.describe(walk or self._begin(thread, person), text)
        if walk and walk.answers:
            return self.shown(walk, "You are in the middle of this one; `restart` begins anew.")
        return self.shown(walk or self._begin(thread, person))

    def describe(self, before: Walk, text: str) -> Reply:
        """Fills in the answers that a text states, and says which, with the words that did."""
        if is_outdated(self.advisor, before):
            return self.shown(before)
        walk = renewed(self.advisor, before)
        heard = hear(self.advisor, text)
        if not heard:
            return view(self.advisor, walk, NOTHING_HEARD)
        filled = fill(walk, heard)
        if filled is not walk:
            self._save(filled, before, "describe")
        return view(self.advisor, filled).model_copy(update={"heard": heard})

    def _begin(self, thread: Thread, person: Person) -> Walk:
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
        return walk

    def act(self, thread: Thread, person: Person, action: Choose | Move | Look | Record) -> Reply:
        """The reply to a pressed button of a walkthrough, or to what was typed in its place."""
        walk = self.store.walk(action.walk)
        if walk is None:
            return Notice(text="That walkthrough is not in my records. `start` begins a new one.")
        if walk.person != person.id:
            return Notice(text="Somebody else is deciding here. `start` begins one of your own.")
        if walk.status != "open":
            current = self.own_walk(thread, person)
            if current is None:
                return Notice(text="That decision is on record. `start` begins a new one.")
            return self.shown(current, "That button was from before the restart.")
        if walk.revision != action.revision:
            return self.shown(walk, "That button was from an earlier step. Here is where we are.")
        return self._walk_on(walk, thread, person, action)

    def prompted(self, walk: Walk, person: Person, thread: Thread, typed: str) -> Reply:
        """Takes a typed text for what the walkthrough waits for: a reason, or a name."""
        if is_outdated(self.advisor, walk):
            return self.shown(walk)
        before, walk = walk, renewed(self.advisor, walk)
        if walk.pending == "name":
            named = Person(id=person.id, name=typed[:LONGEST_NAME])
            return self._finish(walk, before, thread, self.store.see(named, thread))
        return self._finish(walk.model_copy(update={"reason": typed}), before, thread, person)

    def shown(self, walk: Walk, notice: str | None = None) -> Reply:
        """What is shown of a walkthrough; that the rules have changed comes before all else."""
        if is_outdated(self.advisor, walk):
            return rules_changed(self.advisor, walk, self.store.rules(walk.rules))
        return view(self.advisor, renewed(self.advisor, walk), notice)

    def _walk_on(
        self, before: Walk, thread: Thread, person: Person, action: Choose | Move | Look | Record
    ) -> Reply:
        if action.do == "restart":
            self._save(advanced(before, status="restarted"), before, "restart")
            return self.start(thread, person)
        walk = renewed(self.advisor, before)
        if is_outdated(self.advisor, before):
            if action.do != "renew":
                return self.shown(before)
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
