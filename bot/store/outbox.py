"""The outbox: what is to be posted to Slack, until Slack has it."""

import datetime
import json
from collections.abc import Sequence
from typing import Literal, get_args

from bot.store.database import Row, stamp
from bot.store.inbox import CLOCK_SLIP, Arrival, Depth, Inbox
from knowledge.content import Frozen

Box = Literal["inbox", "outbox"]
BOXES: tuple[Box, ...] = get_args(Box)


class Draft(Frozen):
    """Something to post. What is of one `lane`, a channel, is posted in order.

    `key` goes with the post, so that it can be found again. `sequel` is what to do once it is
    posted: the body of an inbox item, which gets to know where. `otherwise` is another draft, as
    JSON, for where Slack refuses this one for good.
    """

    key: str
    lane: str
    trace: str
    body: str
    sequel: str | None = None
    otherwise: str | None = None


class Letter(Draft):
    """A draft in the outbox. It is `doubtful` where it may have been posted already."""

    id: int
    at: datetime.datetime
    tries: int = 0
    doubtful: bool = False


class Trouble(Frozen):
    """What failed in the inbox or the outbox, for the operator to see."""

    box: Box
    trace: str
    at: datetime.datetime
    tries: int
    state: str
    error: str | None


def letter_of(row: Row) -> Letter:
    """The letter in a row of its table."""
    return Letter.model_validate({name: row[name] for name in Letter.model_fields})


# The first of its lane alone, and none while another process has one of that lane.
DUE = """
    SELECT * FROM outbox AS one
    WHERE state = 'waiting' AND (due <= ? OR due > ?) AND NOT EXISTS (
        SELECT 1 FROM outbox AS other WHERE other.lane = one.lane
        AND (other.state = 'sending' OR (other.state = 'waiting' AND other.id < one.id))
    )
    ORDER BY id LIMIT ?
"""


def _dead(trace: str | None) -> tuple[str, tuple[str, ...]]:
    """The condition for what was given up, and its values."""
    if trace is None:
        return "state = 'dead'", ()
    return "state = 'dead' AND trace = ?", (trace,)


