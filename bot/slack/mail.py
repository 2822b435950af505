"""What lies in the inbox and the outbox of Slack, as frozen models that travel as JSON."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, SerializeAsAny, TypeAdapter

from bot.picturing import Picture
from bot.replies import Action, Reply
from bot.slack.payloads import Click, Command, Post
from knowledge.content import Frozen


class Place(Frozen):
    """Where to post: a channel, and the post that a thread hangs from, if any."""

    channel: str
    root: str | None = None


class Begin(Frozen):
    """Answer in the thread of a card that was posted: a question, or a pressed button.

    Who was sent into a direct message is told so at the place of `origin`.
    """

    do: Literal["begin"] = "begin"
    team: str
    user: str
    question: str | None = None
    action: Action | None = None
    place: Place | None = None
    origin: Place | None = None


class PostReply(Frozen):
    """Post a reply."""

    do: Literal["reply"] = "reply"
    place: Place
    # Written as what it is: to look first which of the union it is would be to write it twice.
    reply: SerializeAsAny[Reply]


class PostPicture(Frozen):
    """Upload the picture of a recommendation."""

    do: Literal["picture"] = "picture"
    place: Place
    shown: Picture


class PostCard(Frozen):
    """Post the card that a thread hangs from.

    `instead_of` is the channel that took none, where it goes to the person's direct message.
    """

    do: Literal["card"] = "card"
    channel: str
    user: str
    question: str | None
    instead_of: str | None = None


class PostPollCard(Frozen):
    """Post the card above the thread in which somebody answers alone in the poll of `owner`."""

    do: Literal["poll-card"] = "poll-card"
    channel: str
    user: str
    owner: str | None


class Whisper(Frozen):
    """Show a line to one person only."""

    do: Literal["whisper"] = "whisper"
    place: Place
    user: str
    text: str


class Close(Frozen):
    """Take the buttons off a message, and say what was chosen."""

    do: Literal["close"] = "close"
    channel: str
    ts: str
    text: str
    blocks: tuple[dict[str, Any], ...]
    label: str


Taken = Annotated[Post | Command | Click | Begin, Field(discriminator="do")]
TAKEN: TypeAdapter[Taken] = TypeAdapter(Taken)
"""What is to be answered."""

Mail = Annotated[
    PostReply | PostPicture | PostCard | PostPollCard | Whisper | Close,
    Field(discriminator="do"),
]
MAIL: TypeAdapter[Mail] = TypeAdapter(SerializeAsAny[Mail])
"""What is to be sent."""


POSTS = (PostReply, PostPicture, PostCard, PostPollCard)
"""Mail that makes a post which everyone in the channel sees."""

EXTRAS = (PostPicture, Whisper, Close)
"""Mail that a reply can do without, where Slack refuses it."""


@dataclass(frozen=True, slots=True)
class Dispatch:
    """Mail, what is to be done once it is posted, and what to send where Slack refuses it."""

    mail: Mail
    sequel: Begin | None = None
    otherwise: "Dispatch | None" = None


def channel_of(mail: Mail) -> str:
    """The channel that mail goes to, or the person to whose direct message."""
    match mail:
        case PostReply(place=place) | PostPicture(place=place) | Whisper(place=place):
            return place.channel
        case PostCard() | PostPollCard() | Close():
            return mail.channel
