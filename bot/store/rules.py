"""The rules that decided: kept word for word, so that what changed since can be said."""

import datetime
import json
from collections.abc import Iterator

from bot.store.database import Connection, stamp
from rules import versions
from rules.models import Walkthrough
from rules.replaying import Logged

RESULTS = """
    SELECT * FROM (
        SELECT 'decision' AS kind, CAST(d.id AS TEXT) AS id, d.at, d.person, d.walkthrough,
            d.version, walks.rules, d.answers, d.recommended
        FROM decisions AS d LEFT JOIN walks ON walks.id = d.walk
        UNION ALL
        SELECT 'walkthrough', id, changed, person, name, version, rules, answers, NULL
        FROM walks WHERE status = 'open' AND rules IS NOT NULL
    ) AS results
    LEFT JOIN (SELECT id AS who, name FROM people) AS people ON people.who = results.person
    ORDER BY results.at DESC, results.kind, results.id DESC
"""


class Rules(Connection):
    """The versions of the rules that the log rests on, and the results that they led to."""

    def keep_rules(self, fingerprint: str, rules: Walkthrough, at: datetime.datetime) -> None:
        """Keeps rules under their fingerprint, where none that decide alike are kept already."""
        if self.row("SELECT 1 FROM rules WHERE fingerprint = ?", (fingerprint,)) is None:
            self.run(
                """
                INSERT INTO rules (fingerprint, walkthrough, version, content, at)
                VALUES (?, ?, ?, ?, ?) ON CONFLICT (fingerprint) DO NOTHING
                """,
                (fingerprint, rules.id, rules.version, versions.written(rules), stamp(at)),
            )

    def rules(self, fingerprint: str | None) -> Walkthrough | None:
        """The rules of that fingerprint; None where they were not kept, or cannot be read."""
        found = self.row("SELECT content FROM rules WHERE fingerprint = ?", (fingerprint,))
        return versions.read(found["content"]) if found else None

    def all_rules(self) -> dict[str, Walkthrough]:
        """All rules that were kept and can be read, by fingerprint."""
        found = self.rows("SELECT fingerprint, content FROM rules")
        kept = {row["fingerprint"]: versions.read(row["content"]) for row in found}
        return {name: rules for name, rules in kept.items() if rules}

    def results(self) -> Iterator[Logged]:
        """Every decision, and every open walkthrough whose rules were kept, the newest first."""
        for row in self.rows(RESULTS):
            yield Logged(
                kind=row["kind"],
                id=row["id"],
                at=datetime.datetime.fromisoformat(row["at"]),
                person=row["name"] or row["person"],
                walkthrough=row["walkthrough"],
                version=row["version"],
                rules=row["rules"],
                answers=json.loads(row["answers"]),
                recommended=row["recommended"],
            )
