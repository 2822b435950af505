"""The content as it stands: every file is a case, and a message says where and what to do."""

import ast
import functools
import re
from pathlib import Path

import pytest

import knowledge.base
from knowledge.base import CONTENT, KnowledgeBase
from knowledge.content import Reader
from knowledge.ids import FRAMEWORKS, FrameworkId
from knowledge.models import Entry, Profile
from knowledge.tables import USUAL
from knowledge.text import words
from tests.knowledge.test_loading import FIXTURES

FILES = sorted(path.relative_to(CONTENT).as_posix() for path in CONTENT.glob("faq/*/*.md"))
IDS = (FIXTURES / "faq-ids.txt").read_text().split()
FENCED = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)

every_file = pytest.mark.parametrize("file", FILES)
every_framework = pytest.mark.parametrize("framework", FRAMEWORKS)


@functools.cache
def entry_of(file: str) -> Entry:
    """The entry in a file by itself, so that a fault elsewhere fails another case."""
    path = CONTENT / file
    reader = Reader(CONTENT)
    parts = reader.front_matter(path)
    if parts:
        data, body = parts
        place = {"id": path.stem, "topic": path.parent.name}
        entry = reader.model(path, Entry, {**data, **place, "answer": body})
        if entry:
            return entry
    raise AssertionError("\n".join(map(str, reader.problems)))


@every_file
def test_an_entry_can_be_loaded(file: str) -> None:
    assert entry_of(file).id == Path(file).stem


@pytest.mark.parametrize("entry_id", IDS)
def test_every_id_of_the_contract_exists(entry_id: str) -> None:
    found = [file for file in FILES if Path(file).stem == entry_id]
    assert found, f"knowledge/faq: write faq/<topic>/{entry_id}.md; programs outside rely on it"


def test_there_are_94_ids_in_the_contract() -> None:
    assert len(set(IDS)) == len(IDS) == 94


@every_file
def test_an_entry_has_enough_phrasings(file: str) -> None:
    phrasings = entry_of(file).phrasings
    assert len(phrasings) >= 8, f"{file}: add {8 - len(phrasings)} more ways to ask this"
    folded = [" ".join(words(text)) for text in phrasings]
    twice = sorted({text for text in folded if folded.count(text) > 1})
    assert not twice, f"{file}: say it in other words or take it out: {twice}"
    assert all(folded), f"{file}: every phrasing needs a word in it"


@every_file
def test_the_short_answer_is_one_paragraph(file: str) -> None:
    short = entry_of(file).short_answer
    remedy = f"{file}: begin the answer with one plain paragraph of one to three sentences"
    assert "\n" not in short, remedy
    assert not re.match(r"[#>|*+\-`\d]", short), remedy
    assert 40 <= len(short) <= 600, f"{remedy} (it has {len(short)} characters)"
    assert len(short) < len(entry_of(file).answer), f"{file}: add the details below"


@every_file
def test_every_source_can_be_opened(file: str) -> None:
    for source in entry_of(file).sources:
        assert re.match(r"https://|README\.md$", source.url), (
            f"{file}: {source.url}: give the https address of a page, or README.md"
        )
        assert source.checked <= entry_of(file).review_by, f"{file}: {source.url}: check its date"


