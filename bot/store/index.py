"""The text of the decisions for the search, where the database does not keep it by itself."""

from collections.abc import Sequence

from bot.store.engine import Engine, Row, as_json
from bot.store.searching import as_tsvector

FIELDS = "SELECT id, person, words, reason, chosen, recommended FROM decisions"
BATCH = 500
INDEXED = """
    INSERT INTO decisions_text (id, search) VALUES (?, CAST(? AS TSVECTOR))
    ON CONFLICT (id) DO UPDATE SET search = excluded.search
"""


def index_decision(engine: Engine, number: int) -> None:
    """Makes a decision found by its words, inside the transaction that added it."""
    if not engine.dialect.searches_by_itself:
        _index(engine, engine.rows(f"{FIELDS} WHERE id = ?", (number,)))


def index_person(engine: Engine, person_id: str) -> None:
    """Makes the decisions of a person found by the name that the person has now."""
    if not engine.dialect.searches_by_itself:
        _index(engine, engine.rows(f"{FIELDS} WHERE person = ?", (person_id,)))


def index_all(engine: Engine) -> None:
    """Makes all decisions found."""
    if engine.dialect.searches_by_itself:
        return
    numbers = [row["id"] for row in engine.rows("SELECT id FROM decisions ORDER BY id")]
    for start in range(0, len(numbers), BATCH):
        among = f"{FIELDS} WHERE id {engine.dialect.among}"
        _index(engine, engine.rows(among, (as_json(numbers[start : start + BATCH]),)))


def _index(engine: Engine, found: Sequence[Row]) -> None:
    names = _names(engine, sorted({row["person"] for row in found}))
    for row in found:
        fields = [names.get(row["person"]) or "", row["words"], row["reason"]]
        # Two words that belong together, as in the order in which they are shown.
        fields.append(f"{row['chosen']} {row['recommended']}")
        engine.run(INDEXED, (row["id"], as_tsvector(fields)))


def _names(engine: Engine, people: Sequence[str]) -> dict[str, str | None]:
    # Held, so that somebody who is being renamed at this moment is waited for.
    query = f"SELECT name FROM people WHERE id = ? {engine.dialect.hold}"  # noqa: S608 - our words
    named = {person: engine.row(query, (person,)) for person in people}
    return {person: row["name"] for person, row in named.items() if row}
