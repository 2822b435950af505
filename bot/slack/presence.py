"""Being there: this process says that it lives, and frees what processes that ended had taken."""

import logging
import os
import secrets
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path

from bot.running import Clock, Run
from bot.store.processes import Process
from bot.store.store import Store

BEAT_SECONDS = 5.0
SURE_SECONDS = 15.0
"""After a beat, for which we may rely on it that nobody takes us for ended."""

GONE_SECONDS = 30.0
"""Without a beat, by our own watch, until a process of another machine counts as ended."""

STUCK_SECONDS = 600.0
"""The same for one of this machine whose number is in use: by itself, or by a later program."""

logger = logging.getLogger(__name__)


def this_process() -> Process:
    """The process that we are, under a name that no other has had."""
    host, pid = f"{socket.gethostname()}{_numbers_of()}", os.getpid()
    return Process(owner=f"{host}:{pid}:{secrets.token_hex(4)}", host=host, pid=pid)


def _numbers_of() -> str:
    """What tells containers of one name apart, each of which counts its processes from 1."""
    try:
        return f"/{Path('/proc/self/ns/pid').stat().st_ino}"
    except OSError:
        return ""


@dataclass
class Presence:
    """Keeps this process known, and notices those that are gone."""

    store: Store
    run: Run
    clock: Clock
    me: Process
    _seen: dict[str, tuple[int, float]] = field(default_factory=dict)
    _last: float = 0.0

    def is_sure(self) -> bool:
        """Whether nobody can have taken us for ended."""
        return time.monotonic() - self._last < SURE_SECONDS

    async def beat(self) -> int:
        """Says that we are here, and frees the letters of those who are not; how many these were.

        Raises:
            StoreError: if the log cannot be used now.
        """
        self.me = self.me.model_copy(update={"beat": self.me.beat + 1})
        freed, began = 0, time.monotonic()
        known = await self.run(self.store.beat, self.me)
        self._last = began
        for other in known:
            if other.owner != self.me.owner and self._is_gone(other):
                logger.info("process %s is gone; its letters are free", other.owner)
                freed += await self.run(self.store.release_owner, other.owner, self.clock())
                await self.run(self.store.forget_process, other.owner)
                self._seen.pop(other.owner, None)
        return freed + await self.run(self.store.release_orphans, self.clock())

    async def leave(self) -> None:
        """Takes this process off the list."""
        await self.run(self.store.forget_process, self.me.owner)

    def _is_gone(self, other: Process) -> bool:
        is_here = other.host == self.me.host
        if is_here and not _is_alive(other.pid, self.me.pid):
            return True
        now = time.monotonic()
        beat, since = self._seen.setdefault(other.owner, (other.beat, now))
        if beat != other.beat:
            self._seen[other.owner] = (other.beat, now)
            return False
        return now - since > (STUCK_SECONDS if is_here else GONE_SECONDS)


def _is_alive(pid: int, ours: int) -> bool:
    if pid == ours:
        return False  # An earlier process that had our number.
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
