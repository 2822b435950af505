"""Polling: several people answer alone, and see where they disagree before anything is recommended.

A poll belongs to a walkthrough. Everybody who takes part answers in a walkthrough of their own,
which is handed in at its end.
"""

import re
import secrets
from dataclasses import dataclass
from functools import cached_property

from bot import ballots
from bot.actions import Polled
from bot.advisor import Advisor
from bot.deciding import POLL_CLOSED, Deciding
from bot.poll_replies import Asked
from bot.poll_wording import NAMELESS
from bot.renewing import is_outdated, renewed
from bot.replies import (
    AskOthers,
    Gather,
    HandedIn,
    HandIn,
    Join,
    Move,
    Notice,
    PollOpen,
    Reply,
)
from bot.running import Clock
from bot.store.records import Person, Poll, Thread, Walk
from bot.store.store import Store
from bot.walking import advanced
from rules.models import Answers

ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
"""What codes are made of: nothing that looks like another, and no vowels, so never a word."""

LENGTH = 8

JOINING = re.compile(r"/?join[:,]?\s+[`'\"]?(?P<code>[a-z0-9-]{5,12})[`'\"]?", re.IGNORECASE)

ANSWER_ALONE = (
    "You answer alone here; nobody sees how until you hand in. `hand in` does so at any time."
)
AGAIN = "Here are your answers again; don't forget to hand them in."


def typed_join(typed: str) -> Join | None:
    """The poll that a typed text asks to join: "join k7wq3mrt". Words are no codes."""
    found = JOINING.fullmatch(typed.strip().rstrip(".!"))
    code = found["code"].lower().replace("-", "") if found else ""
    is_code = bool(code) and (bool(re.search(r"\d", code)) or not re.search("[aeiouy]", code))
    return Join(code=code) if is_code else None


