"""What a log takes on the disk: rows and bytes of an interaction, in a file and in PostgreSQL."""

import tempfile
from pathlib import Path

from benchmarks.goals import Figures
from benchmarks.load.logged import full
from benchmarks.postgres import Cluster
from bot.store.moving import move
from bot.store.store import Store
from bot.store.tables import TABLES

KEPT = ("threads", "turns", "walks", "steps", "decisions", "claims")
"""What grows with what is asked; people, rules and sign-ins do not."""

SIZE = "SELECT pg_database_size(current_database()) AS bytes"


def measure(cluster: Cluster, count: int) -> Figures:
    """Bytes and rows of an interaction, over a log of so many that are like real ones."""
    with tempfile.TemporaryDirectory() as folder:
        path = full(Path(folder), count)
        with Store.open(path) as file, Store.open(cluster.url()) as server:
            (empty,) = server.rows(SIZE)
            move(file.engine, server.engine)
            (filled,) = server.rows(SIZE)
            rows = {one.name: _count(file, one.name) for one in TABLES}
        in_file = path.stat().st_size
    return {
        "interactions": count,
        "file_bytes": in_file / count,
        "postgresql_bytes": (filled["bytes"] - empty["bytes"]) / count,
        **{f"rows_{name}": rows[name] / count for name in KEPT},
    }


def _count(store: Store, table: str) -> int:
    (found,) = store.rows(f"SELECT count(*) AS number FROM {table}")  # noqa: S608 - one of ours
    return int(found["number"])
