"""A filter of decisions as SQL: a table of conditions, each used where its field is set."""

from bot.store.dialects import Dialect
from bot.store.records import Filter


def condition(wanted: Filter, dialect: Dialect) -> tuple[str, list[object]]:
    """The WHERE clause over decisions `d`, empty if nothing narrows, and its values."""
    person = (wanted.person or "").strip().casefold()
    conditions = {
        "d.status = ?": wanted.status,
        "d.chosen = ?": wanted.framework,
        # A list of ids, so that the index over the persons of decisions is used.
        f"d.person IN (SELECT id FROM people WHERE {dialect.contains})": person or None,  # noqa: S608
        "d.at >= ?": wanted.since and wanted.since.isoformat(),
        "d.at < ?": wanted.until and wanted.until.isoformat(),
        f"d.id IN ({dialect.matching})": dialect.search(wanted.text or ""),
    }
    used = {sql: value for sql, value in conditions.items() if value is not None}
    return ("WHERE " + " AND ".join(used) if used else ""), list(used.values())
