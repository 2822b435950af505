"""The conversations: what people typed, and what the advisor replied."""

import datetime
import json
from collections.abc import Sequence

from bot.replies import Answer, Reply
from bot.store.database import Row, as_json, stamp
from bot.store.engine import LARGEST
from bot.store.people import People
from bot.store.records import Clicked, Person, Thread, Turn

# LEFT JOIN keeps the turns in front: their indexes give the choice and the order.
TURNS = """
    SELECT turns.*, people.name AS person_name
    FROM turns LEFT JOIN people ON people.id = turns.person
"""

# Questions with suggestions, and what the same person opened next; from a time and number down.
OPENED = """
    SELECT asked.at, asked.id, asked.text, asked.person, asked.reply, opened.entry
    FROM turns AS asked JOIN turns AS opened ON opened.id = (
        SELECT id FROM turns AS later
        WHERE later.thread = asked.thread AND later.person = asked.person
        AND later.id > asked.id
        ORDER BY id LIMIT 1
    )
    WHERE asked.outcome = 'suggest' AND (asked.at, asked.id) < (?, ?)
    -- An entry that was opened by a button has no confidence: nobody had to find it.
    AND opened.outcome = 'answer' AND opened.confidence IS NULL
    ORDER BY asked.at DESC, asked.id DESC LIMIT ?
"""
AFTER_ALL = ("~", LARGEST)
PAGE = 1_000


def turn_of(row: Row) -> Turn:
    """The turn in a row of the query `TURNS`."""
    return Turn(
        id=row["id"],
        thread=row["thread"],
        person=Person(id=row["person"], name=row["person_name"]),
        at=row["at"],
        text=row["text"],
        outcome=row["outcome"],
        entry=row["entry"],
        confidence=row["confidence"],
        reply=row["reply"],
    )


class Turns(People):
    """The turns of the log."""

    def add_turn(
        self,
        thread: Thread,
        person: Person,
        text: str,
        reply: Reply,
        *,
        confidence: float | None = None,
        candidates: Sequence[tuple[str, float]] = (),
        at: datetime.datetime,
    ) -> int:
        """Adds what a person typed and the reply, and returns the turn's id.

        `candidates` are the entries that came into question with their scores, best first.

        Raises:
            StoreError: if the person or the thread has not been seen.
        """
        return self.insert(
            "turns",
            {
                "thread": thread.id,
                "person": person.id,
                "at": stamp(at),
                "text": text,
                "outcome": reply.kind,
                "entry": reply.entry if isinstance(reply, Answer) else None,
                "confidence": confidence,
                "candidates": as_json(
                    [{"id": entry, "score": score} for entry, score in candidates]
                ),
                "reply": reply.model_dump_json(),
            },
        )

    def turns(self, thread_id: str) -> list[Turn]:
        """The turns of a thread, oldest first."""
        found = self.rows(f"{TURNS} WHERE turns.thread = ? ORDER BY turns.id", (thread_id,))
        return [turn_of(row) for row in found]

    def last_answered(
        self, thread_id: str, person_id: str, since: datetime.datetime
    ) -> Turn | None:
        """The last turn of a person in a thread, from a time on, that had an answer."""
        row = self.row(
            f"""{TURNS}
            WHERE turns.person = ? AND turns.thread = ? AND turns.at >= ?
            AND turns.outcome IN ('answer', 'facts', 'comparison', 'recommendation')
            ORDER BY turns.at DESC, turns.id DESC LIMIT 1
            """,
            (person_id, thread_id, stamp(since)),
        )
        return turn_of(row) if row else None

    def threads_of(
        self, person_id: str, limit: int = 30
    ) -> list[tuple[Thread, str, datetime.datetime]]:
        """The threads in which a person took part, each with the text of its first turn and the
        time of the person's last one; by that time, newest first.
        """
        found = self.rows(
            """
            SELECT threads.id, threads.surface, mine.last, (
                SELECT text FROM turns WHERE thread = mine.thread ORDER BY id LIMIT 1
            ) AS first
            FROM (
                SELECT thread, max(at) AS last, max(id) AS newest FROM turns
                WHERE person = ? GROUP BY thread ORDER BY last DESC, newest DESC LIMIT ?
            ) AS mine JOIN threads ON threads.id = mine.thread
            ORDER BY mine.last DESC, mine.newest DESC
            """,
            (person_id, limit),
        )
        return [
            (
                Thread(id=row["id"], surface=row["surface"]),
                row["first"],
                datetime.datetime.fromisoformat(row["last"]),
            )
            for row in found
        ]

    def unanswered(self, limit: int = 100) -> list[Turn]:
        """The questions that the advisor had no answer to, newest first."""
        found = self.rows(
            f"{TURNS} WHERE turns.outcome = 'none' ORDER BY turns.at DESC, turns.id DESC LIMIT ?",
            (limit,),
        )
        return [turn_of(row) for row in found]

    def clicked(self, limit: int = 10_000) -> list[Clicked]:
        """The questions for which entries were suggested, where the next thing that the same
        person did in the thread was to open one of these; newest first.

        A question that was taken for another one, after what was said before, is left out.
        """
        found: list[Clicked] = []
        at, number = AFTER_ALL
        while True:
            page = self.rows(OPENED, (at, number, PAGE))
            found += [
                Clicked(**{n: row[n] for n in Clicked.model_fields}) for row in page if hit(row)
            ]
            if len(found) >= limit or len(page) < PAGE:
                return found[:limit]
            at, number = page[-1]["at"], page[-1]["id"]


def hit(row: Row) -> bool:
    """Whether the entry in a row of the query `OPENED` is one that was suggested for the text."""
    # Here and not in SQL: databases read JSON each in words of its own.
    reply = json.loads(row["reply"])
    suggested = {candidate["entry"] for candidate in reply["candidates"]}
    return reply.get("taken_as") is None and row["entry"] in suggested
