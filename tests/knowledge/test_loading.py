"""Loading knowledge: every fault is found, named and explained."""

import shutil
from pathlib import Path

import pytest

import knowledge.base
from knowledge.content import ContentError, Problem, nearest

FIXTURES = Path(__file__).parent.parent / "fixtures"
SOUND = FIXTURES / "knowledge"
BROKEN = FIXTURES / "broken" / "knowledge"
QUESTIONS = FIXTURES / "broken" / "questions"

ENTRY = "faq/speed/how-fast-is-flask.md"
PROFILE = "frameworks/flask.toml"

# For each folder of broken/knowledge: the file and field at fault, and words of the message.
FAULTS: dict[str, tuple[str, str, list[str]]] = {
    "unknown-field": (ENTRY, "frameworkz", ["unknown field", "'frameworks'"]),
    "missing-question": (ENTRY, "question", ["required"]),
    "empty-question": (ENTRY, "question", ["at least 1 character"]),
    "question-a-number": (ENTRY, "question", ["string", "got 5"]),
    "phrasings-a-text": (ENTRY, "phrasings", ["list", "is flask quick"]),
    "no-phrasings": (ENTRY, "phrasings", ["at least 1", "[]"]),
    "empty-phrasing": (ENTRY, "phrasings.1", ["at least 1 character"]),
    "unknown-framework": (ENTRY, "frameworks.0", ["flusk", "'flask'"]),
    "unknown-owner": (ENTRY, "owner", ["api-gild", "'api-guild'"]),
    "bad-date": (ENTRY, "reviewed", ["date", "last Sunday"]),
    "date-that-is-none": (ENTRY, "TOML", ["date", "line 9"]),
    "review-before-reviewed": (ENTRY, "review_by", ["2026-11-22", "2026-05-22"]),
    "see-also-to-nowhere": (
        ENTRY,
        "see_also.0",
        ["how-fast-is-falkon", "'how-fast-is-falcon'"],
    ),
    "see-also-no-id": (ENTRY, "see_also.0", ["How fast"]),
    "no-sources": (ENTRY, "sources", ["at least 1"]),
    "source-without-title": (ENTRY, "sources.0.title", ["required"]),
    "source-not-dated": (ENTRY, "sources.0.checked", ["required"]),
    "source-no-address": (ENTRY, "sources.0.url", ["http", "manual.example"]),
    "unknown-source-field": (ENTRY, "sources.0.urll", ["unknown field", "'url'"]),
    "id-in-the-front-matter": (ENTRY, "id", ["take it out"]),
    "no-answer": (ENTRY, "answer", ["at least 1 character"]),
    "not-toml": (ENTRY, "TOML", ["'='", "line 3"]),
    "no-front-matter": (ENTRY, "front matter", ["+++"]),
    "front-matter-not-closed": (ENTRY, "front matter", ["+++"]),
    "front-matter-not-first": (ENTRY, "front matter", ["at the top"]),
    "not-utf-8": (ENTRY, "file", ["UTF-8", "0xfc"]),
    "id-twice": (
        ENTRY,
        "id",
        ["'how-fast-is-flask'", "faq/choice/how-fast-is-flask.md"],
    ),
    "name-no-id": ("faq/speed/How_Fast.md", "id", ["How_Fast"]),
    "wrong-folder": ("faq/how-fast-is-sanic.md", "file", ["faq/<topic>/<id>.md"]),
    "profile-of-another": (PROFILE, "id", ["'flask'", "'falcon'"]),
    "profile-without-version": (PROFILE, "version", ["required"]),
    "profile-without-aliases": (PROFILE, "aliases", ["at least 1"]),
    "fact-of-unknown-attribute": (PROFILE, "facts.admn", ["admn", "'admin'"]),
    "fact-missing": (PROFILE, "facts.admin", ["missing"]),
    "fact-without-sources": (PROFILE, "facts.admin.sources", ["at least 1"]),
    "unknown-fact-field": (PROFILE, "facts.admin.valu", ["unknown field", "'value'"]),
    "range-of-three": (PROFILE, "facts.performance.range", ["2", "3000"]),
    "attribute-without-label": ("attributes.toml", "attributes.0.label", ["required"]),
    "attribute-twice": ("attributes.toml", "file", ["['performance', 'performance']"]),
    "attribute-explained-by-nothing": (
        "attributes.toml",
        "attributes.0.entry",
        ["how-to-chose", "'how-to-choose'"],
    ),
    "attribute-explained-for-a-framework-by-nothing": (
        "attributes.toml",
        "attributes.0.entry_for.flask",
        ["how-fast-is-flusk", "'how-fast-is-flask'"],
    ),
    "attribute-explained-for-an-unknown-framework": (
        "attributes.toml",
        "attributes.0.entry_for.flusk",
        ["flusk", "'flask'"],
    ),
    "attributes-not-toml": ("attributes.toml", "TOML", ["line 2"]),
    "thing-without-aliases": ("not-covered.toml", "things.0.aliases", ["at least 1"]),
}

CASE_FAULTS = {
    "text-twice": ("file", ["twice", "flask quick enough for us?"]),
    "entries-a-text": ("cases.0.entries", ["list", "how-fast-is-flask"]),
    "unknown-field": ("cases.1.hurryed", ["unknown field", "'hurried'"]),
    "no-text": ("cases.1.text", ["required"]),
}


