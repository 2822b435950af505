"""From questions of the log to what authors can use: phrasings to add, and groups of alike ones."""

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from knowledge.aspects import ASKING
from knowledge.text import stem, words

ALIKE = 85
"""The likeness, of 100, from which on two questions are of one group."""

NEAR_IN_SIZE = 0.5
"""How many of the longer question's words the shorter one must have at least: by its words alone,
a question of one word is like every other one that has it."""

MOST = 30
"""How many phrasings an entry has at most."""

LONGEST = 200
"""Characters of a phrasing."""


class Question(NamedTuple):
    """What a person asked."""

    text: str
    person: str


class Counted(NamedTuple):
    """A question with the people who asked it, however they wrote it."""

    text: str
    people: frozenset[str]


class Group(NamedTuple):
    """Questions that are alike, those of most people first; `people` asked any of them."""

    questions: tuple[Counted, ...]
    people: frozenset[str]


class Proposal(NamedTuple):
    """A phrasing to add, and how many people asked so."""

    text: str
    people: int


def one_line(text: str) -> str:
    """A text as it can stand in a file: on one line, without what cannot be seen."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def count(questions: Iterable[Question]) -> list[Counted]:
    """The questions, each once, with the people who asked it; those of most people first.

    Questions of the same words are one, and stand as most people wrote them. A text without a
    word is none.
    """
    written: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for question in questions:
        folded = fold(question.text)
        if folded:
            written[folded][one_line(question.text)].add(question.person)
    counted = [
        Counted(
            min(ways, key=lambda text: (-len(ways[text]), len(text), text)),
            frozenset(itertools.chain.from_iterable(ways.values())),
        )
        for ways in written.values()
    ]
    return sorted(counted, key=_rank)


def group(questions: Iterable[Question]) -> list[Group]:
    """Groups of questions that are alike, ranked by how many different people asked them.

    Each question joins the group whose leading question it is most like. The order in which the
    questions come makes no difference.
    """
    leaders: list[str] = []
    members: list[list[Counted]] = []
    for counted in count(questions):
        gist = _gist(counted.text)
        at = _most_alike(gist, leaders)
        if at is None:
            leaders.append(gist)
            members.append([counted])
        else:
            members[at].append(counted)
    groups = [
        Group(tuple(alike), frozenset(itertools.chain.from_iterable(c.people for c in alike)))
        for alike in members
    ]
    return sorted(groups, key=lambda g: (-len(g.people), -len(g.questions), g.questions[0].text))


def propose(
    chosen: Iterable[tuple[Question, str]],
    phrasings: Mapping[str, Sequence[str]],
    taken: Collection[str],
) -> dict[str, list[Proposal]]:
    """Phrasings to add to entries, by id, those that most people used first.

    `chosen` are questions with the entry that the person took to be meant; `phrasings` those that
    each entry has; `taken` are texts that no entry may get. Where people took a question to mean
    different entries, most of them decide, and nobody where these are as many.
    """
    folded = {fold(text) for text in taken}
    meant: dict[str, list[tuple[Question, str]]] = defaultdict(list)
    for question, entry in chosen:
        key = fold(question.text)
        fits = len(one_line(question.text)) <= LONGEST
        if entry in phrasings and key and key not in folded and fits:
            meant[key].append((question, entry))
    proposals: dict[str, list[Proposal]] = defaultdict(list)
    for votes in meant.values():
        people: dict[str, set[str]] = defaultdict(set)
        for question, entry in votes:
            people[entry].add(question.person)
        first, *others = sorted(people, key=lambda entry: (-len(people[entry]), entry))
        if not others or len(people[first]) > len(people[others[0]]):
            [counted] = count(question for question, entry in votes if entry == first)
            proposals[first].append(Proposal(counted.text, len(counted.people)))
    return {
        entry: sorted(found, key=lambda p: (-p.people, p.text))[: MOST - len(phrasings[entry])]
        for entry, found in sorted(proposals.items())
        if len(phrasings[entry]) < MOST
    }


def fold(text: str) -> str:
    """What makes two texts the same question: their words, without case and marks."""
    return " ".join(words(text))


def _rank(counted: Counted) -> tuple[int, str]:
    return -len(counted.people), counted.text


def _gist(text: str) -> str:
    """The stems of the words that say something; all of them where none does.

    Words that only put a question would make any two long questions alike.
    """
    found = words(text)
    return " ".join(map(stem, [word for word in found if word not in ASKING] or found))


def _most_alike(gist: str, leaders: Sequence[str]) -> int | None:
    size = len(set(gist.split()))
    found = process.extract(
        gist, leaders, scorer=fuzz.token_set_ratio, score_cutoff=ALIKE, limit=None
    )
    for leader, _, at in found:
        sizes = sorted((size, len(set(leader.split()))))
        if sizes[0] >= NEAR_IN_SIZE * sizes[1]:
            return at
    return None
