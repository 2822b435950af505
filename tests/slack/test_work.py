"""The work on the inbox: all that was read is answered, and who waits for us goes first."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest

from bot.app import utc_now
from bot.conversation import Conversation
from bot.running import Worker
from bot.settings import Settings
from bot.slack import work
from bot.slack.answering import Answering
from bot.slack.client import brief_client, open_session
from bot.slack.mail import TAKEN
from bot.slack.names import Names
from bot.slack.payloads import Post
from bot.slack.work import Sent, Work
from bot.standing import Standing
from bot.store.inbox import Arrival
from tests.slack_support import ALICE, DIRECT, TEAM


def arrival(number: int) -> Arrival:
    ts = f"170000000{number}.000100"
    post = Post(
        kind="direct",
        team=TEAM,
        channel=DIRECT,
        user=ALICE,
        ts=ts,
        root=ts,
        text="help",
        event=f"Ev{number}",
    )
    body = TAKEN.dump_json(post).decode()
    return Arrival(keys=tuple(post.keys), lane=ts, trace=post.keys[0], body=body)


async def step(
    conversation: Conversation,
    settings: Settings,
    accepted: Callable[[], Awaitable[None]],
    arrivals: Sequence[Arrival],
) -> list[Sent]:
    """What one step sends of what arrived."""
    sent, worker = list[Sent](), Worker()
    await worker.run(conversation.store.accept, arrivals, utc_now())
    async with open_session() as session:
        standing = Standing(settings.mode)
        client = brief_client(settings, session, metrics=conversation.metrics, standing=standing)
        names = Names(client)
        at_work = Work(
            store=conversation.store,
            run=worker.run,
            clock=utc_now,
            answering=Answering(conversation=conversation, name=names.name),
            names=names,
            owner="us",
            send=sent.extend,
            accepted=accepted,
        )
        assert await at_work.step()
    worker.close()
    return sent


async def test_what_was_read_is_answered_in_as_many_transactions_as_it_takes(
    conversation: Conversation, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "BATCH_SECONDS", 0.0)
    transactions = []

    async def accepted() -> None:
        transactions.append(conversation.store.inbox_depth().waiting)

    sent = await step(conversation, settings, accepted, [arrival(n) for n in range(3)])
    assert [letter.trace for letter, _ in sent] == [f"event:Ev{n}" for n in range(3)]
    # Before each of them, those go first who wait for their acknowledgement.
    assert transactions == [3, 2, 1]


async def test_answers_do_not_wait_for_ever_while_more_and_more_arrives(
    conversation: Conversation, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "GIVE_WAY_SECONDS", 0.01)

    async def never() -> None:
        await asyncio.Event().wait()

    assert len(await step(conversation, settings, never, [arrival(1)])) == 1
