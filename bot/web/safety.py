"""What keeps a browser safe: response headers, and no forms posted from other sites."""

import secrets
from typing import Any
from urllib.parse import urlsplit

from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import Forbidden
from sanic.response import BaseHTTPResponse

from bot.settings import Settings

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
}

YEAR = 365 * 24 * 3600
"""Seconds for which a browser is remembered."""


def install(server: Sanic[Any, Any], *, settings: Settings) -> None:
    """Puts the headers on every response and refuses forms from elsewhere."""

    async def add_headers(_: Request, response: BaseHTTPResponse) -> None:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)

    async def refuse_other_sites(request: Request) -> None:
        # Slack's own requests carry no Origin and are signed instead.
        origin = request.headers.get("origin")
        if request.method != "POST" or origin is None:
            return
        allowed = {request.host, urlsplit(settings.url).netloc}
        if urlsplit(origin).netloc not in allowed:
            raise Forbidden("This form was sent from another site.")

    server.register_middleware(add_headers, "response")
    server.register_middleware(refuse_other_sites, "request")


def fresh_token() -> str:
    """A secret that nobody can guess."""
    return secrets.token_urlsafe(24)


def keep(response: HTTPResponse, name: str, value: str, *, seconds: int, secure: bool) -> None:
    """Sets a cookie that scripts cannot read and other sites do not send along with forms."""
    response.add_cookie(
        name,
        value,
        max_age=seconds,
        httponly=True,
        samesite="Lax",
        secure=secure,
        host_prefix=False,
        path="/",
    )
