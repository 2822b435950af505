"""Conversations as lists of turns: what is said or pressed, and the one reply that must come."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from bot import plain
from bot.advisor import Advisor
from bot.conversation import COMMANDS, Conversation
from bot.replies import ACTION, REPLY, Action, Reply
from bot.store.records import Person, Thread

ANN = Person(id="web:ann", name="Ann")
BEN = Person(id="web:ben", name="Ben")
NAMELESS = Person(id="web:nameless")
THREAD = Thread(id="web:1", surface="web")

Press = Callable[[Sequence[Reply]], Action]
# A check knows which kind of reply it looks at: the kind beside it is asserted first.
Check = Callable[[Any], object]
Line = tuple[str | Press, str] | tuple[str | Press, str, Check]
Kind = TypeVar("Kind", bound=Reply)


def talk(
    conversation: Conversation,
    lines: Sequence[Line],
    *,
    person: Person = ANN,
    thread: Thread = THREAD,
    before: Sequence[Reply] = (),
) -> list[Reply]:
    """Takes the turns one after the other and returns the replies, those from before included.

    Every turn must give exactly one reply, of the kind that is expected ("" for any), and be on
    record with it.
    """
    replies = list(before)
    for number, (given, kind, *checks) in enumerate(lines):
        recorded = len(conversation.store.turns(thread.id))
        if isinstance(given, str):
            reply = conversation.say(thread, person, given)
        else:
            # Through JSON and back, as a button's value travels.
            action = ACTION.validate_json(ACTION.dump_json(given(replies)))
            reply = conversation.press(thread, person, action)
        turns = conversation.store.turns(thread.id)
        shown = f"turn {number}, {given if isinstance(given, str) else 'pressed'!r:.80}"
        assert kind in ("", reply.kind), f"{shown}: expected {kind}, got {reply!r}"
        assert len(turns) == recorded + 1, f"{shown}: expected one turn more on record"
        assert turns[-1].outcome == reply.kind, shown
        assert REPLY.validate_json(turns[-1].reply) == reply, shown
        for check in checks:
            assert check(reply), f"{shown}: {reply!r}"
        replies.append(reply)
    return replies


def button(turn: int = -1, **wanted: object) -> Press:
    """Presses the first button, of the last reply or another, whose action has these values."""

    def press(replies: Sequence[Reply]) -> Action:
        offered = [found.action for found in plain.buttons(replies[turn])]
        for action in offered:
            values = action.model_dump()
            if all(name in values and values[name] == value for name, value in wanted.items()):
                return action
        raise AssertionError(f"no button with {wanted} among {offered}")

    return press


def expect(kind: type[Kind], reply: Reply) -> Kind:
    """The reply, which must be of that kind."""
    assert isinstance(reply, kind), reply
    return reply


TO_THE_RESULT: list[Line] = [
    ("start", "step", lambda r: r.criterion == "team"),
    (button(do="choose", option="django"), "step", lambda r: r.criterion == "speed"),
    (button(do="choose", option="normal"), "recommendation", lambda r: r.settled),
]
"""Django and normal speed: DRF, settled before the size is asked."""


def to_the_reason(framework: str) -> list[Line]:
    """On to the prompt for the reason why it is another framework than DRF."""
    return [
        *TO_THE_RESULT,
        (button(do="record", framework=None), "others"),
        (button(do="record", framework=framework), "prompt"),
    ]


def known_question(advisor: Advisor) -> str:
    """A question that is answered without doubt: an entry's own."""
    return next(
        entry.question
        for entry in advisor.knowledge.entries.values()
        if advisor.finder.find(entry.question).entry == entry.id
        and not advisor.finder.sides(entry.question)
    )


def vague_question(advisor: Advisor) -> str:
    """A question for which entries are only suggested: a few words of an entry's own."""
    for entry in advisor.knowledge.entries.values():
        for text in (entry.question, *entry.phrasings):
            split = text.split()
            for size in range(1, len(split)):
                part = " ".join(split[:size])
                found = advisor.finder.find(part)
                if found.outcome != "suggest" or part.lower() in COMMANDS:
                    continue
                if not advisor.finder.sides(part):
                    return part
    raise AssertionError("no question is vague")
