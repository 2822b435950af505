"""Several people in one poll, each in a thread of their own, as lists of turns."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.conversation import Conversation
from bot.replies import Disagreement, Reply
from bot.store.records import Person, Thread
from tests.bot.talking import Line, button, expect, talk

OWNER = Person(id="web:olga", name="Olga")
ASK = button(do="ask-others")
COMPARE, GO_ON, MAJORITY = button(do="differ"), button(do="agree"), button(do="majority")


@dataclass
class Group:
    """People who talk with the advisor, each in a thread of their own, and what they were told."""

    conversation: Conversation
    told: dict[str, list[Reply]] = field(default_factory=dict)

    def talk(self, person: Person, lines: Sequence[Line], *, place: str = "") -> Reply:
        """Takes a person's turns, in their usual thread or another, and returns the last reply."""
        before = self.told.get(person.id + place, [])
        thread = Thread(id=f"web:{person.id}{place}", surface="web")
        told = talk(self.conversation, lines, person=person, thread=thread, before=before)
        self.told[person.id + place] = told
        return told[-1]

    def open(self, *answers: str, person: Person = OWNER) -> str:
        """Opens a poll after some answers of its owner, and returns its code."""
        self.talk(person, [("start", "step"), *((a, ANY) for a in answers)])
        return self.ask(person)

    def ask(self, person: Person = OWNER) -> str:
        """Asks others, too, and returns the code."""
        reply = self.talk(person, [("poll", "poll")])
        assert reply.kind == "poll"
        return reply.code

    def answer(self, name: str, code: str, *answers: str) -> Person:
        """Somebody joins, answers, and hands in."""
        person = Person(id=f"web:{name.lower()}", name=name)
        self.talk(
            person,
            [(f"join {code}", "step"), *((a, ANY) for a in answers), ("hand in", "handed-in")],
        )
        return person

    def compared(self, person: Person = OWNER) -> Disagreement:
        """The owner looks at the poll, and compares the answers."""
        show: list[Line] = [("poll", "poll"), (button(do="differ"), "disagreement")]
        return expect(Disagreement, self.talk(person, show))


ANY = ""
"""Whatever kind of reply comes."""


def who_said(reply: Disagreement) -> dict[str, dict[str, tuple[str, ...]]]:
    """For each disputed criterion, who said what."""
    return {d.criterion: {one.option: one.by for one in d.said} for d in reply.disputes}


def answers_of(group: Group, person: Person = OWNER) -> dict[str, str]:
    """The answers of the open walk of a person in their usual thread."""
    walk = group.conversation.store.open_walk(f"web:{person.id}", person.id)
    assert walk
    return dict(walk.answers)


def decide(group: Group) -> int:
    """The owner records what is recommended; the number of the decision."""
    reply = group.talk(OWNER, [(button(do="record"), "recorded")])
    assert reply.kind == "recorded"
    return reply.decision
