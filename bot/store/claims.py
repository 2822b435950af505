"""Events that were taken, so that a delivery under another key is not answered twice."""

import datetime
from collections.abc import Iterable, Sequence

from bot.store.database import Connection, stamp
from bot.store.engine import ROWS, insertion


class Claims(Connection):
    """The claims of the log."""

    def claim(self, keys: Sequence[str], at: datetime.datetime) -> bool:
        """Claims an event by all the keys that it is known by.

        Returns True exactly once for an event: if none of the keys was claimed before. The keys
        that were not are claimed in either case, because the next delivery may carry only those.

        Raises:
            ValueError: if there is no key.
        """
        wanted = {self.engine.storable(key) for key in keys}
        if not wanted:
            raise ValueError("expected at least one key to claim an event by")
        with self.transaction():
            return self.claim_keys(keys, at) == wanted

    def claim_keys(self, keys: Iterable[str], at: datetime.datetime) -> set[object]:
        """Claims keys, inside a transaction; those that were free, as they are stored."""
        # In one order, so that two processes that are sent the same never wait for each other.
        wanted, moment, free = sorted(set(keys)), stamp(at), set[object]()
        for start in range(0, len(wanted), ROWS):
            some = wanted[start : start + ROWS]
            adding = insertion("claims", ("key", "at"), len(some))
            values = [value for key in some for value in (key, moment)]
            added = self.rows(f"{adding} ON CONFLICT (key) DO NOTHING RETURNING key", values)
            free.update(row["key"] for row in added)
        return free

    def forget_claims(self, before: datetime.datetime) -> int:
        """Forgets the claims made before a time, and returns how many they were."""
        with self.transaction():
            return self.run("DELETE FROM claims WHERE at < ?", (stamp(before),)).rowcount
