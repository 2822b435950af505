"""The few words in which the databases differ, beside each other."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.store.searching import as_fts5, as_tsquery


@dataclass(frozen=True)
class Dialect:
    """The words of a database.

    `contains` is true where `folded` holds a text. `among` is the end of a condition: one of the
    ids that are given as JSON. `matching` is a query for the ids of the decisions that fit a
    search, which `search` makes of what was typed, None of a blank. `hold` ends a query whose
    rows nobody else may change until the transaction ends, and `hold_free` one that passes over
    the rows that somebody else holds; where there is one writer, both go without saying.
    `searches_by_itself` says that the database keeps the text of the search in step with the
    decisions; else `bot.store.index` does. `tables` is a query for the names of all tables.
    """

    name: str
    contains: str
    among: str
    matching: str
    search: Callable[[str], str | None]
    hold: str
    hold_free: str
    searches_by_itself: bool
    tables: str


SQLITE = Dialect(
    name="SQLite",
    contains="instr(folded, ?)",
    # One JSON value: a long list would exceed SQLite's number of values.
    among="IN (SELECT value FROM json_each(?))",
    matching="SELECT rowid FROM decisions_text WHERE decisions_text MATCH ?",
    search=as_fts5,
    hold="",
    hold_free="",
    searches_by_itself=True,
    tables="SELECT name FROM sqlite_master WHERE type = 'table'",
)

POSTGRESQL = Dialect(
    name="PostgreSQL",
    contains="strpos(folded, ?) > 0",
    # JSON's [1,2] as the array {1,2}, from which the planner sees how many there are.
    among="= ANY (CAST(translate(?, '[]', '{}') AS BIGINT[]))",
    matching="SELECT id FROM decisions_text WHERE search @@ CAST(? AS TSQUERY)",
    search=as_tsquery,
    # Not FOR UPDATE: whoever adds a row that refers to these need not wait.
    hold="FOR NO KEY UPDATE",
    hold_free="FOR UPDATE SKIP LOCKED",
    searches_by_itself=False,
    tables="SELECT table_name AS name FROM information_schema.tables "
    "WHERE table_schema = current_schema()",
)
