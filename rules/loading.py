"""Loading walkthroughs, decision cases and descriptions, with every problem in one report."""

from collections.abc import Collection
from pathlib import Path

from knowledge.content import Reader, unknown
from rules.describing import Description, DescriptionFile
from rules.models import DecisionCase, DecisionCaseFile, UnknownAnswer, Walkthrough
from rules.phrasebook import WEAK
from rules.phrases import UnknownWordClass, compiled

CONTENT = Path(__file__).parent


def load(
    folder: Path = CONTENT, entry_ids: Collection[str] | None = None
) -> dict[str, Walkthrough]:
    """The walkthroughs of a folder by id; `entry_ids`, where given, are the entries to rest on.

    Raises:
        ContentError: naming every problem of every file.
    """
    reader = Reader(folder)
    walkthroughs: dict[str, Walkthrough] = {}
    paths = reader.files("walkthroughs/*.toml")
    if not paths:
        missing = "no walkthroughs found, expected walkthroughs/<id>.toml"
        reader.report(reader.root / "walkthroughs", "folder", missing)
    for path in paths:
        data = reader.toml(path)
        walkthrough = None if data is None else reader.model(path, Walkthrough, data)
        if walkthrough is None:
            continue
        if walkthrough.id != path.stem:
            expected = f"expected {path.stem!r}, the file's name, got {walkthrough.id!r}"
            reader.report(path, "id", expected)
        _check_phrases(reader, path, walkthrough)
        if entry_ids is not None:
            _check_links(reader, path, walkthrough, entry_ids)
        walkthroughs[walkthrough.id] = walkthrough
    reader.finish()
    return walkthroughs


def load_cases(walkthrough: Walkthrough | None, folder: Path = CONTENT) -> list[DecisionCase]:
    """The decision cases of a folder, each checked against the walkthrough where one is given.

    Raises:
        ContentError: naming every problem of every file.
    """
    reader = Reader(folder)
    cases: list[DecisionCase] = []
    for path in reader.files("cases/*.toml"):
        data = reader.toml(path)
        parsed = None if data is None else reader.model(path, DecisionCaseFile, data)
        for i, case in enumerate(parsed.cases if parsed else ()):
            try:
                if walkthrough:
                    walkthrough.check(case.answers or {})
            except UnknownAnswer as error:
                reader.report(path, f"cases.{i}.answers", str(error))
            if any(case.name == other.name for other in cases):
                reader.report(path, f"cases.{i}.name", f"stands twice: {case.name!r}")
            cases.append(case)
    reader.finish()
    return cases


def load_descriptions(walkthrough: Walkthrough, folder: Path = CONTENT) -> list[Description]:
    """The descriptions of a folder, each checked against the walkthrough.

    Raises:
        ContentError: naming every problem of every file.
    """
    reader = Reader(folder)
    descriptions: list[Description] = []
    texts: set[str] = set()
    for path in reader.files("descriptions/*.toml"):
        data = reader.toml(path)
        parsed = None if data is None else reader.model(path, DescriptionFile, data)
        for i, one in enumerate(parsed.descriptions if parsed else ()):
            labels = [(c, o) for c, options in one.plausible.items() for o in options]
            for criterion, option in [*one.states.items(), *labels]:
                try:
                    walkthrough.check({criterion: option})
                except UnknownAnswer as error:
                    reader.report(path, f"descriptions.{i}", str(error))
            if one.text in texts:
                reader.report(path, f"descriptions.{i}.text", "stands twice")
            texts.add(one.text)
            descriptions.append(one)
    reader.finish()
    return descriptions


def _check_phrases(reader: Reader, path: Path, walkthrough: Walkthrough) -> None:
    for criterion in walkthrough.criteria:
        for option in criterion.options:
            for i, phrase in enumerate(option.phrases):
                try:
                    compiled(phrase.removeprefix(WEAK))
                except UnknownWordClass as error:
                    reader.report(path, f"{criterion.id}.{option.id}.phrases.{i}", str(error))


def _check_links(
    reader: Reader, path: Path, walkthrough: Walkthrough, entry_ids: Collection[str]
) -> None:
    for criterion in walkthrough.criteria:
        for option in criterion.options:
            for framework, effect in option.effects.items():
                if effect.see not in entry_ids:
                    field = f"{criterion.id}.{option.id}.effects.{framework}.see"
                    reader.report(path, field, unknown("entry", effect.see, entry_ids))
