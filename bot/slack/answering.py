"""Answering: what was taken from Slack goes through the conversation, and becomes mail."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from pydantic import ValidationError

from bot import picturing
from bot.conversation import Conversation, command
from bot.deciding import Overtaken
from bot.labels import label
from bot.polling import typed_join
from bot.replies import (
    ACTION,
    Action,
    Choose,
    Gather,
    HandedIn,
    HandIn,
    Join,
    Move,
    Notice,
    Recommendation,
    Record,
    Reply,
    Start,
)
from bot.slack import polls
from bot.slack.mail import (
    Begin,
    Close,
    Dispatch,
    Place,
    PostCard,
    PostPicture,
    PostReply,
    Taken,
    Whisper,
)
from bot.slack.payloads import Click, Command, Post
from bot.slack.pictures import is_new
from bot.store.records import Person, Thread

T = TypeVar("T")
Name = Callable[[str, str], str | None]

OLD_BUTTON = "That button is from an older version of mine that I can't read. Please ask again."


@dataclass(frozen=True)
class Answering:
    """Answers what was taken. `name` tells what a person of a team is called, if it is known.

    Runs on the store's thread, inside the transaction that takes the item out of the inbox.
    """

    conversation: Conversation
    name: Name

    def answer(self, taken: Taken) -> Iterator[Dispatch]:
        """What is to be sent, in order."""
        match taken:
            case Post():
                yield from self._post(taken)
            case Command():
                action = command(self.conversation.advisor, taken.text) if taken.text else Start()
                question = None if action == Start() else taken.text
                yield from self._begin(taken, action, question)
            case Click():
                yield from self._click(taken)
            case Begin(place=None):
                assert isinstance(taken.action, Join), "only a poll begins without a place"
                origin = taken.origin or Place(channel=taken.user)
                yield polls.card(self.conversation, taken.action, taken.team, taken.user, origin)
            case Begin(place=Place() as place):
                yield from self._begun(taken, place)

    def _post(self, post: Post) -> Iterator[Dispatch]:
        place = Place(channel=post.channel, root=post.root)
        joining = typed_join(post.text)
        if joining and post.kind != "direct":
            yield from self._join(post.team, post.user, joining, place)
            return
        reply = self._say(post.team, post.user, place, post.text)
        yield from self._replied(post.team, place, reply)

    def _click(self, click: Click) -> Iterator[Dispatch]:
        place = Place(channel=click.channel, root=click.root)
        try:
            action = ACTION.validate_json(click.value)
        except ValidationError:
            yield Dispatch(mail=Whisper(place=place, user=click.user, text=OLD_BUTTON))
            return
        if isinstance(action, Join) and not self._is_there(click, action):
            yield from self._join(click.team, click.user, action, place)
            return
        if click.root is None:
            # A message that only one person sees has no thread: open one.
            question = None if action == Start() else label(self.conversation.advisor, action)
            yield from self._begin(click, action, question)
            return
        moves = self._moves(click, action)
        reply = self._press(click.team, click.user, place, action)
        if isinstance(reply, Notice):
            yield Dispatch(mail=Whisper(place=place, user=click.user, text=reply.text))
            return
        first, *rest = self._replied(click.team, place, reply)
        yield first
        if moves(reply) and not click.is_ephemeral:
            yield Dispatch(
                mail=Close(
                    channel=click.channel,
                    ts=click.ts,
                    text=click.text,
                    blocks=click.blocks,
                    label=click.label,
                )
            )
        yield from rest

    def _begin(
        self, taken: Command | Click, action: Action | None, question: str | None
    ) -> Iterator[Dispatch]:
        """A card to answer under; in the direct message where the channel takes none."""
        if isinstance(action, Join):
            place = Place(channel=taken.channel)
            yield from self._join(taken.team, taken.user, action, place)
            return
        begin = Begin(team=taken.team, user=taken.user, question=question, action=action)
        card = PostCard(channel=taken.channel, user=taken.user, question=question)
        elsewhere = card.model_copy(update={"channel": taken.user, "instead_of": taken.channel})
        yield Dispatch(mail=card, sequel=begin, otherwise=Dispatch(mail=elsewhere, sequel=begin))

    def _begun(self, begin: Begin, place: Place) -> Iterator[Dispatch]:
        reply = (
            self._say(begin.team, begin.user, place, begin.question or "")
            if begin.action is None
            else self._press(begin.team, begin.user, place, begin.action)
        )
        yield from self._replied(begin.team, place, reply)
        if begin.origin is not None:
            said = Whisper(place=begin.origin, user=begin.user, text=polls.ALONE)
            yield Dispatch(mail=said)

    def _join(self, team: str, user: str, action: Join, origin: Place) -> Iterator[Dispatch]:
        """Lets somebody answer alone, in a thread of their direct message with us."""
        refused = self.conversation.polling.refused(action.code)
        if refused:
            yield Dispatch(mail=Whisper(place=origin, user=user, text=refused.text))
            return
        anew = polls.card(self.conversation, action, team, user, origin)
        known = polls.own_place(self.conversation, action, team, self._person(team, user))
        if known is None:
            yield anew
            return
        first, *rest = self._replied(team, known, self._press(team, user, known, action))
        # Where the thread is gone, the answers move to a new one.
        yield replace(first, otherwise=anew)
        yield from rest
        yield Dispatch(mail=Whisper(place=origin, user=user, text=polls.WENT_ON))

    def _is_there(self, click: Click, action: Join) -> bool:
        """Whether a person answers alone in this very thread already."""
        person = Person(id=person_id(click.team, click.user))
        place = Place(channel=click.channel, root=click.root)
        own = self.conversation.polling.thread_in(action.code, person)
        return own == thread_of(click.team, place)

    def _moves(self, click: Click, action: Action) -> Callable[[Reply], bool]:
        """Whether a click moves something on, given the reply to it: asked before it is pressed."""
        if isinstance(action, Gather):
            # A button of a poll counts where it is what closed the poll.
            polling, code = self.conversation.polling, action.code
            was_open = not polling.refused(code)
            return lambda _: was_open and bool(polling.refused(code))
        if not isinstance(action, Choose | Move | Record | HandIn):
            return lambda _: False
        walk = self.conversation.store.walk(action.walk)
        is_current = (
            walk is not None
            and (walk.person, walk.status) == (person_id(click.team, click.user), "open")
            and walk.revision == action.revision
        )
        # A click does not count under rules that have changed, nor where a notice says so.
        return lambda reply: (
            is_current and reply.kind != "rules-changed" and not getattr(reply, "notice", None)
        )

    def _replied(self, team: str, place: Place, reply: Reply) -> Iterator[Dispatch]:
        """A reply; the picture of a recommendation unless the thread has the very same; the news
        of a poll for its owner.
        """
        yield Dispatch(mail=PostReply(place=place, reply=reply))
        if isinstance(reply, HandedIn):
            yield from polls.news(self.conversation, reply.code, team)
        shown = picturing.of(reply) if isinstance(reply, Recommendation) else None
        if shown and is_new(self.conversation.store, thread_of(team, place), shown):
            yield Dispatch(mail=PostPicture(place=place, shown=shown))

    def _say(self, team: str, user: str, place: Place, text: str) -> Reply:
        who, thread = self._person(team, user), thread_of(team, place)
        return _again(lambda: self.conversation.say(thread, who, text))

    def _press(self, team: str, user: str, place: Place, action: Action) -> Reply:
        who, thread = self._person(team, user), thread_of(team, place)
        return _again(lambda: self.conversation.press(thread, who, action))

    def _person(self, team: str, user: str) -> Person:
        return Person(id=person_id(team, user), name=self.name(team, user))


def thread_of(team: str, place: Place) -> Thread:
    """The thread at a place."""
    return Thread(id=f"slack:{team}:{place.channel}:{place.root}", surface="slack")


def person_id(team: str, user: str) -> str:
    """The id of a person, over all surfaces."""
    return f"slack:{team}:{user}"


def _again(talk: Callable[[], T]) -> T:
    try:
        return talk()
    except Overtaken:
        # Another process answered in the same walkthrough; now it stands still.
        return talk()
