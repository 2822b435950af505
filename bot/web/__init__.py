"""The web side: chat, review pages, JSON API and health, on Sanic."""

from pathlib import Path
from typing import Any

from sanic import Sanic

from bot.conversation import Conversation
from bot.running import Clock, Run
from bot.settings import Settings
from bot.store.store import Store
from bot.web import api, chat, errors, health, pictures, review, safety

STATIC = Path(__file__).parent / "static"


def install(
    server: Sanic[Any, Any],
    *,
    conversation: Conversation,
    store: Store,
    run: Run,
    draw: Run,
    settings: Settings,
    clock: Clock,
) -> None:
    """Registers everything that is reached by a browser or a program; `draw` is for pictures."""
    safety.install(server, settings=settings)
    errors.install(server)
    chat.install(server, conversation=conversation, store=store, run=run, settings=settings)
    pictures.install(server, store=store, run=run, draw=draw)
    review.install(
        server,
        conversation=conversation,
        store=store,
        run=run,
        draw=draw,
        settings=settings,
        clock=clock,
    )
    api.install(server, advisor=conversation.advisor, clock=clock)
    health.install(server, store=store, run=run)
    server.static("/static", STATIC, name="static")