def sound_with(tmp_path: Path, fault: Path | None = None) -> Path:
    """A copy of the sound content, with the files of a fault laid over it."""
    root = tmp_path / "knowledge"
    shutil.copytree(SOUND, root)
    if fault:
        shutil.copytree(fault, root, dirs_exist_ok=True)
    return root


def problems_of(root: Path) -> tuple[Problem, ...]:
    with pytest.raises(ContentError) as raised:
        knowledge.base.load(root)
    return raised.value.problems


def test_every_broken_folder_stands_in_a_table() -> None:
    assert {path.name for path in BROKEN.iterdir()} == set(FAULTS)
    assert {path.stem for path in QUESTIONS.iterdir()} == set(CASE_FAULTS)


def test_sound_content_is_loaded() -> None:
    base = knowledge.base.load(SOUND)
    assert set(base.entries) == {"how-fast-is-flask", "how-fast-is-falcon", "how-to-choose"}
    entry = base.entries["how-fast-is-flask"]
    assert entry.topic == "speed"
    assert entry.answer.startswith(entry.short_answer)
    assert entry.short_answer != entry.answer
    assert len(base.profiles) == 5
    assert base.profiles["flask"].facts["performance"].range == (1000, 2000)
    assert len(knowledge.base.load_cases(SOUND)) == 2


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_the_one_problem_reported(tmp_path: Path, name: str) -> None:
    path, field, words = FAULTS[name]
    [problem] = problems_of(sound_with(tmp_path, BROKEN / name))
    assert (problem.path, problem.field) == (f"knowledge/{path}", field)
    for word in words:
        assert word in problem.message


@pytest.mark.parametrize("name", CASE_FAULTS)
def test_a_fault_in_a_case_is_the_one_problem_reported(tmp_path: Path, name: str) -> None:
    field, words = CASE_FAULTS[name]
    cases = tmp_path / "knowledge" / "cases"
    cases.mkdir(parents=True)
    shutil.copy(QUESTIONS / f"{name}.toml", cases)
    with pytest.raises(ContentError) as raised:
        knowledge.base.load_cases(tmp_path / "knowledge")
    [problem] = raised.value.problems
    assert (problem.path, problem.field) == (f"knowledge/cases/{name}.toml", field)
    for word in words:
        assert word in problem.message


def test_the_faults_of_all_files_come_in_one_report(tmp_path: Path) -> None:
    found = problems_of(sound_with(tmp_path, FIXTURES / "broken" / "several"))
    assert [(problem.path.removeprefix("knowledge/"), problem.field) for problem in found] == [
        ("attributes.toml", "attributes.0.label"),
        ("faq/speed/how-fast-is-falcon.md", "see_also.1"),
        (ENTRY, "frameworks.0"),
        (ENTRY, "frameworks.1"),
        (ENTRY, "id"),
        (ENTRY, "owner"),
        (ENTRY, "question"),
        (PROFILE, "version"),
        ("not-covered.toml", "things.0.aliases"),
    ]


def test_the_report_counts_its_problems_and_lists_each_on_a_line(tmp_path: Path) -> None:
    root = sound_with(tmp_path, FIXTURES / "broken" / "several")
    with pytest.raises(ContentError) as raised:
        knowledge.base.load(root)
    first, *lines = str(raised.value).splitlines()
    assert first.startswith(f"{len(raised.value.problems)} problems")
    assert [line.strip() for line in lines] == [str(p) for p in raised.value.problems]
    assert str(tmp_path) not in str(raised.value)


@pytest.mark.parametrize(
    ("gone", "path"),
    [
        ("frameworks/sanic.toml", "knowledge/frameworks/sanic.toml"),
        ("attributes.toml", "knowledge/attributes.toml"),
        ("not-covered.toml", "knowledge/not-covered.toml"),
    ],
)
def test_a_file_that_is_missing_is_a_problem(tmp_path: Path, gone: str, path: str) -> None:
    root = sound_with(tmp_path)
    (root / gone).unlink()
    [problem] = problems_of(root)
    assert (problem.path, problem.field) == (path, "file")


def test_a_folder_without_entries_is_a_problem(tmp_path: Path) -> None:
    root = sound_with(tmp_path)
    shutil.rmtree(root / "faq")
    [problem] = problems_of(root)
    assert (problem.path, problem.field) == ("knowledge/faq", "folder")


def test_an_entry_that_was_refused_still_counts_as_a_target(tmp_path: Path) -> None:
    problems = problems_of(sound_with(tmp_path, BROKEN / "missing-question"))
    assert not [problem for problem in problems if problem.field.startswith("see_also")]


def test_files_with_windows_line_ends_are_read(tmp_path: Path) -> None:
    root = sound_with(tmp_path)
    path = root / ENTRY
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    entry = knowledge.base.load(root).entries["how-fast-is-flask"]
    assert entry == knowledge.base.load(SOUND).entries["how-fast-is-flask"]


@pytest.mark.parametrize(
    ("name", "valid", "expected"),
    [
        ("flsk", ["flask", "sanic"], "did you mean 'flask'?"),
        ("zzz", ["sanic", "flask"], "expected one of flask, sanic"),
        ("zzz", [], "none are defined"),
    ],
)
def test_the_remedy_is_the_nearest_name_or_all_of_them(
    name: str, valid: list[str], expected: str
) -> None:
    assert nearest(name, valid) == expected
