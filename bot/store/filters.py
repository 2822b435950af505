"""A filter of decisions as SQL: a table of conditions, each used where its field is set."""

from bot.store.records import Filter

# Longer searches are cut: nobody means more, and every word costs a look into the index.
MOST_WORDS = 32
# A list of ids, so that the index over the persons of decisions is used.
PERSON = "d.person IN (SELECT id FROM people WHERE instr(folded, ?))"
TEXT = "d.id IN (SELECT rowid FROM decisions_text WHERE decisions_text MATCH ?)"


def words_to_match(text: str) -> str | None:
    """What a person typed, as an FTS5 expression: every word, the last one as a beginning.

    Each word is quoted, so that none is taken for an operator. None stands for no text at all;
    text without a letter or digit matches nothing.
    """
    if not text.strip():
        return None
    words = [word for word in text.replace("\0", " ").split() if any(map(str.isalnum, word))]
    quoted = ['"' + word.replace('"', '""') + '"' for word in words[:MOST_WORDS]]
    return " ".join(quoted) + "*" if quoted else '""'


def condition(wanted: Filter) -> tuple[str, list[object]]:
    """The WHERE clause over decisions `d`, empty if nothing narrows, and its values."""
    person = (wanted.person or "").strip().casefold()
    conditions = {
        "d.status = ?": wanted.status,
        "d.chosen = ?": wanted.framework,
        PERSON: person or None,
        "d.at >= ?": wanted.since and wanted.since.isoformat(),
        "d.at < ?": wanted.until and wanted.until.isoformat(),
        TEXT: words_to_match(wanted.text or ""),
    }
    used = {sql: value for sql, value in conditions.items() if value is not None}
    return ("WHERE " + " AND ".join(used) if used else ""), list(used.values())
