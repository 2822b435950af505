"""The knowledge base: all content of one or more folders, loaded and checked together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.content import Reader, unknown
from knowledge.ids import FRAMEWORKS, FrameworkId
from knowledge.models import (
    Attribute,
    AttributeFile,
    Case,
    CaseFile,
    Entry,
    Profile,
    Thing,
    ThingFile,
)

CONTENT = Path(__file__).parent


@dataclass(frozen=True)
class KnowledgeBase:
    """Everything that the advisor knows, by id."""

    entries: Mapping[str, Entry]
    profiles: Mapping[FrameworkId, Profile]
    attributes: Mapping[str, Attribute]
    things: Sequence[Thing]


def load(folder: Path = CONTENT) -> KnowledgeBase:
    """Loads and checks the content of a folder.

    Raises:
        ContentError: naming every problem of every file.
    """
    reader = Reader(folder)
    entries = _entries(reader)
    attributes = _attributes(reader)
    profiles = _profiles(reader, attributes)
    things = _things(reader)
    _check_links(reader, entries)
    reader.finish()
    return KnowledgeBase(
        entries={entry.id: entry for _, entry in entries},
        profiles=profiles,
        attributes=attributes or {},
        things=things,
    )


def load_cases(folder: Path = CONTENT) -> list[Case]:
    """The questions of `cases/`, in and out of scope.

    Raises:
        ContentError: naming every problem of every file.
    """
    reader = Reader(folder)
    cases: list[Case] = []
    for path in reader.files("cases/*.toml"):
        data = reader.toml(path)
        parsed = None if data is None else reader.model(path, CaseFile, data)
        cases += parsed.cases if parsed else ()
    reader.finish()
    return cases


def _entries(reader: Reader) -> list[tuple[Path, Entry]]:
    found: list[tuple[Path, Entry]] = []
    taken: dict[str, Path] = {}
    paths = reader.files("faq/*/*.md")
    for path in paths:
        first = taken.setdefault(path.stem, path)
        if first != path:
            place = first.relative_to(reader.root)
            reader.report(path, "id", f"the name {path.stem!r} is taken by {place}")
        parts = reader.front_matter(path)
        if parts is None:
            continue
        data, body = parts
        for given in {"id", "topic", "answer"} & set(data):
            reader.report(path, given, "comes from the file's place or body; take it out")
        named = {**data, "id": path.stem, "topic": path.parent.name, "answer": body}
        entry = reader.model(path, Entry, named)
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


def _things(reader: Reader) -> tuple[Thing, ...]:
    path = reader.root / "not-covered.toml"
    data = reader.toml(path)
    parsed = None if data is None else reader.model(path, ThingFile, data)
    return parsed.things if parsed else ()


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


def _check_links(reader: Reader, entries: Sequence[tuple[Path, Entry]]) -> None:
    # Files that were refused for another fault still count as a valid target.
    ids = {entry.id for _, entry in entries} | {path.stem for path in reader.files("faq/*/*.md")}
    for path, entry in entries:
        for i, link in enumerate(entry.see_also):
            if link not in ids:
                reader.report(path, f"see_also.{i}", unknown("entry", link, ids))
        if entry.review_by < entry.reviewed:
            message = (
                f"expected {entry.reviewed}, the day of `reviewed`, or later, got {entry.review_by}"
            )
            reader.report(path, "review_by", message)
