"""The composition root: the one place where the parts meet."""

import asyncio
import datetime
from functools import partial
from typing import TYPE_CHECKING

import knowledge.base
import rules.loading
from bot.advisor import Advisor
from bot.conversation import Conversation
from bot.metrics import Metrics
from bot.remembering import in_folder
from bot.running import Worker
from bot.settings import Settings
from bot.standing import Standing
from bot.store.store import Store
from bot.upkeep import Upkeep
from knowledge.asking import Finder
from knowledge.logistic import at_once

if TYPE_CHECKING:
    from bot.web.server import Server

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
    return Advisor(
        knowledge=base,
        walkthrough=walkthroughs[WALKTHROUGH],
        fit=partial(Finder, base, tuning, remember),
    )


def create_app(
    settings: Settings,
    *,
    store: Store | None = None,
    advisor: Advisor | None = None,
    name: str = "advisor",
) -> "Server":
    """The server with everything on it, ready to run. Sanic wants a name for each in a process.

    `store` is the log where it is open already, `advisor` the content where it is loaded; the
    server closes the log when it stops.

    Raises:
        ContentError: if the content cannot be used.
        StoreError: if the database cannot be used.
    """
    # The commands, too, load their content here; half of all their modules would be the server's.
    from bot import slack, web  # noqa: PLC0415
    from bot.web.server import Server  # noqa: PLC0415

    advisor = advisor or load_advisor(settings)
    # Fitted at the start: nobody who asks waits for it.
    _ = advisor.finder
    if store is None:
        store = Store.open(
            settings.database, pool=settings.database_pool, backups=settings.backup_path
        )
    # Pictures have a thread of their own: nobody who asks waits until one is drawn.
    worker, painter = Worker(store.engine.threads), Worker()
    # So do the pages where they read by another way: nobody waits for a long search or export.
    reader = store.reader()
    reading = worker if reader is store else Worker()
    metrics, standing = Metrics(), Standing(settings.mode)
    conversation = Conversation(
        advisor=advisor, store=store, clock=utc_now, url=settings.url, metrics=metrics
    )
    upkeep = Upkeep(
        log=settings.database,
        folder=settings.backup_path,
        every=datetime.timedelta(hours=settings.backup_hours),
        kept=settings.backups_kept,
        clock=utc_now,
    )
    server = Server(name, configure_logging=False)
    server.config.update(
        REQUEST_MAX_SIZE=REQUEST_LIMIT,
        FALLBACK_ERROR_FORMAT="html",
        ACCESS_LOG=False,
        GRACEFUL_SHUTDOWN_TIMEOUT=8.0,
        TOUCHUP=False,
    )
    standing.backups = upkeep.standing
    web.install(
        server,
        conversation=conversation,
        store=store,
        run=worker.run,
        reader=reader,
        read=reading.run,
        draw=painter.run,
        settings=settings,
        clock=utc_now,
        metrics=metrics,
        standing=standing,
    )
    slack.install(
        server,
        conversation=conversation,
        store=store,
        run=worker.run,
        draw=painter.run,
        settings=settings,
        clock=utc_now,
        metrics=metrics,
        standing=standing,
    )

    @server.before_server_start
    async def forget(_: object) -> None:
        await worker.run(store.forget_claims, utc_now() - CLAIMS_KEPT)

    @server.after_server_start
    async def begin(_: object) -> None:
        upkeep.start()

    @server.after_server_stop
    async def close(_: object) -> None:
        await asyncio.to_thread(upkeep.close)
        # The threads first: what still runs needs the log.
        for each in (worker, reading, painter, reader, store):
            await asyncio.to_thread(each.close)

    return server
