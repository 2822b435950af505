"""The inbox: what Slack sent and we acknowledged, until the answer to it is on record."""

import datetime
from collections.abc import Sequence
from typing import NamedTuple

from bot.store.claims import Claims
from bot.store.database import Row, stamp
from bot.store.engine import ROWS, insertion
from knowledge.content import Frozen

COLUMNS = ("lane", "trace", "body", "at", "due", "tries", "state")

CLOCK_SLIP = datetime.timedelta(minutes=2)
"""What is due later than this was put off by a clock that has been set back since."""

# The first of its lane alone, so that what somebody sends is answered in the order of sending.
WAITING = """
    SELECT * FROM inbox AS one
    WHERE state = 'waiting' AND (due <= ? OR due > ?) AND NOT EXISTS (
        SELECT 1 FROM inbox AS earlier
        WHERE earlier.lane = one.lane AND earlier.state = 'waiting' AND earlier.id < one.id
    )
    ORDER BY id LIMIT ?
"""


class Arrival(NamedTuple):
    """Something to answer, by all the keys that it is known by.

    What is of one `lane` is answered in order. `trace` is the one id from event to reply.
    """

    keys: tuple[str, ...]
    lane: str
    trace: str
    body: str


class Item(Frozen):
    """An arrival that waits. `tries` counts the attempts that failed."""

    id: int
    lane: str
    trace: str
    body: str
    at: datetime.datetime
    tries: int = 0


class Depth(Frozen):
    """How much waits, since when, and how much was given up."""

    waiting: int
    dead: int
    oldest: datetime.datetime | None


def item_of(row: Row) -> Item:
    """The item in a row of its table."""
    return Item.model_validate({name: row[name] for name in Item.model_fields})


class Inbox(Claims):
    """The inbox of the log."""

    def accept(self, arrivals: Sequence[Arrival], at: datetime.datetime) -> list[bool]:
        """Stores what arrived, all in one transaction, and says of each whether it was new."""
        fresh: list[bool] = []
        with self.transaction():
            free = self.claim_keys((key for arrival in arrivals for key in arrival.keys), at)
            for arrival in arrivals:
                keys = {self.engine.storable(key) for key in arrival.keys}
                fresh.append(free >= keys)
                free -= keys
            new = [arrival for arrival, is_new in zip(arrivals, fresh, strict=True) if is_new]
            self.add_items(new, at)
        return fresh

    def add_items(self, arrivals: Sequence[Arrival], at: datetime.datetime) -> None:
        """Adds what is to be answered, inside a transaction; whether it is new was looked at."""
        moment = stamp(at)
        for start in range(0, len(arrivals), ROWS):
            some = arrivals[start : start + ROWS]
            values: list[object] = []
            for _, lane, trace, body in some:
                values += (lane, trace, body, moment, moment, 0, "waiting")
            self.run(insertion("inbox", COLUMNS, len(some)), values)

    def waiting(self, now: datetime.datetime, limit: int) -> list[Item]:
        """What is to be answered now, the oldest first, one of each lane."""
        found = self.rows(WAITING, (stamp(now), stamp(now + CLOCK_SLIP), limit))
        return [item_of(row) for row in found]

    def is_mine(self, item: Item) -> bool:
        """Whether an item waits as it did, and no other process has it or has tried it since;
        holds it to the end of the transaction.
        """
        waiting = "SELECT id FROM inbox WHERE id = ? AND tries = ? AND state = 'waiting'"
        sql = f"{waiting} {self.engine.dialect.hold_free}"
        return self.row(sql, (item.id, item.tries)) is not None

    def remove_item(self, item: Item) -> None:
        """Takes an item out, whose answer is on record."""
        self.run("DELETE FROM inbox WHERE id = ?", (item.id,))

    def postpone_item(self, item: Item, due: datetime.datetime, error: str) -> None:
        """Puts an item off that could not be answered."""
        self.run(
            "UPDATE inbox SET due = ?, tries = tries + 1, error = ? WHERE id = ?",
            (stamp(due), error, item.id),
        )

    def bury_item(self, item: Item, error: str) -> None:
        """Gives an item up; it stays for the operator to see."""
        self.run(
            "UPDATE inbox SET state = 'dead', tries = tries + 1, error = ? WHERE id = ?",
            (error, item.id),
        )

    def inbox_depth(self) -> Depth:
        """How much waits to be answered."""
        return self.depth("inbox")

    def depth(self, table: str) -> Depth:
        """How much waits in the inbox or the outbox."""
        sql = f"""
            SELECT sum(CASE WHEN state = 'dead' THEN 0 ELSE 1 END) AS waiting,
                sum(CASE WHEN state = 'dead' THEN 1 ELSE 0 END) AS dead,
                min(CASE WHEN state = 'dead' THEN NULL ELSE at END) AS oldest
            FROM {table}
        """  # noqa: S608 - the table is one of ours
        (found,) = self.rows(sql)
        return Depth(waiting=found["waiting"] or 0, dead=found["dead"] or 0, oldest=found["oldest"])
