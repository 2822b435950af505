"""Opening a log in PostgreSQL: the first connection, the checks, the migrations."""

import datetime
import math
from typing import Any

import psycopg
from psycopg import errors
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import dict_row

from bot.addresses import shown
from bot.store.errors import fault
from bot.store.opening import Keep
from bot.store.postgres_schema import STEPS, script

Opened = psycopg.Connection[dict[str, Any]]

LOCK = "lock"
"""The name of a row that is no migration: who migrates holds it."""

# Twice, because of two processes that make it at the same moment one may be refused.
MADE = """
    CREATE TABLE IF NOT EXISTS advisor_migrations (
        name TEXT NOT NULL PRIMARY KEY,
        applied_at TEXT NOT NULL
    )
"""
SEEN = (errors.UniqueViolation, errors.DuplicateTable, errors.DuplicateObject)
ENTERED = "INSERT INTO advisor_migrations (name, applied_at) VALUES (%s, %s)"


def parameters(url: str, wait: float) -> dict[str, Any]:
    """What a connection is made with.

    Raises:
        StoreError: if the driver does not understand the URL.
    """
    try:
        given: dict[str, Any] = dict(conninfo_to_dict(url))
    except psycopg.Error:
        # Not even as the cause: the driver repeats the URL, with the password in it.
        remedy = "correct it, as in postgresql://user:password@host:5432/database"
        raise fault(shown(url.partition("?")[0]), "has a URL that makes no sense", remedy) from None
    patience = {"connect_timeout": max(2, math.ceil(wait)), "keepalives_idle": 30}
    return {**patience, **given, "autocommit": True, "row_factory": dict_row}


def configure(conn: Opened, wait: float) -> None:
    """Sets a connection up; `wait` is the seconds that another transaction is waited for."""
    conn.isolation_level = psycopg.IsolationLevel.READ_COMMITTED
    # Zero would be forever.
    conn.execute(f"SET lock_timeout = {max(1, round(wait * 1000))}".encode())
    # By a name the processes that have the log open are known, whatever machine they are on.
    conn.execute("""
        SELECT set_config('application_name', 'advisor ' || current_schema(), false)
        WHERE current_setting('application_name') = ''
    """)


def set_up(conn: Opened, where: str, keep: Keep | None = None, *, as_it_is: bool = False) -> None:
    """Checks the database, and brings the tables up to date, all of them or none.

    `keep` is called before a log that has tables already is changed. With `as_it_is` nothing is.

    Raises:
        StoreError: if it was made for another encoding, or written by a newer version.
        psycopg.Error: if the server refuses something.
    """
    encoding = conn.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise fault(
            where,
            f"has the encoding {encoding}, which cannot hold every text",
            "create another one with the encoding UTF8",
        )
    applied = _applied(conn)
    unknown = applied - STEPS.keys() - {LOCK}
    if unknown:
        raise fault(
            where,
            f"was written by a newer version of the advisor (it has {', '.join(sorted(unknown))})",
            "update the advisor, or name another database",
        )
    if STEPS.keys() <= applied or as_it_is:
        return
    _prepare(conn)
    # CockroachDB does so by itself, and knows no column of which it would have to be told.
    sorts_by_bytes = conn.info.parameter_status("crdb_version") is not None
    with conn.transaction():
        # Another process that starts now waits here, and finds the steps applied.
        conn.execute("SET LOCAL lock_timeout = 0")
        conn.execute("SELECT name FROM advisor_migrations WHERE name = %s FOR UPDATE", [LOCK])
        applied = _applied(conn) - {LOCK}
        pending = [step for step in STEPS if step not in applied]
        if keep and pending and applied:
            keep(pending[0])
        for step in pending:
            conn.execute(script(step, sorts_by_bytes=sorts_by_bytes).encode())
            conn.execute(ENTERED, [step, _now()])


def others(conn: Opened) -> int:
    """How many other connections of the advisor there are to this log."""
    found = conn.execute("""
        SELECT count(*) AS number FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND application_name = current_setting('application_name')
    """).fetchone()
    assert found
    return int(found["number"])


def numbered(conn: Opened) -> set[str]:
    """The tables that number their rows in a column `id`."""
    found = conn.execute("""
        SELECT table_name FROM information_schema.columns
        WHERE table_schema = current_schema() AND column_name = 'id' AND is_identity = 'YES'
    """)
    return {row["table_name"] for row in found}


def _prepare(conn: Opened) -> None:
    for _ in range(2):
        try:
            conn.execute(MADE)
            break
        except SEEN:
            continue
    conn.execute(f"{ENTERED} ON CONFLICT (name) DO NOTHING", [LOCK, _now()])


def _applied(conn: Opened) -> set[str]:
    try:
        with conn.transaction():
            return {row["name"] for row in conn.execute("SELECT name FROM advisor_migrations")}
    except errors.UndefinedTable:
        return set()


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat()
