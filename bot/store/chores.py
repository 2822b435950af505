"""Chores that one of all processes on the log does now and then: whose turn it is, by the claims.

Whoever begins claims to be the one after whoever began last, which only one can be. A process that
is killed in the middle holds the others up for as long as a chore may take.
"""

import datetime

from bot.store.claims import Claims
from bot.store.database import stamp


class Chores(Claims):
    """The chores of the log."""

    def begin_chore(
        self,
        chore: str,
        at: datetime.datetime,
        *,
        by: str,
        every: datetime.timedelta,
        at_most: datetime.timedelta,
    ) -> str | None:
        """Takes a chore on, unless somebody else did it within the time, or is at it; the claim's
        key.

        `by` is who asks: whether they did it themselves, they see for themselves. `at_most` is how
        long it can take.
        """
        begun = self._last(f"begun {chore} ")
        finished, elsewhere = self._last(f"done {chore} "), self.chore_done(chore, but_by=by)
        # A time to come was told by a clock that was wrong: it holds nobody up.
        if elsewhere and datetime.timedelta() <= at - elsewhere < every:
            return None
        is_under_way = begun and (finished is None or begun > finished)
        if begun and is_under_way and datetime.timedelta() <= at - begun < at_most:
            return None
        key = f"begun {chore} after {stamp(begun) if begun else 'none'}"
        with self.transaction():
            return key if self.claim_keys([key], at) else None

    def finish_chore(self, chore: str, key: str, at: datetime.datetime, *, by: str) -> None:
        """Says that a chore is done."""
        with self.transaction():
            self.run(
                """
                INSERT INTO claims (key, at) VALUES (?, ?)
                ON CONFLICT (key) DO UPDATE SET at = excluded.at
                """,
                (f"done {chore} by {by} that was {key}", stamp(at)),
            )

    def give_chore_up(self, key: str) -> None:
        """Leaves a chore to the next one who asks."""
        with self.transaction():
            self.run("DELETE FROM claims WHERE key = ?", (key,))

    def chore_done(self, chore: str, *, but_by: str) -> datetime.datetime | None:
        """When somebody else did a chore last; None where nobody did, as far as is remembered."""
        return self._last(f"done {chore} ", but=f"done {chore} by {but_by} that was ")

    def _last(self, prefix: str, but: str | None = None) -> datetime.datetime | None:
        # All that begins with the prefix: its last character is a blank, which ! comes after.
        found = self.rows(
            "SELECT key, at FROM claims WHERE key >= ? AND key < ?", (prefix, f"{prefix[:-1]}!")
        )
        times = [row["at"] for row in found if not (but and row["key"].startswith(but))]
        return datetime.datetime.fromisoformat(max(times)) if times else None
