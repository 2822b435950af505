"""Bare Sanic with the settings of ours: it answers "ok" to whatever comes, and looks at nothing."""

import sys
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import text

from bot.app import REQUEST_LIMIT
from bot.slack.ingress import PATH


def main(port: int) -> None:
    """Serves until SIGTERM."""
    server: Sanic[Any, Any] = Sanic("bare", configure_logging=False)
    server.config.update(
        REQUEST_MAX_SIZE=REQUEST_LIMIT,
        FALLBACK_ERROR_FORMAT="html",
        ACCESS_LOG=False,
        GRACEFUL_SHUTDOWN_TIMEOUT=8.0,
        TOUCHUP=True,
    )

    @server.post(PATH)
    async def events(_: Request) -> HTTPResponse:
        return text("ok")

    @server.get("/health/live")
    async def live(_: Request) -> HTTPResponse:
        return text("ok")

    server.run("127.0.0.1", port, single_process=True, motd=False, access_log=False)


if __name__ == "__main__":
    main(int(sys.argv[1]))
