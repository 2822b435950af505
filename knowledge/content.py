"""Reading content files: every problem of every file is collected, none stops the reading."""

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from rapidfuzz import process

FENCE = "+++"


class Frozen(BaseModel):
    """The base of every model: immutable, and a field that it does not know is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one content file: where it is, and what was expected instead."""

    path: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.field}: {self.message}"


class ContentError(Exception):
    """The content cannot be used; `problems` lists every fault that was found."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        count = len(self.problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{count} problem{'' if count == 1 else 's'} in the content:\n{lines}")


def nearest(name: str, valid: Iterable[str]) -> str:
    """The remedy for an unknown name: the closest valid one, or the list of them."""
    choices = sorted(valid)
    found = process.extractOne(name, choices, score_cutoff=70)
    if found:
        return f"did you mean {found[0]!r}?"
    return f"expected one of {', '.join(choices)}" if choices else "none are defined"


def unknown(kind: str, name: str, valid: Iterable[str]) -> str:
    """A sentence that names an unknown id and the nearest valid one."""
    return f"unknown {kind} {name!r}: {nearest(name, valid)}"


class Reader:
    """Reads and validates files below one folder, and keeps the problems that it meets."""

    def __init__(self, root: Path, label: str | None = None) -> None:
        """`label` stands for the root where a file is named; without one, the root's own name."""
        self.root = root
        self.label = root.name if label is None else label
        self.problems: list[Problem] = []

    def shown(self, path: Path) -> str:
        """The path of a file as it is named to people."""
        inside = path.is_relative_to(self.root)
        return str(Path(self.label, path.relative_to(self.root)) if inside else path)

    def report(self, path: Path, field: str, message: str) -> None:
        """Adds a problem of a file."""
        self.problems.append(Problem(self.shown(path), field, message))

    def finish(self) -> None:
        """Ends the reading.

        Raises:
            ContentError: if any problem was reported.
        """
        if self.problems:
            raise ContentError(self.problems)

    def files(self, pattern: str) -> Sequence[Path]:
        """The files below the root that match a glob pattern, in a fixed order."""
        return sorted(self.root.glob(pattern))

    def text(self, path: Path) -> str | None:
        """The file's text, or None after reporting why it cannot be read."""
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            self.report(path, "file", f"cannot be read as UTF-8 text: {error}")
            return None

    def toml(self, path: Path, text: str | None = None) -> dict[str, Any] | None:
        """The TOML of a file, or of the given part of it; None after reporting a fault."""
        source = self.text(path) if text is None else text
        if source is None:
            return None
        try:
            return tomllib.loads(source)
        except tomllib.TOMLDecodeError as error:
            self.report(path, "TOML", str(error))
            return None

    def front_matter(self, path: Path) -> tuple[dict[str, Any], str] | None:
        """The TOML between the two `+++` lines and the Markdown behind it, or None."""
        text = self.text(path)
        if text is None:
            return None
        lines = text.splitlines(keepends=True)
        fences = [i for i, line in enumerate(lines) if line.rstrip() == FENCE][:2]
        if len(fences) < 2 or fences[0] != 0:
            self.report(path, "front matter", "expected TOML between two lines of +++ at the top")
            return None
        # The blank first line keeps the line numbers of TOML errors those of the file.
        data = self.toml(path, "\n" + "".join(lines[1 : fences[1]]))
        return None if data is None else (data, "".join(lines[fences[1] + 1 :]).strip())

    def model(self, path: Path, kind: type[Model], data: object) -> Model | None:
        """The data as a model, or None after reporting each field that does not fit."""
        try:
            return kind.model_validate(data)
        except ValidationError as error:
            for fault in error.errors():
                if _follows_from_another(fault):
                    continue
                # pydantic marks a dictionary's key so; the key itself stands before it.
                field = ".".join(str(part) for part in fault["loc"] if part != "[key]") or "file"
                self.report(path, field, _explain(fault, kind))
            return None


def _follows_from_another(fault: Any) -> bool:
    """Whether a list only seems too short, because items of it are at fault themselves."""
    return bool(fault["type"] == "too_short" and len(fault["input"]) >= fault["ctx"]["min_length"])


def _explain(fault: Any, kind: type[BaseModel]) -> str:
    name = str(fault["loc"][-1]) if fault["loc"] else ""
    if fault["type"] == "extra_forbidden":
        fields = _fields(kind, fault["loc"][:-1])
        return f"unknown field; {nearest(name, fields)}"
    if fault["type"] == "literal_error":
        valid = [
            part.strip(" '") for part in fault["ctx"]["expected"].replace(" or ", ",").split(",")
        ]
        return unknown("name", str(fault["input"]), valid)
    if fault["type"] == "missing":
        return "missing; this field is required"
    if fault["type"] == "value_error":
        return str(fault["ctx"]["error"])
    shown = repr(fault["input"])
    # What is a tuple here is a list to the author.
    message = fault["msg"].replace("Tuple", "List").replace("tuple", "list")
    return f"{message}, got {shown if len(shown) <= 80 else shown[:77] + '...'}"


def _fields(kind: type[BaseModel], path: Sequence[int | str]) -> list[str]:
    """The field names of the model found by walking a location down from another model."""
    schema = kind.model_json_schema()
    node: Any = schema
    for step in path:
        node = _resolve(schema, node)
        if isinstance(step, int):
            node = node.get("items", {})
        elif step in node.get("properties", {}):
            node = node["properties"][step]
        else:
            by_pattern = node.get("patternProperties", {})
            node = next(iter(by_pattern.values()), node.get("additionalProperties"))
    return list(_resolve(schema, node).get("properties", {}))


def _resolve(schema: Any, node: Any) -> Any:
    while isinstance(node, dict) and "$ref" in node:
        node = schema["$defs"][node["$ref"].rsplit("/", 1)[-1]]
    return node if isinstance(node, dict) else {}
