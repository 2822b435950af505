"""Slack's requests over HTTP: verified on the raw bytes first, then read, then handed to Bolt."""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from sanic import Blueprint, HTTPResponse, Request
from sanic.response import empty
from sanic.response import json as json_response

from bot.metrics import Metrics
from bot.slack.client import Refused

PATH = "/slack/events"
WINDOW_SECONDS = 300
"""How old or young a request may be; older ones may be replayed ones."""

STALE = "stale timestamp"

DIGITS = re.compile(r"[0-9]{1,19}")

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

OBJECTS = ("event", "message", "view", "container")
"""Fields of a payload that hold an object; inside of it the same holds."""

OBJECTS_OR_IDS = ("team", "user", "channel", "enterprise")

Dispatch = Callable[[Mapping[str, Any]], Awaitable[HTTPResponse]]
"""Answers a payload; raises `Refused` where we are not connected to Slack."""


class Unreadable(Exception):
    """A request that is signed, but not one of Slack's; the message says what was expected."""


def blueprint(secret: str, dispatch: Dispatch, *, metrics: Metrics) -> Blueprint:
    """The route for events, commands and interactions."""
    slack = Blueprint("slack")

    @slack.post(PATH, name="events")
    async def events(request: Request) -> HTTPResponse:
        if _is_ssl_check(request):
            return empty(200)
        began = time.perf_counter()
        fault = verify(secret, request.headers, request.body, time.time())
        metrics.took("verify", time.perf_counter() - began)
        if fault:
            metrics.event("request", "stale" if fault == STALE else "signature")
            return _error(fault, 401)
        try:
            payload = read(request.headers.get("content-type", ""), request.body)
        except Unreadable as error:
            metrics.event("request", "unreadable")
            return _error(str(error), 400)
        if payload.get("type") == "url_verification":
            return json_response({"challenge": payload.get("challenge")})
        if "ssl_check" in payload:
            return empty(200)
        try:
            return await dispatch(payload)
        except Refused:
            # Slack sends it again; by then we may be ready.
            metrics.event("request", "unready")
            return _error("not connected to Slack", 503)

    return slack


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a request."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.digest(secret.encode(), base, hashlib.sha256).hex()


def verify(secret: str, headers: Mapping[str, str], body: bytes, now: float) -> str | None:
    """What is wrong with the signature of a request; None if it is Slack's."""
    timestamp = headers.get("x-slack-request-timestamp", "")
    signature = headers.get("x-slack-signature", "")
    if not timestamp or not signature:
        return "missing signature"
    if not DIGITS.fullmatch(timestamp):
        return "bad timestamp"
    if abs(now - int(timestamp)) > WINDOW_SECONDS:
        return STALE
    expected = sign(secret, timestamp, body)
    is_genuine = hmac.compare_digest(expected.encode(), signature.encode(errors="replace"))
    return None if is_genuine else "bad signature"


def read(content_type: str, body: bytes) -> dict[str, Any]:
    """The payload in a request's body, be it JSON, a form, or JSON in a form.

    Raises:
        Unreadable: if it is none of these.
    """
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in (JSON, FORM):
        raise Unreadable(f"expected {JSON} or {FORM}")
    try:
        text = body.decode()
        if kind == JSON:
            return _object(text)
        form = dict(parse_qsl(text, keep_blank_values=True, errors="strict"))
    except UnicodeDecodeError as error:
        raise Unreadable("expected UTF-8") from error
    if "payload" in form:
        return _object(form["payload"])
    if "command" in form or "ssl_check" in form:
        return form
    raise Unreadable("expected a form with payload or command")


def _object(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
        is_slacks = isinstance(value, dict) and _is_well_formed(value)
    except (ValueError, RecursionError) as error:
        raise Unreadable("expected JSON") from error
    if not is_slacks:
        raise Unreadable("expected a JSON object like Slack's")
    payload: dict[str, Any] = value
    return payload


def _is_well_formed(value: Mapping[str, Any]) -> bool:
    """Whether objects are where Bolt takes them for granted."""
    # A plain loop: every event comes by here, and generators would cost more than the JSON.
    for name in OBJECTS:
        inner = value.get(name)
        if inner is not None and not (isinstance(inner, dict) and _is_well_formed(inner)):
            return False
    for name in OBJECTS_OR_IDS:
        if not isinstance(value.get(name), str | dict | None):
            return False
    listed = value.get("authorizations") or []
    if not isinstance(listed, list):
        return False
    for one in listed:
        if not isinstance(one, dict):
            return False
    return value.get("type") != "event_callback" or isinstance(
        (value.get("event") or {}).get("type"), str
    )


def _is_ssl_check(request: Request) -> bool:
    """Whether this is Slack's check of our certificate, which may come unsigned."""
    is_signed = "x-slack-signature" in request.headers
    return not is_signed and request.body.startswith(b"ssl_check=1")


def _error(message: str, status: int) -> HTTPResponse:
    return json_response({"error": message}, status=status)
