"""`advisor suggest-phrasings`: from the log to a report, and to a patch that git applies."""

import dataclasses
import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import knowledge.base
from bot.advisor import Advisor
from bot.commands import patching
from bot.commands.suggesting import Addition, ForEntry, suggestions, write_patch
from bot.conversation import Conversation
from bot.replies import Ask, Link, Nothing, Suggest
from bot.settings import Settings
from bot.store.records import Person, Thread
from bot.store.store import Store
from knowledge.text import words
from tests.commands.conftest import Run
from tests.conftest import NOW, fixed_clock, skip_or_fail
from tests.knowledge.test_operator_content import ENTRY, folder_with

WARM = "qqwarm up the pages"
ODD = "zzqx vvwq"
"""A question that no entry has a word of."""


class Log:
    """Fills a log as people do."""

    def __init__(self, store: Store, advisor: Advisor) -> None:
        self.store = store
        self.conversation = Conversation(advisor=advisor, store=store, clock=fixed_clock)

    def click(self, text: str, person: str, entry: str) -> None:
        """A question, suggestions with the entry among them, and a press of its button."""
        place, who = self._place(person)
        links = tuple(Link(entry=name, question="?") for name in ("cors", entry))
        self.store.add_turn(place, who, text, Suggest(candidates=links), at=NOW)
        self.conversation.press(place, who, Ask(entry=entry))

    def miss(self, text: str, person: str) -> None:
        """A question that was not answered."""
        place, who = self._place(person)
        self.store.add_turn(place, who, text, Nothing(), at=NOW)

    def _place(self, person: str) -> tuple[Thread, Person]:
        place = Thread(id=f"terminal:{person}", surface="terminal")
        who = Person(id=f"terminal:{person}")
        self.store.see(who, place)
        return place, who