@dataclass(frozen=True)
class Polling:
    """Asks others, too. `url` is where the web chat is, for the links that lead to a poll."""

    advisor: Advisor
    store: Store
    clock: Clock
    url: str | None = None

    @cached_property
    def deciding(self) -> Deciding:
        """The part that walks each of them through the rules."""
        return Deciding(self.advisor, self.store, self.clock, self.url)

    def act(self, thread: Thread, person: Person, action: Polled) -> Reply:
        """The reply to a pressed button of a poll, or to what was typed in its place."""
        match action:
            case AskOthers():
                return self._ask_others(thread, person, action)
            case Join(code=code):
                return self._join(thread, person, code)
            case HandIn():
                walk = self.deciding.current(thread, person, action)
                return self._hand_in(walk, thread, person) if isinstance(walk, Walk) else walk
            case Gather():
                return self._gather(thread, person, action)

    def prompted(self, walk: Walk, person: Person, thread: Thread, typed: str) -> Reply:
        """Takes a typed text for the name to hand in under."""
        refused = self.refused(walk.poll or "")
        if refused:
            return refused
        return self._hand_in(walk, thread, self.deciding.named(person, thread, typed))

    def refused(self, code: str) -> Notice | None:
        """Why nobody can take part in a poll; None where one can."""
        poll = self.store.poll(code)
        if poll is None:
            return Notice(text=f"I know of no poll `{code}`. Is the code typed as it was sent?")
        return Notice(text=POLL_CLOSED) if poll.closed else None

    def invitation(self, code: str) -> PollOpen | Notice:
        """What somebody sees who is asked to take part, by a link that carries the code."""
        joining = typed_join(f"join {code}")
        if joining is None:
            return Notice(text="That is no code of a poll. Is the link whole?")
        code = joining.code
        poll = self.store.poll(code)
        if poll is None or poll.closed:
            return self.refused(code) or Notice(text=POLL_CLOSED)
        return ballots.shown(self.store, poll, invites=True)

    def thread_in(self, code: str, person: Person) -> Thread | None:
        """The thread in which a person answers in a poll, or has answered."""
        walk = self.store.cast_by(code, person.id)
        if walk is None:
            return None
        surface = walk.thread.partition(":")[0]
        return Thread.model_validate({"id": walk.thread, "surface": surface})

    def news(self, code: str) -> tuple[Thread, PollOpen] | None:
        """How an open poll stands, and the thread of its owner, who will want to know."""
        poll = self.store.poll(code)
        if poll is None or poll.closed:
            return None
        thread = ballots.thread_of(poll)
        return thread, self._shown(poll, thread)

    def summary(self, walk_id: str) -> tuple[Asked, ...]:
        """The polls of a walkthrough in which others took part, for the record."""
        return ballots.summary(self.advisor, self.store, walk_id)

    def _ask_others(self, thread: Thread, person: Person, action: AskOthers) -> Reply:
        walk = self.deciding.current(thread, person, action)
        if not isinstance(walk, Walk):
            return walk
        if is_outdated(self.advisor, walk):
            return self.deciding.shown(walk)
        if walk.poll:
            poll = self.store.poll(walk.poll)
            if poll is None or poll.owner.id != person.id:
                return Notice(text="You are taking part in a poll here; one at a time.")
            return self._shown(poll, thread)
        open_poll = self.deciding.open_poll(walk)
        if open_poll is None:
            code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
            self.store.add_poll(code, walk.id, self.clock())
            open_poll = self.deciding.open_poll(walk)
            assert open_poll is not None, "it was added just now"
        return self._shown(open_poll, thread)

    def _join(self, thread: Thread, person: Person, code: str) -> Reply:
        refused = self.refused(code)
        if refused:
            return refused
        mine = self.store.cast_by(code, person.id)
        if mine is None:
            return self._begin(thread, person, code)
        if mine.thread != thread.id:
            mine = self._moved(mine, thread)
        elif mine.status == "open":
            return self.deciding.shown(mine, ANSWER_ALONE)
        if mine.status == "handed-in":
            again = advanced(mine, status="open", pending="result")
            self.deciding.save(again, mine, "reopen")
            mine = again
        return self.deciding.shown(mine, AGAIN)

    def _begin(self, thread: Thread, person: Person, code: str) -> Reply:
        poll = self.store.poll(code)
        own = self.store.walk(poll.walk) if poll and poll.owner.id == person.id else None
        walk = self.deciding.begin(thread, person, code)
        if own and own.answers:
            # What the owner has said already need not be said again.
            filled = advanced(walk, answers=renewed(self.advisor, own).answers)
            self.deciding.save(filled, walk, "join")
            walk = filled
        return self.deciding.shown(walk, ANSWER_ALONE)

    def _moved(self, walk: Walk, thread: Thread) -> Walk:
        """The same answers in another thread; where they were, nothing is left to press."""
        moved = {"id": secrets.token_hex(8), "thread": thread.id, "revision": 0}
        here = walk.model_copy(update=moved)
        self.deciding.save(advanced(walk, status="restarted"), walk, "move")
        self.store.add_walk(here, self.clock())
        return here

    def _hand_in(self, before: Walk, thread: Thread, person: Person) -> Reply:
        if is_outdated(self.advisor, before):
            return self.deciding.shown(before)
        walk = renewed(self.advisor, before)
        poll = self.store.poll(walk.poll) if walk.poll else None
        if poll is None:
            return self.deciding.shown(walk, "Nobody else is asked here, so there is no poll.")
        if not walk.answers:
            return self.deciding.shown(before, "Please answer a question first.")
        if person.name is None:
            asking = advanced(walk, pending="name")
            self.deciding.save(asking, before, "name")
            return self.deciding.shown(asking)
        done = advanced(walk, pending=None, focus=None, status="handed-in")
        self.deciding.save(done, before, "hand-in")
        other = self.deciding.own_walk(thread, person)
        return HandedIn(
            code=poll.code,
            by=person.name,
            owner=poll.owner.name,
            own=poll.owner.id == person.id,
            resume=_resume(other),
        )

    def _gather(self, thread: Thread, person: Person, action: Gather) -> Reply:
        poll, refused = self.store.poll(action.code), self.refused(action.code)
        if poll and refused and poll.owner.id == person.id:
            walk = self.store.walk(poll.walk)
            return Notice(text="This poll of yours is closed.", resume=_resume(walk))
        if poll is None or refused:
            return refused or Notice(text=POLL_CLOSED)
        if action.do == "ballots":
            return self._shown(poll, thread)
        if poll.owner.id != person.id:
            owner = poll.owner.name or NAMELESS
            return Notice(text=f"That is for {owner} to do. You can take part, of course.")
        if action.do == "wait":
            return self._shown(poll, thread)
        if action.do == "call-off":
            self.store.close_poll(poll.code, self.clock())
            return self._owner_goes_on(poll, "The poll is called off; here is where you were.")
        if not ballots.has_others(self.store, poll):
            return Notice(text="Nobody else has handed in yet, so there is nothing to compare.")
        fresh = ballots.disagreement(self.advisor, self.store, poll)
        if action.do == "differ":
            return fresh
        if fresh.seen != action.seen:
            return fresh.model_copy(
                update={"notice": "Answers have changed since; this is how they stand now."}
            )
        answers = ballots.agreed_answers(fresh, by_majority=action.do == "majority")
        return self._go_on(poll, action, answers)

    def _go_on(self, poll: Poll, action: Gather, answers: Answers) -> Reply:
        """Closes a poll, and fills what it came to into the walkthrough of its owner."""
        before = self.store.walk(poll.walk)
        assert before is not None, "a poll refers to it"
        counted = ballots.ballots(self.store, poll)
        if any(cast.walk.id == before.id for cast in counted):
            self._keep_own(before, poll.code)
        undecided = {"focus": None, "pending": None, "chosen": None, "reason": None}
        walk = renewed(self.advisor, before)
        filled = advanced(walk, answers=answers, keep_going=False, **undecided)
        self.deciding.save(filled, before, action.do, option=poll.code)
        self.store.close_poll(poll.code, self.clock())
        return self._owner_goes_on(poll)

    def _keep_own(self, walk: Walk, code: str) -> None:
        """Keeps the owner's own answers as handed in, before what is agreed takes their place."""
        unfinished = self.store.cast_by(code, walk.person)
        if unfinished:
            self.deciding.save(advanced(unfinished, status="restarted"), unfinished, "restart")
        changes = {"id": secrets.token_hex(8), "revision": 0, "poll": code, "pending": None}
        mine = walk.model_copy(update=changes)
        self.store.add_walk(mine, self.clock())
        self.deciding.save(advanced(mine, status="handed-in"), mine, "hand-in")

    def _owner_goes_on(self, poll: Poll, notice: str | None = None) -> Reply:
        walk = self.store.walk(poll.walk)
        assert walk is not None, "a poll refers to it"
        return self.deciding.shown(walk, notice)

    def _shown(self, poll: Poll, thread: Thread) -> PollOpen:
        # People in Slack take part there; an address of the web chat may not even be theirs.
        url = self.url if thread.surface == "web" else None
        return ballots.shown(self.store, poll, url=url)


def _resume(walk: Walk | None) -> Move | None:
    is_open = walk is not None and walk.status == "open"
    return Move(do="resume", walk=walk.id, revision=walk.revision) if walk and is_open else None
