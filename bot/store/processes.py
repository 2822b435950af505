"""The server processes that share the log, each known by a beat that goes on as long as it lives.

No clock is compared with another's: a process is gone when its beat has not changed for a while by
the watch of the one who looks, or at once where that can be seen on the same machine.
"""

from bot.store.database import Connection
from knowledge.content import Frozen


class Process(Frozen):
    """A server process. `owner` is its name for as long as it runs."""

    owner: str
    host: str
    pid: int
    beat: int = 0


class Processes(Connection):
    """The processes of the log."""

    def beat(self, process: Process) -> list[Process]:
        """Says that a process is alive, and returns all, itself included."""
        with self.transaction():
            self.run(
                """
                INSERT INTO processes (owner, host, pid, beat) VALUES (?, ?, ?, ?)
                ON CONFLICT (owner) DO UPDATE SET beat = excluded.beat
                """,
                (process.owner, process.host, process.pid, process.beat),
            )
        found = self.rows("SELECT * FROM processes ORDER BY owner")
        return [Process.model_validate(row) for row in found]

    def forget_process(self, owner: str) -> None:
        """Takes a process off the list, which has ended and owns nothing more."""
        with self.transaction():
            self.run("DELETE FROM processes WHERE owner = ?", (owner,))
