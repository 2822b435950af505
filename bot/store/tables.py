"""The tables of the log, in an order in which rows can be added: what is referred to comes first.

A table of a new migration gets a line here, so that it is moved along with the others.
"""

from typing import NamedTuple


class Table(NamedTuple):
    """A table that holds rows of ours.

    `order` is a column that no two rows share, by which they are read and compared. `later` are
    columns that refer to a table further down: they are filled in when that is there. `id` is the
    column by which a row is found.
    """

    name: str
    order: str
    later: tuple[str, ...] = ()
    id: str = "id"


TABLES = (
    Table("people", "id"),
    Table("threads", "id"),
    Table("rules", "fingerprint"),
    Table("turns", "id"),
    Table("walks", "rowid", later=("poll",)),
    Table("polls", "rowid", id="code"),
    Table("steps", "id"),
    Table("decisions", "id"),
    Table("reviews", "id"),
    Table("claims", "key"),
    Table("inbox", "id"),
    Table("outbox", "id"),
    Table("processes", "owner", id="owner"),
    Table("invitations", "token"),
    Table("sessions", "token"),
)
