"""The parts of the server put together by hand, so that each can be called by itself."""

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import ParamSpec, TypeVar

from benchmarks.faults.slack import BOT, TEAM
from bot.advisor import Advisor
from bot.app import load_advisor, utc_now
from bot.conversation import Conversation
from bot.metrics import Metrics
from bot.settings import Settings
from bot.slack.answering import Answering
from bot.slack.client import brief_client, open_session
from bot.slack.desk import Desk
from bot.slack.mail import Mail
from bot.slack.names import Names
from bot.slack.payloads import Identity
from bot.slack.sending import Sending
from bot.slack.tasks import Tasks
from bot.slack.work import Work
from bot.standing import Standing
from bot.store.inbox import Arrival
from bot.store.outbox import Letter
from bot.store.store import Store

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Workshop:
    """The parts. What the desk takes is `arrived`, what is to be posted `sent`, and no further."""

    advisor: Advisor
    store: Store
    desk: Desk
    work: Work
    sending: Sending
    arrived: list[Arrival]
    sent: list[tuple[Letter, Mail]]


@contextlib.asynccontextmanager
async def workshop(slack: str, log: Path) -> AsyncIterator[Workshop]:
    """The parts on a log of their own; `slack` is the address of its Web API."""
    settings = Settings.model_validate(
        {"slack_bot_token": "xoxb-benchmark", "slack_api_url": slack}
    )
    advisor = load_advisor(settings)
    # Fitted here: it is no part of what an event costs.
    _ = advisor.finder
    arrived, sent = list[Arrival](), list[tuple[Letter, Mail]]()

    async def accept(arrival: Arrival) -> bool:
        arrived.append(arrival)
        return True

    async with open_session() as session:
        client = brief_client(
            settings, session, metrics=Metrics(), standing=Standing(settings.mode)
        )
        with Store.open(log) as store:
            conversation = Conversation(advisor=advisor, store=store, clock=utc_now)
            names = Names(client)
            yield Workshop(
                advisor=advisor,
                store=store,
                desk=Desk(
                    me=Identity(team=TEAM, user=BOT),
                    client=client,
                    conversation=conversation,
                    run=_at_once,
                    accept=accept,
                    tasks=Tasks(),
                ),
                work=Work(
                    store=store,
                    run=_at_once,
                    clock=utc_now,
                    answering=Answering(conversation=conversation, name=names.name),
                    names=names,
                    owner="workshop",
                    send=sent.extend,
                ),
                sending=Sending(client=client, draw=_at_once),
                arrived=arrived,
                sent=sent,
            )


async def _at_once(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs a function on this very thread."""
    return function(*args, **kwargs)
