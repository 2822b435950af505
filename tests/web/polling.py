"""A decision that several people answered for."""

from collections.abc import Mapping
from typing import Literal

from bot.conversation import Conversation
from bot.replies import (
    AskOthers,
    Choose,
    Disagreement,
    Gather,
    HandIn,
    Join,
    PollOpen,
    Recommendation,
    Record,
    Recorded,
    Reply,
    Start,
)
from bot.store.records import Person, Thread
from rules.models import UNKNOWN

Given = Mapping[str, str]


def answer(
    conversation: Conversation, place: Thread, person: Person, reply: Reply, answers: Given
) -> Recommendation | PollOpen:
    """Answers questions until there is none; what `answers` leaves out with "don't know"."""
    while reply.kind == "step":
        option = answers.get(reply.criterion, UNKNOWN)
        choice = Choose(
            walk=reply.walk, revision=reply.revision, criterion=reply.criterion, option=option
        )
        reply = conversation.press(place, person, choice)
    assert isinstance(reply, Recommendation | PollOpen), reply
    return reply


def take_part(conversation: Conversation, name: str, code: str, answers: Given) -> None:
    """Somebody joins a poll, answers, and hands in."""
    place, person = Thread(id=f"web:{name}", surface="web"), Person(id=f"web:{name}", name=name)
    step = conversation.press(place, person, Join(code=code))
    result = answer(conversation, place, person, step, answers)
    assert isinstance(result, Recommendation), result
    hand_in = HandIn(walk=result.walk, revision=result.revision)
    assert conversation.press(place, person, hand_in).kind == "handed-in"


def decide_together(
    conversation: Conversation,
    name: str,
    answers: Given,
    others: Mapping[str, Given],
    *,
    do: Literal["agree", "call-off"] = "agree",
) -> int:
    """Records what is recommended on what somebody and others agree on, or, where the poll is
    called off, on the answers of that one alone; the decision's number.
    """
    place, person = Thread(id=f"web:{name}", surface="web"), Person(id=f"web:{name}", name=name)
    step = conversation.press(place, person, Start())
    result = answer(conversation, place, person, step, answers)
    assert isinstance(result, Recommendation), result
    asking = AskOthers(walk=result.walk, revision=result.revision)
    poll = conversation.press(place, person, asking)
    assert isinstance(poll, PollOpen), poll
    for other, said in others.items():
        take_part(conversation, other, poll.code, said)
    compared = conversation.press(place, person, Gather(do="differ", code=poll.code))
    assert isinstance(compared, Disagreement), compared
    going_on = Gather(do=do, code=poll.code, seen=compared.seen)
    step = conversation.press(place, person, going_on)
    result = answer(conversation, place, person, step, answers)
    assert isinstance(result, Recommendation), result
    record = Record(
        walk=result.walk, revision=result.revision, framework=result.ranking[0].framework
    )
    recorded = conversation.press(place, person, record)
    assert isinstance(recorded, Recorded), recorded
    return recorded.decision
