"""The record: decisions, and what leads said about them."""

import datetime
import json
from collections.abc import Mapping, Sequence

from bot.store.database import Row, as_json, stamp
from bot.store.errors import NoSuchDecision, NotReviewable
from bot.store.filters import condition
from bot.store.index import index_decision
from bot.store.people import People
from bot.store.records import Decision, Filter, Person, Review, Status, Thread, Verdict, Walk
from knowledge.ids import FrameworkId

NEWEST = "ORDER BY d.at DESC, d.id DESC"
# LEFT JOIN keeps the decisions in front: their indexes give the filter and the order.
DECISIONS = """
    SELECT d.*, people.name AS person_name, threads.surface
    FROM decisions AS d
    LEFT JOIN people ON people.id = d.person
    LEFT JOIN threads ON threads.id = d.thread
"""


def review_of(row: Row) -> Review:
    """The review in a row of its table."""
    return Review.model_validate({name: row[name] for name in Review.model_fields})


def decision_of(row: Row, reviews: Sequence[Review]) -> Decision:
    """The decision in a row of the query `DECISIONS`, with its reviews."""
    return Decision(
        id=row["id"],
        walk=row["walk"],
        thread=row["thread"],
        surface=row["surface"],
        person=Person(id=row["person"], name=row["person_name"]),
        at=row["at"],
        walkthrough=row["walkthrough"],
        version=row["version"],
        answers=json.loads(row["answers"]),
        recommended=row["recommended"],
        chosen=row["chosen"],
        reason=row["reason"],
        ranking=tuple(json.loads(row["ranking"])),
        status=row["status"],
        reviews=tuple(reviews),
    )


class Decisions(People):
    """The decisions of the log and their reviews."""

    def add_decision(
        self,
        *,
        walk: Walk,
        thread: Thread,
        person: Person,
        recommended: FrameworkId,
        chosen: FrameworkId,
        reason: str,
        ranking: Sequence[Mapping[str, object]],
        words: str,
        at: datetime.datetime,
    ) -> int:
        """Records a decision as proposed, supersedes the earlier ones of the same walk, or of
        the same person in the thread, and returns its id. `words` are the answers in words, for
        the search.

        Raises:
            StoreError: if the walk is not stored.
        """
        values = {
            "walk": walk.id,
            "thread": thread.id,
            "person": person.id,
            "at": stamp(at),
            "walkthrough": walk.name,
            "version": walk.version,
            "answers": as_json(dict(walk.answers)),
            "words": words,
            "recommended": recommended,
            "chosen": chosen,
            "reason": reason,
            "ranking": as_json([dict(place) for place in ranking]),
            "status": "proposed",
        }
        with self.transaction():
            self.see(person, thread)
            self.run(
                """
                UPDATE decisions SET status = 'superseded'
                WHERE (walk = ? OR (thread = ? AND person = ?)) AND status != 'superseded'
                """,
                (walk.id, thread.id, person.id),
            )
            number = self.insert("decisions", values)
            index_decision(self.engine, number)
        return number

    def successor(self, decision: Decision) -> int | None:
        """The number of the decision that superseded another; None where none did."""
        if decision.status != "superseded":
            return None
        found = self.row(
            """
            SELECT min(id) AS id FROM decisions
            WHERE id > ? AND (walk = ? OR (thread = ? AND person = ?))
            """,
            (decision.id, decision.walk, decision.thread, decision.person.id),
        )
        return found["id"] if found else None

    def decision(self, id: int) -> Decision | None:  # noqa: A002 - the rows call it so
        """The decision with an id, with its reviews."""
        found = self._with_reviews(self.rows(f"{DECISIONS} WHERE d.id = ?", (id,)))
        return next(iter(found), None)

    # The SQL below is spelled in this package; what a person typed travels as values.

    def decisions(
        self,
        filter: Filter,  # noqa: A002 - nothing here needs the builtin
        *,
        limit: int = 50,
        offset: int = 0,
    ) -> list[Decision]:
        """The decisions that a filter lets through, newest first."""
        where, values = condition(filter, self.engine.dialect)
        # The page is sorted by its ids alone: whole rows, hundreds of times larger, would be slow.
        page = f"SELECT d.id FROM decisions AS d {where} {NEWEST} LIMIT ? OFFSET ?"  # noqa: S608
        ids = [row["id"] for row in self.rows(page, (*values, limit, offset))]
        found = self.rows(
            f"{DECISIONS} WHERE d.id {self.engine.dialect.among} {NEWEST}",
            (as_json(ids),),
        )
        return self._with_reviews(found)

    def count_decisions(
        self,
        filter: Filter,  # noqa: A002 - nothing here needs the builtin
    ) -> int:
        """How many decisions a filter lets through."""
        where, values = condition(filter, self.engine.dialect)
        sql = f"SELECT count(*) AS number FROM decisions AS d {where}"  # noqa: S608
        found = self.row(sql, values)
        return int(found["number"]) if found else 0

    def people_with_decisions(self) -> list[str]:
        """The names to filter decisions by, sorted; the id stands in where no name is known."""
        found = self.rows("""
            SELECT DISTINCT coalesce(name, id) AS name FROM people
            WHERE EXISTS (SELECT 1 FROM decisions WHERE decisions.person = people.id)
        """)
        return sorted((row["name"] for row in found), key=str.casefold)

    def hold_decision(self, id: int) -> Status | None:  # noqa: A002 - the rows call it so
        """The status of a decision, which nobody else changes until the transaction ends."""
        hold = self.engine.dialect.hold
        found = self.row(f"SELECT status FROM decisions WHERE id = ? {hold}", (id,))  # noqa: S608
        return found["status"] if found else None

    def add_review(
        self,
        decision_id: int,
        *,
        reviewer: str,
        verdict: Verdict,
        comment: str,
        at: datetime.datetime,
    ) -> Decision:
        """Adds a lead's verdict, which becomes the decision's status, and returns the decision.

        Raises:
            ValueError: if changes are asked for without a comment.
            NoSuchDecision: if there is none with this id.
            NotReviewable: if a later decision superseded it.
        """
        if verdict == "changes-requested" and not comment.strip():
            raise ValueError("a request for changes needs a comment that says which")
        with self.transaction():
            status = self.hold_decision(decision_id)
            if status is None:
                raise NoSuchDecision(decision_id)
            if status == "superseded":
                raise NotReviewable(decision_id)
            self.insert(
                "reviews",
                {
                    "decision": decision_id,
                    "reviewer": reviewer,
                    "verdict": verdict,
                    "comment": comment,
                    "at": stamp(at),
                },
            )
            self.run("UPDATE decisions SET status = ? WHERE id = ?", (verdict, decision_id))
            [reviewed] = self._with_reviews(self.rows(f"{DECISIONS} WHERE d.id = ?", [decision_id]))
        return reviewed

    def _with_reviews(self, found: Sequence[Row]) -> list[Decision]:
        reviews = self.rows(
            f"SELECT * FROM reviews WHERE decision {self.engine.dialect.among} ORDER BY id",  # noqa: S608
            (as_json([row["id"] for row in found]),),
        )
        by_decision: dict[int, list[Review]] = {row["id"]: [] for row in found}
        for row in reviews:
            by_decision[row["decision"]].append(review_of(row))
        return [decision_of(row, by_decision[row["id"]]) for row in found]