class Outbox(Inbox):
    """The outbox of the log."""

    def add_letter(self, draft: Draft, owner: str, at: datetime.datetime) -> Letter | None:
        """Adds a draft for its owner to post at once; None where others of its lane come first,
        and it waits for its turn.
        """
        sql = "SELECT 1 FROM outbox WHERE lane = ? AND state != 'dead' AND coalesce(owner, '') != ?"
        has_to_wait = self.row(f"{sql} LIMIT 1", (draft.lane, owner)) is not None
        number = self._add(draft, None if has_to_wait else owner, at)
        return None if has_to_wait else Letter(**dict(draft), id=number, at=at)

    def due_letters(self, owner: str, now: datetime.datetime, limit: int) -> list[Letter]:
        """Takes what is to be posted now, one of each lane, for its owner to post."""
        with self.transaction():
            sql = f"{DUE} {self.engine.dialect.hold_free}"
            found = self.rows(sql, (stamp(now), stamp(now + CLOCK_SLIP), limit))
            for row in found:
                self.run(
                    "UPDATE outbox SET state = 'sending', owner = ? WHERE id = ?",
                    (owner, row["id"]),
                )
        return [letter_of(row) for row in found]

    def remove_letters(
        self, posted: Sequence[tuple[Letter, str | None]], at: datetime.datetime
    ) -> None:
        """Takes letters out that are posted; the sequel of each, if it has one, to the inbox.

        A second time does nothing.
        """
        numbers = json.dumps([letter.id for letter, _ in posted])
        sql = f"DELETE FROM outbox WHERE id {self.engine.dialect.among} RETURNING id"  # noqa: S608 - words of ours
        with self.transaction():
            taken = {row["id"] for row in self.rows(sql, (numbers,))}
            begun = [
                Arrival((), f"sequel:{letter.key}", letter.trace, sequel)
                for letter, sequel in posted
                if sequel is not None and letter.id in taken
            ]
            self.add_items(begun, at)

    def owns(self, letter: Letter, owner: str) -> bool:
        """Whether a letter is its owner's to post, still."""
        sql = "SELECT 1 FROM outbox WHERE id = ? AND owner = ? AND state = 'sending'"
        return self.row(sql, (letter.id, owner)) is not None

    def letters_of(self, owner: str) -> set[int]:
        """The numbers of the letters that are an owner's to post."""
        found = self.rows("SELECT id FROM outbox WHERE owner = ? AND state = 'sending'", (owner,))
        return {row["id"] for row in found}

    def note_failure(self, letter: Letter, error: str) -> None:
        """Notes that a letter could not be posted, with its tries and doubts as they are now; its
        owner tries again.
        """
        with self.transaction():
            self.run(
                "UPDATE outbox SET tries = ?, doubtful = ?, error = ? WHERE id = ?",
                (letter.tries, letter.doubtful, error, letter.id),
            )

    def release_letter(self, number: int, owner: str, now: datetime.datetime) -> None:
        """Frees a letter that is its owner's, and may have been posted."""
        self._release("id = ? AND owner = ?", (number, owner), now)

    def release_owner(self, owner: str, now: datetime.datetime) -> int:
        """Frees what an owner had taken that is gone, and may have posted; returns how much."""
        return self._release("owner = ?", (owner,), now)

    def release_orphans(self, now: datetime.datetime) -> int:
        """Frees what an owner had taken that is not on the list of processes (any more)."""
        orphaned = """
            FROM outbox WHERE state = 'sending' AND owner NOT IN (SELECT owner FROM processes)
        """
        owners = [row["owner"] for row in self.rows(f"SELECT DISTINCT owner {orphaned}")]
        return sum(self.release_owner(owner, now) for owner in owners)

    def bury_letter(self, letter: Letter, error: str) -> None:
        """Gives a letter up; it stays for the operator to see."""
        with self.transaction():
            self.run(
                """
                UPDATE outbox SET state = 'dead', owner = NULL, tries = tries + 1, error = ?
                WHERE id = ?
                """,
                (error, letter.id),
            )

    def replace_letter(self, letter: Letter, draft: Draft, at: datetime.datetime) -> None:
        """Writes another draft in place of a letter that Slack refuses; once, if at all."""
        with self.transaction():
            if not self.run("DELETE FROM outbox WHERE id = ?", (letter.id,)).rowcount:
                return
            self._add(draft, None, at)

    def troubled(self, limit: int, *, dead_only: bool = False) -> list[Trouble]:
        """What was given up, and what waits after a failure, in either box; the oldest first."""
        which = "state = 'dead'" if dead_only else "(state = 'dead' OR tries > 0)"
        listed = " UNION ALL ".join(
            f"SELECT '{box}' AS box, trace, at, tries, state, error FROM {box} WHERE {which}"  # noqa: S608 - words of ours
            for box in BOXES
        )
        found = self.rows(f"{listed} ORDER BY at, trace LIMIT ?", (limit,))
        return [Trouble.model_validate(row) for row in found]

    def revive(self, trace: str | None, now: datetime.datetime) -> int:
        """Lets what was given up wait anew, of one trace or, for None, all; returns how much."""
        which, values = _dead(trace)
        with self.transaction():
            return sum(
                self.run(
                    f"UPDATE {box} SET state = 'waiting', due = ?, tries = 0 WHERE {which}",  # noqa: S608 - words of ours
                    (stamp(now), *values),
                ).rowcount
                for box in BOXES
            )

    def drop(self, trace: str) -> int:
        """Takes what was given up of a trace out for good; returns how much."""
        which, values = _dead(trace)
        with self.transaction():
            return sum(
                self.run(f"DELETE FROM {box} WHERE {which}", values).rowcount  # noqa: S608 - words of ours
                for box in BOXES
            )

    def depths(self) -> dict[str, Depth]:
        """How much waits in each box, in a transaction that may write, and changes nothing.

        Raises:
            StoreError: if the log can't be read or written now.
        """
        with self.transaction():
            self.run("UPDATE claims SET at = at WHERE key = ''")
            return {"inbox": self.inbox_depth(), "outbox": self.outbox_depth()}

    def outbox_depth(self) -> Depth:
        """How much waits to be posted."""
        return self.depth("outbox")

    def _add(self, draft: Draft, owner: str | None, at: datetime.datetime) -> int:
        """Adds a draft, which waits unless it has an owner, and returns its number."""
        values: Row = {**dict(draft), "at": stamp(at), "due": stamp(at), "tries": 0, "doubtful": 0}
        state = "waiting" if owner is None else "sending"
        return self.insert("outbox", {**values, "state": state, "owner": owner})

    def _release(self, which: str, values: tuple[object, ...], now: datetime.datetime) -> int:
        """Frees what is being sent and may have been posted; returns how much."""
        sql = f"""
            UPDATE outbox SET state = 'waiting', owner = NULL, due = ?, doubtful = 1
            WHERE {which} AND state = 'sending'
        """  # noqa: S608 - words of ours
        with self.transaction():
            return self.run(sql, (stamp(now), *values)).rowcount