@every_file
def test_python_code_compiles(file: str) -> None:
    for language, code in FENCED.findall(entry_of(file).answer):
        assert language, f"{file}: name the language of the code block that begins {code[:40]!r}"
        if language in ("python", "py"):
            try:
                # As in the prompt of asyncio, where a snippet may await at its top level.
                compile(code, file, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
            except SyntaxError as error:
                line = code.splitlines()[(error.lineno or 1) - 1]
                pytest.fail(f"{file}: mend the code block: {error.msg}: {line!r}")


@every_file
def test_code_blocks_are_closed(file: str) -> None:
    fences = re.findall(r"^```", entry_of(file).answer, re.MULTILINE)
    assert len(fences) % 2 == 0, f"{file}: close the last code block with ```"


@every_file
def test_the_answer_has_no_title_and_no_html(file: str) -> None:
    prose = FENCED.sub("", entry_of(file).answer)
    assert not re.search(r"^# ", prose, re.MULTILINE), (
        f"{file}: take the title out; the question stands above the answer"
    )
    bare = re.sub(r"`[^`]*`", "", prose)
    tags = re.findall(r"</?[a-z][^>\n]*>", bare)
    assert not tags, f"{file}: put {tags} between backticks, or write Markdown"


@every_file
def test_links_between_entries_lead_elsewhere(file: str) -> None:
    entry = entry_of(file)
    assert entry.id not in entry.see_also, f"{file}: see_also names the entry itself"
    assert len(set(entry.see_also)) == len(entry.see_also), f"{file}: see_also names one twice"


def test_all_content_loads_together(knowledge_base: KnowledgeBase) -> None:
    assert set(IDS) <= set(knowledge_base.entries)
    assert len(knowledge_base.entries) == len(FILES)


def test_no_phrasing_belongs_to_two_entries() -> None:
    owners: dict[str, set[str]] = {}
    for file in FILES:
        entry = entry_of(file)
        for text in (entry.question, *entry.phrasings):
            owners.setdefault(" ".join(words(text)), set()).add(file)
    shared = [f"{text!r}: {sorted(files)}" for text, files in owners.items() if len(files) > 1]
    assert not shared, "give each phrasing to one entry:\n" + "\n".join(shared)


@every_framework
def test_a_profile_is_complete(knowledge_base: KnowledgeBase, framework: FrameworkId) -> None:
    where = f"knowledge/frameworks/{framework}.toml"
    profile: Profile = knowledge_base.profiles[framework]
    missing = set(knowledge_base.attributes) - set(profile.facts)
    assert not missing, f"{where}: add the facts {sorted(missing)}"
    for name, fact in profile.facts.items():
        for source in fact.sources:
            assert source.url.startswith("https://"), f"{where}: {name}: {source.url}: use https"
        if fact.range:
            low, high = fact.range
            assert 0 < low <= high, f"{where}: {name}: put the lower number of the range first"
    for url in (profile.homepage, profile.repository):
        assert url.startswith("https://"), f"{where}: {url}: use https"


@every_framework
def test_a_framework_has_its_entries(framework: FrameworkId) -> None:
    about = [file for file in FILES if entry_of(file).frameworks == (framework,)]
    assert len(about) >= 3, f"knowledge/faq: write what {framework} is, when to use it, and why not"


def test_an_alias_names_one_framework(knowledge_base: KnowledgeBase) -> None:
    owners: dict[tuple[str, ...], set[str]] = {}
    for profile in knowledge_base.profiles.values():
        for alias in profile.aliases:
            owners.setdefault(tuple(words(alias)), set()).add(profile.id)
    assert not {alias: ids for alias, ids in owners.items() if len(ids) > 1}


def test_a_thing_that_is_not_covered_is_none_that_is(knowledge_base: KnowledgeBase) -> None:
    ours = {tuple(words(alias)) for p in knowledge_base.profiles.values() for alias in p.aliases}
    named: list[tuple[str, ...]] = []
    for thing in knowledge_base.things:
        for alias in dict.fromkeys(tuple(words(alias)) for alias in thing.aliases):
            assert alias not in ours, f"not-covered.toml: {thing.name}: {alias} is covered"
            named.append(alias)
    twice = sorted({alias for alias in named if named.count(alias) > 1})
    assert not twice, f"not-covered.toml: these aliases stand for two things: {twice}"


def test_the_usual_comparison_has_its_attributes(knowledge_base: KnowledgeBase) -> None:
    assert len(knowledge_base.attributes) >= USUAL


def test_the_cases_name_entries_that_exist(knowledge_base: KnowledgeBase) -> None:
    cases = knowledge.base.load_cases()
    known = set(knowledge_base.entries)
    lost = [f"{case.text!r}: {sorted(set(case.entries) - known)}" for case in cases]
    assert all(line.endswith(": []") for line in lost), (
        "knowledge/cases: name entries that exist:\n"
        + "\n".join(line for line in lost if not line.endswith(": []"))
    )
    assert any(not case.entries for case in cases)
    assert any(case.hurried for case in cases)


def test_no_case_is_copied_into_a_phrasing() -> None:
    asked = {" ".join(words(case.text)) for case in knowledge.base.load_cases() if case.held_back}
    copied = [
        f"{file}: {text!r}"
        for file in FILES
        for text in (entry_of(file).question, *entry_of(file).phrasings)
        if len(words(text)) > 3 and " ".join(words(text)) in asked
    ]
    assert not copied, "a case that is a phrasing measures nothing; reword:\n" + "\n".join(copied)
