"""Polls in Slack: everybody answers in a direct message, and the owner's thread hears of it."""

from collections.abc import Iterator

from bot.conversation import Conversation
from bot.replies import Join
from bot.slack.mail import Begin, Dispatch, Place, PostPollCard, PostReply, Whisper
from bot.store.records import Person, Thread

ALONE = "I have opened a thread in your direct messages with me, so that everyone answers alone."
WENT_ON = "Your answers are in our direct messages; I have just shown you there where you are."
NO_DIRECT = "I can't write to you directly. Open a direct message with me and type `join {}` there."


def place_of(thread: Thread | None, team: str) -> Place | None:
    """Where a thread is, if it is in the Slack of that team."""
    surface, *rest = thread.id.split(":") if thread else [""]
    if surface != "slack" or len(rest) != 3 or rest[0] != team:
        return None
    return Place(channel=rest[1], root=rest[2])


def own_place(conversation: Conversation, action: Join, team: str, person: Person) -> Place | None:
    """The thread in the person's direct message in which the person answers already."""
    place = place_of(conversation.polling.thread_in(action.code, person), team)
    return place if place and place.channel.startswith("D") else None


def card(conversation: Conversation, action: Join, team: str, user: str, origin: Place) -> Dispatch:
    """The card of a new thread in the person's direct message, in which to answer alone."""
    poll = conversation.store.poll(action.code)
    owner = poll.owner.name if poll else None
    said = Whisper(place=origin, user=user, text=NO_DIRECT.format(action.code))
    return Dispatch(
        mail=PostPollCard(channel=user, user=user, owner=owner),
        sequel=Begin(team=team, user=user, action=action, origin=origin),
        otherwise=Dispatch(mail=said),
    )


def news(conversation: Conversation, code: str, team: str) -> Iterator[Dispatch]:
    """How a poll stands, for its owner's thread, where that is in Slack."""
    found = conversation.polling.news(code)
    place = place_of(found[0], team) if found else None
    if found and place:
        yield Dispatch(mail=PostReply(place=place, reply=found[1]))
