"""A browser without a screen: sends requests, keeps cookies, follows nothing by itself."""

import contextlib
import html
import http.client
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

TIMEOUT = 60

BUTTON = re.compile(
    r'<button[^>]*name="action" value="(?P<value>[^"]*)"[^>]*>(?P<label>[^<]*)</button>'
)


@dataclass(frozen=True)
class Page:
    """A response. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def source(self) -> str:
        """The body as it was sent."""
        return self.body.decode()

    @property
    def text(self) -> str:
        """What people read of a page, on one line."""
        shown = re.sub(r"<[^>]+>", " ", self.source)
        return " ".join(html.unescape(shown).split())

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def actions(self) -> list[dict[str, Any]]:
        """What the buttons of a chat page do, from top to bottom."""
        return [json.loads(html.unescape(found["value"])) for found in BUTTON.finditer(self.source)]


class Browser:
    """Somebody's browser, with its own cookies."""

    def __init__(self, url: str) -> None:
        self.host = urlsplit(url).netloc
        self.cookies: dict[str, str] = {}

    def get(self, path: str, **headers: str) -> Page:
        """Opens a page."""
        return self.send("GET", path, headers=headers)

    def post(
        self, path: str, form: Mapping[str, str | bytes] | None = None, **headers: str
    ) -> Page:
        """Sends a form. Underscores in header names stand for hyphens."""
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.send("POST", path, urlencode(form or {}).encode(), kind | headers)

    def post_json(self, path: str, value: object) -> Page:
        """Sends JSON; bytes go as they are."""
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        return self.send("POST", path, body, {"Content-Type": "application/json"})

    def send(
        self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] = {}
    ) -> Page:
        """Sends a request as it is."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            named["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = http.client.HTTPConnection(self.host, timeout=TIMEOUT)
        try:
            # A server that refuses a body may have said so and gone before all of it was sent.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                connection.request(method, path, body, {"Accept": "text/html", **named})
            response = connection.getresponse()
            page = Page(
                response.status,
                {name.lower(): value for name, value in response.getheaders()},
                response.read(),
            )
            self._keep(response.headers.get_all("set-cookie") or [])
        finally:
            connection.close()
        return page

    def _keep(self, cookies: list[str]) -> None:
        for name, morsel in (pair for line in cookies for pair in SimpleCookie(line).items()):
            if morsel["max-age"] == "0":
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = morsel.value
