"""A decision, made through the conversation as anybody would make it."""

from collections.abc import Mapping

from bot.conversation import Conversation
from bot.replies import Choose, Record, Recorded, Start
from bot.store.records import Person, Surface, Thread
from knowledge.ids import FrameworkId
from rules.models import UNKNOWN


def decide(
    conversation: Conversation,
    name: str,
    *,
    thread: str,
    surface: Surface = "web",
    answers: Mapping[str, str] | None = None,
    chosen: FrameworkId | None = None,
    reason: str = "The team knows it.",
) -> int:
    """Walks through the rules and records the decision, whose number is returned.

    A question that `answers` leaves out is answered "don't know". `chosen` is recorded, for the
    `reason`, in place of what is recommended.
    """
    place, person = Thread(id=thread, surface=surface), Person(id=f"{surface}:{name}", name=name)
    reply = conversation.press(place, person, Start())
    while reply.kind == "step":
        option = (answers or {}).get(reply.criterion, UNKNOWN)
        answer = Choose(
            walk=reply.walk, revision=reply.revision, criterion=reply.criterion, option=option
        )
        reply = conversation.press(place, person, answer)
    assert reply.kind == "recommendation", reply
    framework = chosen or reply.ranking[0].framework
    record = Record(walk=reply.walk, revision=reply.revision, framework=framework)
    recorded = conversation.press(place, person, record)
    if recorded.kind == "prompt":
        recorded = conversation.say(place, person, reason)
    assert isinstance(recorded, Recorded), recorded
    return recorded.decision
