"""The polls: which walks ask others, too, and the walks in which these answer."""

import datetime

from bot.store.database import Connection, Row, stamp
from bot.store.records import Cast, Person, Poll, Walk
from bot.store.walks import walk_of

POLLS = """
    SELECT polls.*, walks.person, walks.thread, people.name, EXISTS (
        SELECT 1 FROM steps
        WHERE steps.walk = polls.walk AND action IN ('agree', 'majority') AND option = polls.code
    ) AS went_on
    FROM polls JOIN walks ON walks.id = polls.walk LEFT JOIN people ON people.id = walks.person
"""


def poll_of(row: Row) -> Poll:
    """The poll in a row of the query `POLLS`."""
    return Poll(
        code=row["code"],
        walk=row["walk"],
        thread=row["thread"],
        owner=Person(id=row["person"], name=row["name"]),
        at=row["at"],
        closed=row["closed"],
        went_on=row["went_on"],
    )


class Polls(Connection):
    """The polls of the log."""

    def add_poll(self, code: str, walk_id: str, at: datetime.datetime) -> None:
        """Opens a poll of a walk.

        Raises:
            StoreError: if the walk is not stored, or there is a poll of that code.
        """
        with self.transaction():
            self.insert("polls", {"code": code, "walk": walk_id, "at": stamp(at)})

    def poll(self, code: str) -> Poll | None:
        """The poll of a code."""
        found = self.row(f"{POLLS} WHERE polls.code = ?", (code,))
        return poll_of(found) if found else None

    def polls(self, walk_id: str) -> list[Poll]:
        """The polls of a walk, oldest first."""
        found = self.rows(f"{POLLS} WHERE polls.walk = ? ORDER BY polls.rowid", (walk_id,))
        return [poll_of(row) for row in found]

    def close_poll(self, code: str, at: datetime.datetime) -> bool:
        """Closes a poll; False if it was not open."""
        with self.transaction():
            closed = self.run(
                "UPDATE polls SET closed = ? WHERE code = ? AND closed IS NULL", (stamp(at), code)
            )
        return closed.rowcount == 1

    def move_polls(self, walk_id: str, to_walk_id: str) -> None:
        """Gives the open polls of a walk to another one, that takes its place."""
        with self.transaction():
            self.run(
                "UPDATE polls SET walk = ? WHERE walk = ? AND closed IS NULL",
                (to_walk_id, walk_id),
            )

    def casts(self, code: str) -> list[Cast]:
        """What was handed in to a poll, in that order, and then what is still being answered."""
        found = self.rows(
            """
            SELECT walks.*, people.name AS person_name, (
                SELECT max(steps.id) FROM steps
                WHERE steps.walk = walks.id AND steps.action = 'hand-in'
            ) AS handed
            FROM walks LEFT JOIN people ON people.id = walks.person
            WHERE walks.poll = ? AND walks.status IN ('open', 'handed-in')
            ORDER BY walks.status, handed, walks.rowid
            """,
            (code,),
        )
        return [Cast(walk=walk_of(row), name=row["person_name"]) for row in found]

    def cast_by(self, code: str, person_id: str) -> Walk | None:
        """The newest walk in which a person answers in a poll, or has answered."""
        found = self.row(
            """
            SELECT * FROM walks
            WHERE poll = ? AND person = ? AND status IN ('open', 'handed-in')
            ORDER BY rowid DESC LIMIT 1
            """,
            (code, person_id),
        )
        return walk_of(found) if found else None
