"""What is said in Slack, and waiting for what comes of it."""

from tests.slack_support import ALICE, BOT, CHANNEL, Bench, Body, Call, eventually, message

QUESTION = "drf vs fastapi"
TS = "1700000000.000100"


def mention(text: str = f"<@{BOT}> {QUESTION}", **changes: object) -> Body:
    """A mention in a channel."""
    told = {"type": "app_mention", "channel": CHANNEL, "user": ALICE, "text": text, "ts": TS}
    return {**told, **changes}


def overheard(text: str, thread: str, user: str = ALICE, **changes: object) -> Body:
    """What is said in a thread of a channel."""
    told = message(text, user=user, ts="1700000009.000100", channel=CHANNEL)
    return {**told, "channel_type": "channel", "thread_ts": thread, **changes}


async def settled(bench: Bench) -> list[Call]:
    """What was posted once a later question has its answer: by then earlier work is done."""
    marker = f"17{len(bench.fake.calls):08}.999999"
    assert await bench.event(message("help", ts=marker)) == 200
    await eventually(lambda: any(p.body.get("thread_ts") == marker for p in bench.fake.posts))
    return [post for post in bench.fake.posts if post.body.get("thread_ts") != marker]


async def walk_into(bench: Bench) -> tuple[Call, Call]:
    """Starts the walkthrough in the channel: the card and the first step."""
    await bench.command()
    return await bench.posted(1), await bench.posted(2)
