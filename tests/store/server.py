"""A PostgreSQL server for the tests of one run, that ends when nobody holds on to it any more.

`python -m tests.store.server FOLDER` runs it. When it listens, it prints its URL, or else why it
does not, as a line of JSON. Then it watches the pipe FOLDER/held: when the last process that has
it open is gone, however it went, the server is stopped and the folder removed. So no server
outlives its tests.
"""

import json
import shutil
import sys
from pathlib import Path

import psycopg

from benchmarks.postgres import DATABASE, QUICKLY, Cluster

HELD = "held"

HARDLY_SAFE = (*QUICKLY, "synchronous_commit=off")
"""What makes it quick: the data is thrown away."""

WHO_MAY = "local all ada scram-sha-256\nlocal all all trust\n"
"""Ada has a password, nobody else."""


def prepare(cluster: Cluster) -> None:
    """Waits until the server listens, and makes the database of the tests.

    It sorts as people do where the server can, so that a statement that relies on the order of
    bytes without saying so is found out.
    """
    with cluster.connected() as conn:
        try:
            conn.execute(DATABASE + b" LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C'")
        except psycopg.Error:
            conn.execute(DATABASE)
        conn.execute(b"CREATE ROLE ada LOGIN PASSWORD 'correct horse'")
        [rules] = conn.execute(b"SHOW hba_file").fetchone() or ["none"]
        Path(rules).write_text(WHO_MAY)
        conn.execute(b"SELECT pg_reload_conf()")


def main(folder: Path) -> None:
    """Runs the server until nobody holds it."""
    cluster = None
    try:
        cluster = Cluster(folder, HARDLY_SAFE)
        cluster.make()
        cluster.start()
        prepare(cluster)
        print(json.dumps({"url": cluster.url()}), flush=True)
        with (folder / HELD).open("rb") as held:
            held.read()
    except Exception as error:
        print(json.dumps({"fault": f"{type(error).__name__}: {error}"}), flush=True)
        raise
    finally:
        if cluster is not None:
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
