"""`advisor suggest-phrasings`: what the log says that authors could add."""

import shlex
from collections.abc import Sequence
from pathlib import Path

import click

import knowledge.base
from bot.advisor import Advisor
from bot.app import load_advisor
from bot.commands import patching
from bot.commands.decisions import Refused, reading, write
from bot.settings import load
from bot.store.store import Store
from knowledge.content import Frozen
from knowledge.editing import CannotEdit, with_phrasings
from knowledge.grouping import Group, Question, count, group, propose
from knowledge.personal import is_personal

NEWEST = 2_000
"""How many of the unanswered questions are looked at: to group them takes their number squared."""

NEAR_FROM = 0.1
"""The confidence from which on an entry counts as near to a question that it did not answer."""

SHOWN = 3
"""How many questions of a group are shown beside the leading one."""


class Addition(Frozen):
    """A phrasing to add, and how many people asked so and opened the entry."""

    text: str
    people: int


class ForEntry(Frozen):
    """The phrasings to add to an entry, and its file."""

    entry: str
    file: str
    phrasings: tuple[Addition, ...]


class Near(Frozen):
    """An entry that is near to a question, and the confidence that it answers it."""

    entry: str
    score: float


class Unanswered(Frozen):
    """Unanswered questions that are alike; `text` leads, `also` are the others."""

    text: str
    people: int
    near: Near | None
    not_covered: str | None
    also: tuple[str, ...]


class Suggestions(Frozen):
    """What the log suggests. `personal` texts were left out, `answered` ones have an answer now."""

    phrasings: tuple[ForEntry, ...]
    unanswered: tuple[Unanswered, ...]
    personal: int
    answered: int


@click.command("suggest-phrasings")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option(
    "--patch",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the phrasings to add into this file, as a patch for `git apply`.",
)
def suggest_phrasings(as_json: bool, patch: Path | None) -> None:
    """Propose phrasings from the log, and list unanswered questions by likeness."""
    settings = load()
    with reading() as store:
        advisor = load_advisor(settings)
        cases = knowledge.base.load_cases(own=settings.knowledge_path)
        found = suggestions(advisor, store, [case.text for case in cases])
    click.echo(found.model_dump_json() if as_json else shown(found))
    if patch:
        for line in write_patch(advisor, found.phrasings, patch):
            click.echo(line, err=True)


def suggestions(advisor: Advisor, store: Store, cases: Sequence[str] = ()) -> Suggestions:
    """What the log suggests; `cases` are texts that must not become phrasings."""
    clicks = [(Question(c.text, c.person), c.entry) for c in store.clicked()]
    refused = [Question(turn.text, turn.person.id) for turn in store.unanswered(NEWEST)]
    kept = [click for click in clicks if not is_personal(click[0].text)]
    public = [question for question in refused if not is_personal(question.text)]
    entries = advisor.knowledge.entries
    taken = [text for entry in entries.values() for text in (entry.question, *entry.phrasings)]
    proposals = propose(
        kept, {entry.id: entry.phrasings for entry in entries.values()}, [*taken, *cases]
    )
    answers = {q.text: advisor.finder.find(q.text).outcome == "answer" for q in public}
    still = [question for question in public if not answers[question.text]]
    return Suggestions(
        phrasings=tuple(
            ForEntry(
                entry=entry,
                file=advisor.knowledge.files[entry].shown,
                phrasings=tuple(Addition(text=p.text, people=p.people) for p in listed),
            )
            for entry, listed in proposals.items()
        ),
        unanswered=tuple(_unanswered(advisor, found) for found in group(still)),
        personal=len(clicks) - len(kept) + len(refused) - len(public),
        answered=len(count(public)) - len(count(still)),
    )


def _unanswered(advisor: Advisor, found: Group) -> Unanswered:
    texts = [question.text for question in found.questions]
    asked = [advisor.finder.find(text) for text in texts]
    named = next((one.not_covered.name for one in asked if one.not_covered), None)
    first = max((c for one in asked for c in one.candidates[:1]), key=lambda c: c[1], default=None)
    near = None
    if first and first[1] >= NEAR_FROM and named is None:
        near = Near(entry=first[0], score=round(first[1], 3))
    return Unanswered(
        text=texts[0],
        people=len(found.people),
        near=near,
        not_covered=named,
        also=tuple(texts[1:]),
    )


def shown(found: Suggestions) -> str:
    """The suggestions for people to read."""
    lines = ["Phrasings to add (people asked so, and then opened the entry)"]
    for one in found.phrasings:
        lines += ["", f"  {one.entry}  ({one.file})"]
        lines += [f"    {_people(p.people):>10}  {p.text}" for p in one.phrasings]
    lines += [*([] if found.phrasings else ["", "  None."]), "", "Unanswered questions"]
    for asked in found.unanswered:
        about = f"  (not covered: {asked.not_covered})" if asked.not_covered else ""
        about = f"  (near {asked.near.entry}, {asked.near.score:.2f})" if asked.near else about
        lines += ["", f"  {_people(asked.people):>10}  {asked.text}{about}"]
        lines += [f"{'':>12}  {text}" for text in asked.also[:SHOWN]]
        if len(asked.also) > SHOWN:
            lines.append(f"{'':>12}  and {len(asked.also) - SHOWN} more")
    lines += [] if found.unanswered else ["", "  None."]
    notes = {
        "left out, for an address, a link, a mention or a long number in them": found.personal,
        "left out, because they are answered by now": found.answered,
    }
    told = [f"{number} {note}." for note, number in notes.items() if number]
    return "\n".join([*lines, *([""] if told else []), *told])


def write_patch(advisor: Advisor, additions: Sequence[ForEntry], target: Path) -> list[str]:
    """Writes the phrasings to add as a patch, and says where to apply it.

    An operator's own repository gets a file of its own beside the target.

    Raises:
        Refused: if a file cannot be read or written, or its list of phrasings not be understood.
    """
    changes: dict[Path, tuple[str, str]] = {}
    for one in additions:
        path = advisor.knowledge.files[one.entry].path
        try:
            # As bytes, so that the ends of its lines stay what they are.
            before = path.read_bytes().decode()
            after = with_phrasings(before, [phrasing.text for phrasing in one.phrasings])
        except (OSError, CannotEdit) as error:
            raise Refused(f"{one.file}: cannot be changed: {error}") from error
        changes[path] = (before, after)
    found = patching.patches(changes)
    if not found:
        return ["There is nothing to add, and no patch was written."]
    told: list[str] = []
    for root, file in patching.places(target, found).items():
        try:
            write(file, [found[root]])
        except OSError as error:
            raise Refused(f"--patch {file}: cannot be written ({error.strerror})") from error
        command = shlex.join(["git", "-C", str(root), "apply", str(file.resolve())])
        told.append(f"Wrote {file}; apply it with: {command}")
    return told


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
