"""The record: decisions, and what leads said about them."""

import datetime
from collections.abc import Mapping, Sequence

from bot.store.database import as_json, stamp
from bot.store.errors import NoSuchDecision, NotReviewable
from bot.store.index import index_decision
from bot.store.listings import DECISIONS, Listings, decision_of
from bot.store.people import People
from bot.store.records import Decision, Person, Status, Thread, Verdict, Walk
from knowledge.ids import FrameworkId


class Decisions(People, Listings):
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
        found = self.row(f"{DECISIONS} WHERE d.id = ?", (id,))
        return decision_of(found, self.reviews([id]).get(id, ())) if found else None

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
            reviewed = self.decision(decision_id)
        assert reviewed is not None, "it was there when it was reviewed"
        return reviewed
