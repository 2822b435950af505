"""Decisions by filter: a page of the list, or all that an export holds, newest first."""

import json
from collections.abc import Sequence

from bot.store.database import Connection, Row, as_json
from bot.store.engine import LARGEST
from bot.store.filters import condition
from bot.store.records import Decision, Filter, Listed, Person, Review

NEWEST = "ORDER BY d.at DESC, d.id DESC"
# LEFT JOIN keeps the decisions in front: their indexes give the filter and the order.
JOINED = """
    people.name AS person_name, threads.surface
    FROM decisions AS d
    LEFT JOIN people ON people.id = d.person
    LEFT JOIN threads ON threads.id = d.thread
"""
DECISIONS = f"SELECT d.*, {JOINED}"
LISTED = f"SELECT d.id, d.person, d.at, d.recommended, d.chosen, d.status, {JOINED}"
# Without `words`, which is for the search, and without `ranking`, which is larger than the rest.
EXPORTED = f"""
    SELECT d.id, d.walk, d.thread, d.person, d.at, d.walkthrough, d.version, d.answers,
    d.recommended, d.chosen, d.reason, d.status,
    EXISTS (SELECT 1 FROM polls WHERE polls.walk = d.walk) AS polled, {JOINED}
"""  # noqa: S608 - our own words


def review_of(row: Row) -> Review:
    """The review in a row of its table."""
    return Review.model_validate({name: row[name] for name in Review.model_fields})


def decision_of(row: Row, reviews: Sequence[Row]) -> Decision:
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
        reviews=tuple(map(review_of, reviews)),
    )


def listed_of(row: Row) -> Listed:
    """The decision in a row of the query `LISTED`."""
    return Listed(
        id=row["id"],
        surface=row["surface"],
        person=Person(id=row["person"], name=row["person_name"]),
        at=row["at"],
        recommended=row["recommended"],
        chosen=row["chosen"],
        status=row["status"],
    )


class Listings(Connection):
    """The decisions of the log, many at a time."""

    # The SQL below is spelled in this package; what a person typed travels as values.

    def numbers(
        self,
        filter: Filter,  # noqa: A002 - nothing here needs the builtin
        *,
        limit: int = LARGEST,
        offset: int = 0,
    ) -> list[int]:
        """The ids of the decisions that a filter lets through."""
        where, values = condition(filter, self.engine.dialect)
        sql = f"SELECT d.id FROM decisions AS d {where} {NEWEST} LIMIT ? OFFSET ?"  # noqa: S608
        return [row["id"] for row in self.rows(sql, (*values, limit, offset))]

    def listed(
        self,
        filter: Filter,  # noqa: A002 - nothing here needs the builtin
        *,
        limit: int,
        offset: int = 0,
    ) -> list[Listed]:
        """The decisions that a filter lets through, as a list shows them."""
        return [
            listed_of(row)
            for row in self._among(LISTED, self.numbers(filter, limit=limit, offset=offset))
        ]

    def decisions(
        self,
        filter: Filter,  # noqa: A002 - nothing here needs the builtin
        *,
        limit: int = 50,
        offset: int = 0,
    ) -> list[Decision]:
        """The decisions that a filter lets through, with their reviews."""
        found = self._among(DECISIONS, self.numbers(filter, limit=limit, offset=offset))
        reviews = self.reviews([row["id"] for row in found])
        return [decision_of(row, reviews.get(row["id"], ())) for row in found]

    def exported(self, ids: Sequence[int]) -> list[Row]:
        """Decisions as an export has them, but for ranking and reviews: their columns, the
        answers as JSON, `surface`, `person_name`, and whether others were asked (`polled`).
        """
        return self._among(EXPORTED, ids)

    def rankings(self, ids: Sequence[int]) -> dict[int, str]:
        """The rankings that decisions rest on, as JSON, by the id of the decision."""
        sql = f"SELECT id, ranking FROM decisions WHERE id {self.engine.dialect.among}"  # noqa: S608
        return {row["id"]: row["ranking"] for row in self.rows(sql, (as_json(ids),))}

    def reviews(self, ids: Sequence[int]) -> dict[int, list[Row]]:
        """The rows of reviews, oldest first, by the id of the decision."""
        among = self.engine.dialect.among
        sql = f"SELECT * FROM reviews WHERE decision {among} ORDER BY id"  # noqa: S608
        found: dict[int, list[Row]] = {}
        for row in self.rows(sql, (as_json(ids),)):
            found.setdefault(row["decision"], []).append(row)
        return found

    def criteria(self, ids: Sequence[int]) -> list[str]:
        """The criteria that decisions have answers to, those of the newest decision first."""
        found = self._among("SELECT d.answers FROM decisions AS d", ids)
        return list(dict.fromkeys(c for row in found for c in json.loads(row["answers"])))

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
        # By the people of the decisions: many more ask than decide.
        found = self.rows("""
            SELECT coalesce(name, id) AS name FROM people
            WHERE id IN (SELECT person FROM decisions)
        """)
        return sorted(sorted({row["name"] for row in found}), key=str.casefold)

    def _among(self, query: str, ids: Sequence[int]) -> list[Row]:
        """The rows of some decisions, newest first."""
        # Sorted by their ids alone: whole rows, hundreds of times larger, would be slow.
        return self.rows(
            f"{query} WHERE d.id {self.engine.dialect.among} {NEWEST}", (as_json(ids),)
        )
