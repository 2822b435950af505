"""The knowledge base: all content of one or more folders, loaded and checked together."""

import itertools
import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from knowledge.content import ContentError, Reader, unknown
from knowledge.ids import FRAMEWORKS, FrameworkId
from knowledge.models import (
    Attribute,
    AttributeFile,
    Case,
    CaseFile,
    Entry,
    MessageFile,
    OurEntry,
    Profile,
    Thing,
    ThingFile,
)

CONTENT = Path(__file__).parent

FLOOR = "floor.toml"
"""The file of `cases/` that holds figures, no cases."""

OURS_ONLY = ("attributes.toml", "frameworks")
"""What is read from our folder, and from no folder of an operator."""


class File(NamedTuple):
    """The file of an entry: where it is, and how it is named to people."""

    path: Path
    shown: str


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything that the advisor knows, by id."""

    entries: Mapping[str, Entry]
    profiles: Mapping[FrameworkId, Profile]
    attributes: Mapping[str, Attribute]
    things: Sequence[Thing]
    out_of_scope: Sequence[str] = ()
    files: Mapping[str, File] = field(default_factory=dict)


def load(folder: Path = CONTENT, own: Sequence[Path] = ()) -> KnowledgeBase:
    """Loads and checks the content of a folder, and beside it that of an operator's own folders.

    An operator's folder holds `faq/`, and may hold `not-covered.toml` and `cases/`.

    Raises:
        ContentError: naming every problem of every file.
    """
    ours, *others = readers = _readers(folder, own)
    taken: dict[str, str] = {}
    found = [
        (reader, _entries(reader, OurEntry if reader is ours else Entry, taken))
        for reader in readers
    ]
    attributes = _attributes(ours)
    profiles = _profiles(ours, attributes)
    things = [thing for reader in readers for thing in _things(reader, reader is ours)]
    for reader in others:
        for name in OURS_ONLY:
            if (reader.root / name).exists():
                reason = f"is read from {ours.label}/ only; take it out"
                reader.report(reader.root / name, "file", reason)
    out_of_scope = tuple(message for reader in readers for message in _messages(reader))
    _check_links(found)
    _check_explaining(ours, attributes or {})
    _finish(readers)
    return KnowledgeBase(
        entries={entry.id: entry for _, entries in found for _, entry in entries},
        profiles=profiles,
        attributes=attributes or {},
        things=tuple(things),
        out_of_scope=out_of_scope,
        files={
            entry.id: File(path, reader.shown(path))
            for reader, entries in found
            for path, entry in entries
        },
    )


def load_cases(folder: Path = CONTENT, own: Sequence[Path] = ()) -> list[Case]:
    """The questions of `cases/`, in and out of scope, ours first.

    Raises:
        ContentError: naming every problem of every file.
    """
    readers = _readers(folder, own)
    cases: list[Case] = []
    for reader in readers:
        for path in reader.files("cases/*.toml"):
            if path.name == FLOOR:
                continue
            data = reader.toml(path)
            parsed = None if data is None else reader.model(path, CaseFile, data)
            cases += parsed.cases if parsed else ()
    _finish(readers)
    return cases


def _readers(folder: Path, own: Sequence[Path]) -> list[Reader]:
    # Two operators' folders may have the same name, so they are named in full.
    return [Reader(folder), *(Reader(other, label=str(other)) for other in own)]


def _finish(readers: Sequence[Reader]) -> None:
    problems = [problem for reader in readers for problem in reader.problems]
    if problems:
        raise ContentError(problems)


def _entries(reader: Reader, kind: type[Entry], taken: dict[str, str]) -> list[tuple[Path, Entry]]:
    """The entries of a folder; `taken` are the ids so far with their files, and is added to."""
    found: list[tuple[Path, Entry]] = []
    paths = reader.files("faq/*/*.md")
    before = dict(taken)
    for path in paths:
        place = reader.shown(path)
        first = taken.setdefault(path.stem, place)
        if first != place:
            remedy = f"; call it {_free(path.stem, reader, taken)!r}" if path.stem in before else ""
            reader.report(path, "id", f"the name {path.stem!r} is taken by {first}{remedy}")
        parts = reader.front_matter(path)
        if parts is None:
            continue
        data, body = parts
        for given in {"id", "topic", "answer"} & set(data):
            reader.report(path, given, "comes from the file's place or body; take it out")
        named = {**data, "id": path.stem, "topic": path.parent.name, "answer": body}
        entry = reader.model(path, kind, named)
        if entry is not None:
            found.append((path, entry))
    for stray in sorted(set(reader.files("faq/**/*.md")) - set(paths)):
        reader.report(stray, "file", "is in the wrong folder, expected faq/<topic>/<id>.md")
    if not paths:
        reader.report(
            reader.root / "faq", "folder", "no entries found, expected faq/<topic>/<id>.md"
        )
    return found


def _attributes(reader: Reader) -> dict[str, Attribute] | None:
    path = reader.root / "attributes.toml"
    data = reader.toml(path)
    parsed = None if data is None else reader.model(path, AttributeFile, data)
    return {attribute.id: attribute for attribute in parsed.attributes} if parsed else None


def _free(name: str, reader: Reader, taken: Container[str]) -> str:
    """A name that is not taken: with the folder's name before it, and a number if need be."""
    folder = "-".join(re.findall(r"[a-z0-9]+", reader.root.resolve().name.lower())) or "our"
    others = (f"{folder}-{name}-{number}" for number in itertools.count(2))
    own = {path.stem for path in reader.files("faq/*/*.md")}
    candidates = itertools.chain([f"{folder}-{name}"], others)
    return next(one for one in candidates if one not in taken and one not in own)


