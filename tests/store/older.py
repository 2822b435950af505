"""A log as an older version wrote it, in either database."""

import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
from sqlite_utils import Database

from bot.store.postgres_opening import ENTERED, LOCK, MADE
from bot.store.postgres_schema import script
from bot.store.schema import STEPS, migrations

LATER = 6
"""The steps from which on it lacks them: the tables of polls and of delivery."""

ROWS = (
    "INSERT INTO people (id, name, folded) VALUES ('slack:T1:U1', 'Ada', 'ada')",
    "INSERT INTO threads (id, surface) VALUES ('slack:one', 'slack')",
    "INSERT INTO walks (id, thread, person, name, version, answers, revision, keep_going, status,"
    " started, changed) VALUES ('w1', 'slack:one', 'slack:T1:U1', 'n', 1, '{}', 0, 0, 'open',"
    " '2026-01-01', '2026-01-01')",
)


def write_older(place: Path | str, rows: tuple[str, ...] = ROWS) -> None:
    """Makes a log that lacks the last migrations, with some rows."""
    names = [step.__name__ for step in STEPS]
    if isinstance(place, Path):
        with closing(sqlite3.connect(place, isolation_level=None)) as conn:
            migrations().apply(Database(conn), stop_before=names[LATER])
            conn.execute("PRAGMA journal_mode = WAL")
            for row in rows:
                conn.execute(row)
        return
    with psycopg.connect(place, autocommit=True) as server:
        server.execute(MADE.encode())
        for name in names[:LATER]:
            server.execute(script(name).encode())
            server.execute(ENTERED.encode(), [name, "2026-01-01"])
        server.execute(ENTERED.encode(), [LOCK, "2026-01-01"])
        for row in rows:
            server.execute(row.encode())
