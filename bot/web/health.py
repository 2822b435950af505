"""Health: is the process alive, and can it do its work."""

from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import json

from bot.running import Run
from bot.store.store import Store, StoreError


def install(server: Sanic[Any, Any], *, store: Store, run: Run) -> None:
    """Registers the health checks."""

    @server.get("/health/live", name="live")
    async def live(_: Request) -> HTTPResponse:
        return json({"status": "alive"})

    @server.get("/health/ready", name="ready")
    async def ready(_: Request) -> HTTPResponse:
        try:
            await run(store.row, "SELECT 1 AS one")
        except StoreError as error:
            return json({"status": "not ready", "database": str(error)}, status=503)
        return json({"status": "ready", "database": "ok"})
