"""The advisor in Slack: the same conversation, by events, commands and buttons."""

from typing import Any

from sanic import Sanic

from bot.conversation import Conversation
from bot.metrics import Metrics
from bot.running import Clock, Run
from bot.settings import Settings
from bot.standing import Standing
from bot.store.store import Store


def install(
    server: Sanic[Any, Any],
    *,
    conversation: Conversation,
    store: Store,
    run: Run,
    draw: Run,
    settings: Settings,
    clock: Clock,
    metrics: Metrics | None = None,
    standing: Standing | None = None,
) -> None:
    """Puts Slack on the server, unless the settings have no token for it."""
    if settings.mode == "web":
        return
    # Its libraries are over a quarter of all modules: too much to import for a web chat alone.
    from bot.slack import app  # noqa: PLC0415

    app.install(
        server,
        conversation=conversation,
        store=store,
        run=run,
        draw=draw,
        settings=settings,
        clock=clock,
        metrics=metrics or conversation.metrics,
        standing=standing or Standing(settings.mode),
    )