@pytest.fixture
def run(run: Run, advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command; an operator's entries are read beside ours, but not found by a question.

    Of such an entry only its file counts here, and to fit all entries anew takes long.
    """

    def loaded(settings: Settings) -> Advisor:
        both = knowledge.base.load(own=settings.knowledge_path)
        return dataclasses.replace(advisor, knowledge=both)

    monkeypatch.setattr("bot.commands.suggesting.load_advisor", loaded)
    return run


@pytest.fixture
def filled(log: Path, advisor: Advisor) -> Path:
    """A log with clicks and misses."""
    with Store.open(log) as store:
        people = Log(store, advisor)
        for person in ("ada", "ben", "ben"):
            people.click(WARM, person, "caching")
        people.click('say "qqhot"\nor \\ ]', "cy", "caching")
        people.click("mail ada@example.com the qqpages", "cy", "caching")
        people.click(advisor.knowledge.entries["caching"].phrasings[0].upper(), "cy", "caching")
        for person, text in (("ada", ODD), ("ben", f"{ODD}?"), ("cy", f"vvwq {ODD}")):
            people.miss(text, person)
        people.miss("zzqx call 0151 234 5678", "cy")
        people.miss(advisor.knowledge.entries["caching"].question, "cy")
    return log


def apply(patch: Path, top: Path) -> None:
    git = shutil.which("git")
    if git is None:
        skip_or_fail("git is not there")
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for args in (("apply", "--check", str(patch)), ("apply", str(patch))):
        done = subprocess.run(
            [git, "-C", str(top), *args], capture_output=True, text=True, env=environment
        )
        assert (done.returncode, done.stderr) == (0, "")


def repository(folder: Path) -> Path:
    """A folder as the top of a git repository."""
    git = shutil.which("git")
    if git is None:
        skip_or_fail("git is not there")
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([git, "init", "--quiet", str(folder)], check=True, capture_output=True)
    return folder


def copied(advisor: Advisor, top: Path) -> Advisor:
    """The advisor on a copy of the entries in another folder."""
    ignored = shutil.ignore_patterns("*.py*")
    shutil.copytree(knowledge.base.CONTENT, top / "knowledge", ignore=ignored)
    return dataclasses.replace(advisor, knowledge=knowledge.base.load(top / "knowledge"))


@pytest.mark.usefixtures("filled")
def test_the_report_has_phrasings_by_entry_and_unanswered_questions_by_people(run: Run) -> None:
    found = json.loads(run("suggest-phrasings", "--json").stdout)
    [caching] = found["phrasings"]
    assert caching["entry"] == "caching"
    assert caching["file"].endswith("knowledge/faq/performance/caching.md")
    assert caching["phrasings"] == [
        {"text": WARM, "people": 2},
        {"text": 'say "qqhot" or \\ ]', "people": 1},
    ]
    [odd] = found["unanswered"]
    assert (odd["text"], odd["people"], odd["near"], odd["not_covered"]) == (ODD, 3, None, None)
    assert odd["also"] == [f"vvwq {ODD}"]
    assert (found["personal"], found["answered"]) == (2, 1)


@pytest.mark.usefixtures("filled")
def test_nothing_personal_is_printed(run: Run) -> None:
    for args in ((), ("--json",)):
        said = run("suggest-phrasings", *args).output
        assert WARM in said
        assert not {"example.com", "0151"} & set(said.replace("@", " ").split())


def test_of_a_large_group_a_few_questions_are_shown(
    run: Run, filled: Path, advisor: Advisor
) -> None:
    with Store.open(filled) as store:
        for more in range(1, 7):
            Log(store, advisor).miss(f"{ODD} {'vvwq ' * more}", "ada")
    said = run("suggest-phrasings").stdout
    assert re.search(r"3 people +zzqx vvwq\n", said)
    assert re.search(r"and 4 more\n", said)


def test_an_unanswered_question_names_what_is_near_or_not_covered(
    advisor: Advisor, store: Store
) -> None:
    thing = advisor.knowledge.things[0]
    Log(store, advisor).miss(f"{ODD} {thing.aliases[0]}", "ada")
    [asked] = suggestions(advisor, store).unanswered
    assert (asked.not_covered, asked.near) == (thing.name, None)


@pytest.mark.parametrize(("near_from", "is_near"), [(0.0, True), (1.0, False)])
def test_a_question_that_is_near_enough_to_an_entry_shows_it(
    advisor: Advisor,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
    near_from: float,
    is_near: bool,
) -> None:
    entries = advisor.knowledge.entries.values()
    known = sorted({word for entry in entries for text in entry.phrasings for word in words(text)})
    # Of all the words by themselves, most say too little for an answer.
    question = next(
        word
        for word in known
        if (found := advisor.finder.find(word)).outcome == "none"
        and found.candidates
        and not found.not_covered
    )
    monkeypatch.setattr("bot.commands.suggesting.NEAR_FROM", near_from)
    Log(store, advisor).miss(question, "ada")
    [asked] = suggestions(advisor, store).unanswered
    assert (asked.near is not None) == is_near
    assert asked.near is None or asked.near.entry in advisor.knowledge.entries


def test_an_empty_log_suggests_nothing_and_writes_no_patch(
    run: Run, log: Path, tmp_path: Path
) -> None:
    Store.open(log).close()
    done = run("suggest-phrasings", "--patch", str(tmp_path / "add.patch"))
    assert done.exit_code == 0
    assert done.stdout.count("None.") == 2
    assert not (tmp_path / "add.patch").exists()


def test_a_log_that_is_not_there_is_refused(run: Run, log: Path) -> None:
    done = run("suggest-phrasings")
    assert (done.exit_code, log.exists()) == (2, False)
    assert str(log) in done.stderr


def test_a_case_does_not_become_a_phrasing(advisor: Advisor, store: Store) -> None:
    Log(store, advisor).click(WARM, "ada", "caching")
    assert suggestions(advisor, store).phrasings
    assert not suggestions(advisor, store, [WARM.upper()]).phrasings


def test_git_applies_the_patch_and_the_content_has_the_phrasings(
    filled: Path, advisor: Advisor, tmp_path: Path
) -> None:
    top = repository(tmp_path / "a repository")
    other = copied(advisor, top)
    with Store.open(filled) as store:
        found = suggestions(other, store)
    [said] = write_patch(other, found.phrasings, tmp_path / "add.patch")
    assert str(tmp_path / "add.patch") in said
    assert "ada@" not in (tmp_path / "add.patch").read_text("utf-8")
    apply(tmp_path / "add.patch", top)
    before = other.knowledge.entries["caching"]
    after = knowledge.base.load(top / "knowledge").entries
    added = tuple(p.text for p in found.phrasings[0].phrasings)
    assert after["caching"].phrasings == (*before.phrasings, *added)
    assert {k: e for k, e in after.items() if k != "caching"} == {
        k: e for k, e in other.knowledge.entries.items() if k != "caching"
    }


def test_git_applies_a_patch_of_every_entry(advisor: Advisor, tmp_path: Path) -> None:
    top = repository(tmp_path / "all")
    other = copied(advisor, top)
    texts = ("größer 速い", 'it\'s "so" \\ ] # x')
    additions = [
        ForEntry(
            entry=entry, file="", phrasings=tuple(Addition(text=text, people=1) for text in texts)
        )
        for entry in other.knowledge.entries
    ]
    write_patch(other, additions, tmp_path / "all.patch")
    apply(tmp_path / "all.patch", top)
    for path in top.glob("knowledge/faq/*/*.md"):
        listed = tomllib.loads(path.read_text("utf-8").split("+++\n")[1])["phrasings"]
        assert tuple(listed[-2:]) == texts, path.name


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("plain", lambda text: text),
        ("a blank", lambda text: text),
        ("übung", lambda text: text),
        ("windows", lambda text: text.replace("\n", "\r\n")),
        (
            "endless",
            lambda text: text.split("+++\n")[0] + "+++\n" + text.split("+++\n")[1] + "+++\nShort.",
        ),
        ("separators", lambda text: text.replace("The rest", "The\x0crest\u2028is\x85")),
    ],
)
def test_git_applies_a_patch_of_an_operators_folder(
    run: Run, log: Path, advisor: Advisor, tmp_path: Path, name: str, change: object
) -> None:
    assert callable(change)
    top = repository(tmp_path / "theirs")
    folder = top / name
    path = folder / "faq/people/gateway-owner.md"
    path.parent.mkdir(parents=True)
    path.write_bytes(change(ENTRY).encode())
    with Store.open(log) as store:
        Log(store, advisor).click(WARM, "ada", "gateway-owner")
        # The advisor that wrote the log knows no such entry: the press is put in by hand.
        store.run("UPDATE turns SET outcome = 'answer', entry = 'gateway-owner' WHERE id = 2")
    patch = tmp_path / "add.patch"
    done = run("suggest-phrasings", "--patch", str(patch), KNOWLEDGE_PATH=str(folder))
    assert done.exit_code == 0, done.output
    old = path.read_bytes()
    apply(patch, top)
    added = path.read_bytes().replace(WARM.encode(), b"")
    assert WARM.encode() in path.read_bytes()
    assert added.replace(b', ""', b"") == old


def test_two_repositories_get_a_patch_each(advisor: Advisor, tmp_path: Path) -> None:
    tops = [repository(tmp_path / name) for name in ("ours", "theirs")]
    folder_with(tops[1] / "acme", "faq/people/gateway-owner.md", ENTRY)
    shutil.copytree(knowledge.base.CONTENT, tops[0] / "knowledge")
    base = knowledge.base.load(tops[0] / "knowledge", [tops[1] / "acme"])
    both = dataclasses.replace(advisor, knowledge=base)
    additions = [
        ForEntry(entry=entry, file="", phrasings=(Addition(text=WARM, people=1),))
        for entry in ("caching", "gateway-owner")
    ]
    assert len(write_patch(both, additions, tmp_path / "add.patch")) == 2
    for number, top in enumerate(tops, start=1):
        apply(tmp_path / f"add-{number}.patch", top)
    after = knowledge.base.load(tops[0] / "knowledge", [tops[1] / "acme"]).entries
    assert all(after[one.entry].phrasings[-1] == WARM for one in additions)


@pytest.mark.usefixtures("filled")
def test_a_patch_that_cannot_be_written_is_refused(run: Run, tmp_path: Path) -> None:
    target = tmp_path / "no" / "folder.patch"
    done = run("suggest-phrasings", "--patch", str(target))
    assert done.exit_code == 2
    assert str(target) in done.stderr


def test_outside_of_a_repository_paths_begin_with_the_content_folder(tmp_path: Path) -> None:
    folder_with(tmp_path / "acme", "faq/people/x.md", ENTRY)
    path = tmp_path / "acme/faq/people/x.md"
    [(root, text)] = patching.patches({path: ("a\n", "a\nb\n")}).items()
    assert root == tmp_path.resolve()
    assert text.startswith("--- a/acme/faq/people/x.md\n+++ b/acme/faq/people/x.md\n@@ ")
