"""Pages for what goes wrong: HTML for people, JSON for programs, never a traceback."""

import logging
import secrets
from typing import Any

from sanic import HTTPResponse, Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import json

from bot.store.store import StoreError
from bot.web.render import renderer

log = logging.getLogger(__name__)

MESSAGES = {
    400: ("That did not work", "The request was not complete. Go back and try once more."),
    403: ("Not allowed", "This is not yours to do."),
    404: ("Not found", "There is no page at this address."),
    405: ("Not found", "There is nothing to do here at this address."),
    413: ("Too long", "That was more than I can take in at once. Please send less."),
    500: ("Something broke", "That is my fault, not yours. Please try again."),
    503: ("Out of order", "I cannot reach my records right now. Try again in a moment."),
}
"""Title and text by status, where whoever raised the error did not say it better."""


def install(server: Sanic[Any, Any]) -> None:
    """Registers the handler of everything that is raised while a request is answered."""
    render = renderer()

    @server.exception(Exception)
    async def explain(request: Request, error: Exception) -> HTTPResponse:
        status = _status(error)
        title, text = MESSAGES.get(status, MESSAGES[400] if status < 500 else MESSAGES[500])
        if isinstance(error, SanicException) and status < 500 and request.route and str(error):
            text = str(error)
        if status >= 500:
            number = secrets.token_hex(4)
            log.error("error %s at %s %s", number, request.method, request.path, exc_info=error)
            text += f" If it happens again, tell whoever runs the advisor the number {number}."
        if _wants_json(request):
            response: HTTPResponse = json({"error": text}, status=status)
        else:
            response = render("message.html", status=status, title=title, text=text)
        # A 405 must name the methods that are there.
        response.headers.update(getattr(error, "headers", {}))
        return response


def _status(error: Exception) -> int:
    if isinstance(error, SanicException):
        return int(error.status_code)
    return 503 if isinstance(error, StoreError) else 500


def _wants_json(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    only_json = "application/json" in accepted and "text/html" not in accepted
    return only_json or request.path.startswith("/api/")
