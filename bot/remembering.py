"""Results that take long to compute, kept in a folder by what they were computed from."""

import hashlib
import logging
import os
from pathlib import Path

import numpy as np

from knowledge.logistic import Compute, Floats, Remember

KEPT = 8
"""How many results a folder keeps; the ones used longest ago go first."""

log = logging.getLogger(__name__)


def in_folder(folder: Path) -> Remember:
    """Remembers results in a folder, which is made when the first is written.

    A result that cannot be read is computed again; one that cannot be written costs a warning.
    """

    def remember(key: bytes, compute: Compute) -> Floats:
        try:
            path = folder.expanduser() / f"{hashlib.sha256(key).hexdigest()[:32]}.npy"
        except RuntimeError:  # No home to put the folder into.
            return compute()
        found = _read(path)
        if found is None:
            found = compute()
            _write(path, found)
        return found

    return remember


def _read(path: Path) -> Floats | None:
    try:
        found: Floats = np.load(path, allow_pickle=False)
        path.touch()
    except (OSError, ValueError, EOFError):
        return None
    return found


def _write(path: Path, result: Floats) -> None:
    # Beside its place first, so that no other process reads half of it.
    beside = path.with_suffix(f".{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside.open("wb") as file:
            np.save(file, result)
        beside.replace(path)
        results = sorted(path.parent.glob("*.npy"), key=lambda p: p.stat().st_mtime)
        for old in results[:-KEPT]:
            old.unlink(missing_ok=True)
    except OSError as error:
        log.warning("could not keep a result in %s: %s", path.parent, error)
