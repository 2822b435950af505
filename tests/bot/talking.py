"""Conversations as lists of turns: what is said or pressed, and the one reply that must come."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from bot import plain
from bot.conversation import Conversation
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

    Every turn must give exactly one reply, of the kind that is expected, and be on record with it.
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
        assert reply.kind == kind, f"{shown}: expected {kind}, got {reply!r}"
        assert len(turns) == recorded + 1, f"{shown}: expected one turn more on record"
        assert turns[-1].outcome == kind, shown
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
