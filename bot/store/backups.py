"""The files of backups: what they are called, which there are, and which are removed."""

import datetime
import re
from collections.abc import Sequence
from pathlib import Path

ENDING = ".sqlite"
UNFINISHED = ".part"
BEHIND = ("", "-wal", "-shm", "-journal")
"""The endings of the files that make up a database of SQLite."""

FORM = "%Y-%m-%dT%H-%M-%S-%fZ"
NAMED = re.compile(r"advisor-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{6}Z)\.sqlite")
FORGOTTEN = datetime.timedelta(days=1)
"""The age from which an unfinished backup is nobody's: its process was killed."""


def moment(at: datetime.datetime) -> str:
    """A time as part of a file's name: in UTC, so that names sort as the times do."""
    return at.astimezone(datetime.UTC).strftime(FORM)


def name_at(at: datetime.datetime) -> str:
    """The name of a backup made at a time."""
    return f"advisor-{moment(at)}{ENDING}"


def made_at(path: Path) -> datetime.datetime | None:
    """When a backup was made, by its name; None where it is no backup's."""
    found = NAMED.fullmatch(path.name)
    try:
        return found and datetime.datetime.strptime(found[1], FORM).replace(tzinfo=datetime.UTC)
    except ValueError:
        return None


def backups_in(folder: Path) -> list[Path]:
    """The backups in a folder, oldest first; none where there is no folder that can be read."""
    try:
        found = [path for path in folder.iterdir() if made_at(path)]
    except OSError:
        return []
    return sorted(found, key=lambda path: path.name)


def newest_in(folders: Sequence[Path]) -> Path | None:
    """The newest backup in some folders, None where there is none."""
    found = [path for folder in folders for path in backups_in(folder)]
    return max(found, key=lambda path: path.name, default=None)


def beside(log: Path) -> Path:
    """The folder for the backups of a file where no other one was named."""
    return log.parent / "backups"


def before(log: str, step: str, at: datetime.datetime) -> str:
    """The name of the backup from before a migration."""
    number = step.partition("_")[0]
    return f"{log}.before-{number}-{moment(at)}{ENDING}"


def thin_out(folder: Path, kept: int, at: datetime.datetime) -> list[Path]:
    """Removes all backups of a folder but the newest, and what killed processes left of theirs.

    Returns the backups that were removed.

    Raises:
        OSError: if one cannot be removed.
    """
    found = backups_in(folder)
    removed = found[: max(0, len(found) - max(1, kept))]
    for path in removed:
        path.unlink(missing_ok=True)
    for path in folder.glob(f".advisor-*{UNFINISHED}*"):
        if path.stat().st_mtime < (at - FORGOTTEN).timestamp():
            path.unlink(missing_ok=True)
    return removed
