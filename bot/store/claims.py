"""Events that were taken, so that a delivery under another key is not answered twice."""

import datetime
from collections.abc import Sequence

from bot.store.database import Connection, stamp


class Claims(Connection):
    """The claims of the log."""

    def claim(self, keys: Sequence[str], at: datetime.datetime) -> bool:
        """Claims an event by all the keys that it is known by.

        Returns True exactly once for an event: if none of the keys was claimed before. The keys
        that were not are claimed in either case, because the next delivery may carry only those.

        Raises:
            ValueError: if there is no key.
        """
        wanted = sorted(set(keys))
        if not wanted:
            raise ValueError("expected at least one key to claim an event by")
        with self.transaction():
            return sum(self.claim_key(key, at) for key in wanted) == len(wanted)

    def claim_key(self, key: str, at: datetime.datetime) -> bool:
        """Claims a single key, inside a transaction; whether it was free."""
        sql = "INSERT INTO claims (key, at) VALUES (?, ?) ON CONFLICT (key) DO NOTHING"
        return self.run(sql, (key, stamp(at))).rowcount == 1

    def forget_claims(self, before: datetime.datetime) -> int:
        """Forgets the claims made before a time, and returns how many they were."""
        with self.transaction():
            return self.run("DELETE FROM claims WHERE at < ?", (stamp(before),)).rowcount
