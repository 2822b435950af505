"""Loading walkthroughs, decision cases and descriptions, with every problem in one report."""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from knowledge.content import Reader, unknown
from rules.describing import Description, DescriptionFile, Descriptions
from rules.language import FOLDER, language
from rules.models import DecisionCase, DecisionCaseFile, UnknownAnswer, Walkthrough
from rules.phrases import FaultyChoice, UnknownWordClass, check

CONTENT = Path(__file__).parent

PARTS = {"tuning": "tuning", "held_back": "held-back"}
"""The folders of `descriptions/`, by what they are called in figures."""


def load(
    folder: Path = CONTENT, entry_ids: Collection[str] | None = None
) -> dict[str, Walkthrough]:
    """The walkthroughs of a folder by id; `entry_ids`, where given, are the entries to rest on.

    Raises:
        ContentError: naming every problem of every file.
    """
    reader = Reader(folder)
    _check_language(reader)
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


def load_descriptions(walkthrough: Walkthrough, folder: Path = CONTENT) -> Descriptions:
    """The descriptions of a folder, each checked against the walkthrough. Only to measure.

    Raises:
        ContentError: naming every problem of every file.
    """
    reader = Reader(folder)
    texts: set[str] = set()
    loaded = {
        name: tuple(
            one
            for path in reader.files(f"descriptions/{part}/*.toml")
            for one in _descriptions(reader, path, walkthrough, texts)
        )
        for name, part in PARTS.items()
    }
    for path in reader.files("descriptions/*.toml"):
        expected = " or ".join(f"descriptions/{part}/" for part in PARTS.values())
        reader.report(path, "file", f"stands in neither folder, expected it in {expected}")
    reader.finish()
    return Descriptions(**loaded)


def _descriptions(
    reader: Reader, path: Path, walkthrough: Walkthrough, texts: set[str]
) -> Iterator[Description]:
    """The descriptions of one file; `texts` are those of the files before it."""
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
        yield one


def _check_phrases(reader: Reader, path: Path, walkthrough: Walkthrough) -> None:
    for criterion in walkthrough.criteria:
        for option in criterion.options:
            _check(reader, path, f"{criterion.id}.{option.id}.phrases", option.phrases)


def _check_language(reader: Reader) -> None:
    known = language()
    for field, phrases in {**known.limits, **known.beside, **known.statements}.items():
        _check(reader, FOLDER, field, phrases)


def _check(reader: Reader, path: Path, field: str, phrases: Iterable[str]) -> None:
    for i, phrase in enumerate(phrases):
        try:
            check(phrase)
        except (FaultyChoice, UnknownWordClass) as error:
            reader.report(path, f"{field}.{i}", str(error))


def _check_links(
    reader: Reader, path: Path, walkthrough: Walkthrough, entry_ids: Collection[str]
) -> None:
    for criterion in walkthrough.criteria:
        for option in criterion.options:
            for framework, effect in option.effects.items():
                if effect.see not in entry_ids:
                    field = f"{criterion.id}.{option.id}.effects.{framework}.see"
                    reader.report(path, field, unknown("entry", effect.see, entry_ids))
