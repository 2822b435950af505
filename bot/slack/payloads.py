"""What Slack sends, as far as we answer it: posts, commands and clicks, as frozen values."""

from collections.abc import Mapping
from typing import Any, Literal

from bot.slack.text import begins_with_a_mention, incoming, mentions, unescape
from knowledge.content import Frozen

Payload = Mapping[str, Any]

TEXT_SUBTYPES = frozenset({None, "file_share", "thread_broadcast"})
"""Subtypes of messages that people typed; the others are edits, deletions, joins, bots …"""

CHANNEL_TYPES = frozenset({"channel", "group", "mpim"})


class Identity(Frozen):
    """Who we are in Slack."""

    team: str
    user: str


class Post(Frozen):
    """Something that a person wrote. `root` is the post that its thread hangs from.

    "overheard" is what is said in a channel without mentioning us.
    """

    do: Literal["post"] = "post"
    kind: Literal["direct", "mention", "overheard"]
    team: str
    channel: str
    user: str
    ts: str
    root: str
    text: str
    event: str | None

    @property
    def keys(self) -> list[str]:
        """What the post is known by: a mention arrives twice, under two event ids."""
        message = f"message:{self.team}:{self.channel}:{self.ts}"
        return [f"event:{self.event}", message] if self.event else [message]


class Command(Frozen):
    """A slash command."""

    do: Literal["command"] = "command"
    team: str
    channel: str
    user: str
    text: str
    trigger: str | None

    @property
    def keys(self) -> list[str]:
        """What the command is known by, if by anything: Slack does not send one again."""
        return [f"trigger:{self.trigger}"] if self.trigger else []


class Click(Frozen):
    """A pressed button. `root` is None in a message that no thread can hang from."""

    do: Literal["click"] = "click"
    team: str
    channel: str
    user: str
    ts: str
    root: str | None
    value: str
    label: str
    trigger: str | None
    at: str
    text: str
    blocks: tuple[dict[str, Any], ...]
    is_ephemeral: bool

    @property
    def keys(self) -> list[str]:
        """What the click is known by. A second click on the same button is another one."""
        click = f"click:{self.team}:{self.channel}:{self.ts}:{self.user}:{self.at}"
        return [f"trigger:{self.trigger}", click] if self.trigger else [click]


def trace(body: Payload) -> str | None:
    """The one id from event to reply, where Slack gives a payload one."""
    if isinstance(event := body.get("event_id"), str):
        return f"event:{event}"
    return f"trigger:{found}" if isinstance(found := body.get("trigger_id"), str) else None


def post(body: Payload, me: Identity) -> Post | None:
    """A post out of an `app_mention` or `message` event; None if nobody asked us anything."""
    event = body["event"]
    user, text = event.get("user"), event.get("text") or ""
    channel, ts = event.get("channel"), event.get("ts")
    if event.get("subtype") not in TEXT_SUBTYPES or event.get("bot_id") or user in (None, me.user):
        return None
    if not (isinstance(channel, str) and isinstance(ts, str) and isinstance(text, str)):
        return None
    kind = _kind(event, text, me)
    if kind is None or not text.strip():
        return None
    return Post(
        kind=kind,
        team=str(body.get("team_id") or me.team),
        channel=channel,
        user=str(user),
        ts=ts,
        root=str(event.get("thread_ts") or ts),
        text=incoming(text, me.user) or "help",
        event=body.get("event_id"),
    )


def command(body: Payload, me: Identity) -> Command:
    """A command out of its form."""
    return Command(
        team=str(body.get("team_id") or me.team),
        channel=str(body.get("channel_id", "")),
        user=str(body.get("user_id", "")),
        text=incoming(str(body.get("text", "")), me.user),
        trigger=body.get("trigger_id"),
    )


def click(body: Payload, me: Identity) -> Click | None:
    """A click on a button of a message; None for whatever else can be clicked."""
    action = (body.get("actions") or [{}])[0]
    container, message = body.get("container") or {}, body.get("message") or {}
    channel = (body.get("channel") or {}).get("id") or container.get("channel_id")
    ts = container.get("message_ts") or message.get("ts")
    user = (body.get("user") or {}).get("id")
    if action.get("type", "button") != "button" or not (channel and ts and user):
        return None
    is_ephemeral = bool(container.get("is_ephemeral"))
    thread = message.get("thread_ts") or container.get("thread_ts")
    return Click(
        team=str((body.get("team") or {}).get("id") or body["user"].get("team_id") or me.team),
        channel=channel,
        user=user,
        ts=ts,
        root=thread or (None if is_ephemeral else ts),
        value=str(action.get("value", "")),
        label=unescape(str((action.get("text") or {}).get("text", ""))),
        trigger=body.get("trigger_id"),
        at=str(action.get("action_ts", "")),
        text=str(message.get("text", "")),
        blocks=tuple(message.get("blocks") or ()),
        is_ephemeral=is_ephemeral,
    )


def _kind(
    event: Payload, text: str, me: Identity
) -> Literal["direct", "mention", "overheard"] | None:
    if event["type"] == "app_mention":
        return "mention"
    if event.get("channel_type") == "im":
        return "direct"
    # A message that mentions us arrives as a mention, too.
    is_ours = me.user in mentions(text)
    if event.get("channel_type") not in CHANNEL_TYPES or "thread_ts" not in event or is_ours:
        return None
    return None if begins_with_a_mention(text) else "overheard"
