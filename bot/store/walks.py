"""The walkthroughs under way: where each stands, and the steps that led there."""

import datetime
import json

from bot.store.database import Connection, Row, as_json, stamp
from bot.store.records import Walk
from knowledge.content import Frozen

# What a change can alter; the rest of a walk stays as it was added.
CHANGING = (
    "version",
    "rules",
    "answers",
    "revision",
    "focus",
    "keep_going",
    "pending",
    "chosen",
    "reason",
    "status",
    "changed",
)
# The names come from the table above, never from a person.
CHANGE = f"""
    UPDATE walks SET {", ".join(f"{name} = ?" for name in CHANGING)} WHERE id = ? AND revision = ?
"""  # noqa: S608


class StepRow(Frozen):
    """A change of a walk: what was done, and the revision that came of it.

    `version` is that of the rules that it was done under, None where it was not recorded.
    """

    id: int
    walk: str
    revision: int
    action: str
    criterion: str | None = None
    option: str | None = None
    version: int | None = None
    at: datetime.datetime


def values_of(walk: Walk) -> Row:
    """The walk by column name."""
    return {**dict(walk), "answers": as_json(dict(walk.answers))}


def walk_of(row: Row) -> Walk:
    """The walk in a row of its table."""
    kept = {name: row[name] for name in Walk.model_fields}
    return Walk.model_validate({**kept, "answers": json.loads(row["answers"])})


class Walks(Connection):
    """The walks of the log."""

    def add_walk(self, walk: Walk, at: datetime.datetime) -> None:
        """Stores a new walk, whose person and thread have been seen.

        Raises:
            StoreError: if they have not, or if the walk is stored already.
        """
        with self.transaction():
            self.insert("walks", {**values_of(walk), "started": stamp(at), "changed": stamp(at)})

    def walk(self, id: str) -> Walk | None:  # noqa: A002 - the rows call it so
        """The walk with an id, as it stands now."""
        found = self.row("SELECT * FROM walks WHERE id = ?", (id,))
        return walk_of(found) if found else None

    def open_walk(self, thread_id: str, person_id: str) -> Walk | None:
        """The newest walk of a person in a thread that is still open.

        One in a poll that was closed meanwhile stands behind all others.
        """
        found = self.row(
            """
            SELECT * FROM walks WHERE thread = ? AND person = ? AND status = 'open'
            ORDER BY EXISTS (
                SELECT 1 FROM polls WHERE code = walks.poll AND closed IS NOT NULL
            ), started DESC, rowid DESC LIMIT 1
            """,
            (thread_id, person_id),
        )
        return walk_of(found) if found else None

    def change_walk(
        self,
        walk: Walk,
        *,
        expected_revision: int,
        action: str,
        criterion: str | None = None,
        option: str | None = None,
        at: datetime.datetime,
    ) -> bool:
        """Stores the new state of a walk and the step to it, unless somebody was faster.

        Returns False, and changes nothing, if the stored revision is not the expected one: this
        is what makes a double click harmless.

        Raises:
            ValueError: if the new revision is not above the expected one.
        """
        if walk.revision <= expected_revision:
            raise ValueError(
                f"expected a revision of walk {walk.id} above {expected_revision}, "
                f"not {walk.revision}"
            )
        values = {**values_of(walk), "changed": stamp(at)}
        with self.transaction():
            saved = self.run(
                CHANGE, (*(values[name] for name in CHANGING), walk.id, expected_revision)
            )
            if saved.rowcount == 0:
                return False
            self.insert(
                "steps",
                {
                    "walk": walk.id,
                    "revision": walk.revision,
                    "action": action,
                    "criterion": criterion,
                    "option": option,
                    "version": walk.version,
                    "at": stamp(at),
                },
            )
        return True

    def steps(self, walk_id: str) -> list[StepRow]:
        """The steps of a walk, oldest first."""
        found = self.rows("SELECT * FROM steps WHERE walk = ? ORDER BY revision", (walk_id,))
        return [StepRow.model_validate(row) for row in found]
