"""Whether an entry rests on a primary source: on what a framework's own project says."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field

from knowledge.base import CONTENT, KnowledgeBase
from knowledge.content import Frozen, Problem, Reader
from knowledge.ids import FrameworkId
from knowledge.models import Text

_ADDRESS = re.compile(r"https?://(?:[^/?#]*@)?(?P<host>[^/:?#]+)(?::\d*)?(?P<path>[^?#]*)")

Hosts = Mapping[FrameworkId, tuple[str, ...]]


class Project(Frozen):
    """Where a project speaks for itself: hosts, some with the first folders of a path."""

    framework: FrameworkId
    hosts: Annotated[tuple[Text, ...], Field(min_length=1)]


class ProjectFile(Frozen):
    """The form of `primary-hosts.toml`."""

    projects: tuple[Project, ...]


def load_primary_hosts(folder: Path = CONTENT) -> Hosts:
    """The hosts on which each framework's project speaks for itself.

    Raises:
        ContentError: naming every problem of the file.
    """
    reader = Reader(folder)
    path = folder / "primary-hosts.toml"
    data = reader.toml(path)
    parsed = None if data is None else reader.model(path, ProjectFile, data)
    reader.finish()
    return {project.framework: project.hosts for project in parsed.projects} if parsed else {}


def is_primary(url: str, hosts: Iterable[str]) -> bool:
    """Whether an address is on one of the hosts, or on a host below it, and in its folder."""
    address = _ADDRESS.match(url)
    if address is None:
        return False
    at, folders = address["host"].lower(), address["path"].strip("/").split("/")
    for one in hosts:
        host, *wanted = one.split("/")
        if (at == host or at.endswith(f".{host}")) and folders[: len(wanted)] == wanted:
            return True
    return False


def secondary_only(knowledge: KnowledgeBase, hosts: Hosts) -> Iterator[Problem]:
    """A remark for every entry about frameworks none of whose projects is among its sources.

    An entry that says why, in `secondary`, is left alone.
    """
    for entry in knowledge.entries.values():
        projects = [host for framework in entry.frameworks for host in hosts.get(framework, ())]
        if not projects or entry.secondary:
            continue
        if not any(is_primary(source.url, projects) for source in entry.sources):
            named = ", ".join(projects[:3]) + (", …" if len(projects) > 3 else "")
            message = f"none is by the project itself ({named}); add one, or say why in `secondary`"
            yield Problem(knowledge.files[entry.id].shown, "sources", message)
