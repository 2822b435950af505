"""The web side: chat, review pages, JSON API and health, on Sanic."""

from pathlib import Path
from typing import Any

from sanic import Sanic

from bot.conversation import Conversation
from bot.metrics import Metrics
from bot.running import Clock, Run
from bot.settings import Settings
from bot.standing import Standing
from bot.store.store import Store
from bot.web import api, chat, errors, exposition, health, pictures, review, safety
from bot.web.probing import Probe

STATIC = Path(__file__).parent / "static"


def install(
    server: Sanic[Any, Any],
    *,
    conversation: Conversation,
    store: Store,
    run: Run,
    reader: Store,
    read: Run,
    draw: Run,
    settings: Settings,
    clock: Clock,
    metrics: Metrics | None = None,
    standing: Standing | None = None,
) -> None:
    """Registers everything that is reached by a browser or a program.

    `run` is for the conversation and whatever else writes to the store, `read` for what pages
    read from the reader, `draw` for pictures.
    """
    safety.install(server, settings=settings)
    errors.install(server)
    chat.install(
        server, conversation=conversation, run=run, reader=reader, read=read, settings=settings
    )
    pictures.install(server, reader=reader, read=read, draw=draw)
    review.install(
        server,
        conversation=conversation,
        store=store,
        run=run,
        reader=reader,
        read=read,
        draw=draw,
        settings=settings,
        clock=clock,
    )
    api.install(server, advisor=conversation.advisor, clock=clock)
    watched = standing or Standing(settings.mode)
    probe = Probe(store=store, run=run, clock=clock)
    health.install(server, probe=probe, standing=watched)
    counted = metrics or conversation.metrics
    exposition.install(server, metrics=counted, probe=probe, standing=watched)
    server.static("/static", STATIC, name="static")