def _things(reader: Reader, required: bool) -> tuple[Thing, ...]:
    path = reader.root / "not-covered.toml"
    if not required and not path.exists():
        return ()
    data = reader.toml(path)
    parsed = None if data is None else reader.model(path, ThingFile, data)
    return parsed.things if parsed else ()


def _messages(reader: Reader) -> tuple[str, ...]:
    path = reader.root / "out-of-scope.toml"
    data = reader.toml(path) if path.exists() else None
    parsed = None if data is None else reader.model(path, MessageFile, data)
    return parsed.messages if parsed else ()


def _profiles(reader: Reader, attributes: Iterable[str] | None) -> dict[FrameworkId, Profile]:
    profiles: dict[FrameworkId, Profile] = {}
    for framework in FRAMEWORKS:
        path = reader.root / "frameworks" / f"{framework}.toml"
        data = reader.toml(path)
        profile = None if data is None else reader.model(path, Profile, data)
        if profile is None:
            continue
        if profile.id != framework:
            reader.report(
                path, "id", f"expected {framework!r}, the file's name, got {profile.id!r}"
            )
        # Attributes that could not be read are a fault of their file, not of every profile.
        known = set(profile.facts if attributes is None else attributes)
        for extra in sorted(set(profile.facts) - known):
            reader.report(path, f"facts.{extra}", unknown("attribute", extra, known))
        for missing in sorted(known - set(profile.facts)):
            reader.report(path, f"facts.{missing}", "missing; every attribute needs a fact")
        profiles[framework] = profile
    return profiles


def _check_explaining(reader: Reader, attributes: Mapping[str, Attribute]) -> None:
    ids = {path.stem for path in reader.files("faq/*/*.md")}
    for i, attribute in enumerate(attributes.values()):
        named = {"entry": attribute.entry} if attribute.entry else {}
        named |= {f"entry_for.{f}": entry for f, entry in attribute.entry_for.items()}
        for name, entry in named.items():
            if entry not in ids:
                path = reader.root / "attributes.toml"
                reader.report(path, f"attributes.{i}.{name}", unknown("entry", entry, ids))


def _check_links(found: Sequence[tuple[Reader, Sequence[tuple[Path, Entry]]]]) -> None:
    # Files that were refused for another fault still count as a valid target.
    ids = {path.stem for reader, _ in found for path in reader.files("faq/*/*.md")}
    for reader, entries in found:
        for path, entry in entries:
            for i, link in enumerate(entry.see_also):
                if link not in ids:
                    reader.report(path, f"see_also.{i}", unknown("entry", link, ids))
            if entry.review_by < entry.reviewed:
                expected = f"expected {entry.reviewed}, the day of `reviewed`, or later"
                reader.report(path, "review_by", f"{expected}, got {entry.review_by}")
