"""The composition root: the one place where the parts meet."""

import datetime
from typing import Any

from sanic import Sanic

import knowledge.base
import rules.loading
from bot import slack, web
from bot.advisor import Advisor
from bot.conversation import Conversation
from bot.remembering import in_folder
from bot.running import Worker
from bot.settings import Settings
from bot.store.store import Store
from knowledge.asking import Finder
from knowledge.logistic import at_once

WALKTHROUGH = "choose-a-framework"

CLAIMS_KEPT = datetime.timedelta(days=7)
"""How long an answered event is remembered; Slack sends one again for minutes only."""

REQUEST_LIMIT = 1_000_000
"""Bytes of a request's body; Slack sends less."""


def utc_now() -> datetime.datetime:
    """The time now, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def load_advisor(settings: Settings | None = None) -> Advisor:
    """The advisor with all content, checked. Without settings it has our own content only, and
    keeps nothing of what it computes.

    Raises:
        ContentError: naming every problem of every file.
    """
    own = settings.knowledge_path if settings else ()
    remember = in_folder(settings.cache_path) if settings else at_once
    base = knowledge.base.load(own=own)
    walkthroughs = rules.loading.load(entry_ids=base.entries.keys())
    cases = knowledge.base.load_cases(own=own)
    tuning = [case for case in cases if not case.held_back]
    finder = Finder(base, tuning, remember)
    return Advisor(knowledge=base, finder=finder, walkthrough=walkthroughs[WALKTHROUGH])


def create_app(
    settings: Settings, *, store: Store | None = None, name: str = "advisor"
) -> Sanic[Any, Any]:
    """The server with everything on it, ready to run. Sanic wants a name for each in a process.

    `store` is the log where it is open already; the server closes it when it stops.

    Raises:
        ContentError: if the content cannot be used.
        StoreError: if the database cannot be used.
    """
    advisor = load_advisor(settings)
    if store is None:
        store = Store.open(settings.database_path)
    # Pictures have a thread of their own: nobody who asks waits until one is drawn.
    worker, painter = Worker(), Worker()
    conversation = Conversation(advisor=advisor, store=store, clock=utc_now, url=settings.url)
    server = Sanic(name, configure_logging=False)
    server.config.update(
        REQUEST_MAX_SIZE=REQUEST_LIMIT,
        FALLBACK_ERROR_FORMAT="html",
        ACCESS_LOG=False,
        GRACEFUL_SHUTDOWN_TIMEOUT=8.0,
        TOUCHUP=False,
    )
    web.install(
        server,
        conversation=conversation,
        store=store,
        run=worker.run,
        draw=painter.run,
        settings=settings,
        clock=utc_now,
    )
    slack.install(
        server,
        conversation=conversation,
        store=store,
        run=worker.run,
        draw=painter.run,
        settings=settings,
    )

    @server.before_server_start
    async def forget(_: Sanic[Any, Any]) -> None:
        await worker.run(store.forget_claims, utc_now() - CLAIMS_KEPT)

    @server.after_server_stop
    async def close(_: Sanic[Any, Any]) -> None:
        await worker.run(store.close)
        worker.close()
        painter.close()

    return server
