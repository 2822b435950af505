"""The addresses in the documentation are those of the server."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sanic import Sanic

from bot import slack, web
from bot.conversation import Conversation
from bot.running import Run, Worker
from bot.settings import Settings
from bot.store.store import Store
from tests.conftest import fixed_clock
from tests.docs.pages import OPERATORS, WRITTEN, inline_code, rows

NAMED = re.compile(r"^(?:(GET|POST) )?(/(?:[a-z][^\s…]*)?)$")
HIDDEN = re.compile(r"^/static/")
SLASH_COMMANDS = {"/framework"}

Routes = set[tuple[str, str]]


@pytest.fixture
def routes(conversation: Conversation, store: Store) -> Routes:
    """Method and address of everything that the server answers, placeholders by name."""
    settings = Settings(
        slack_bot_token=SecretStr("xoxb-1"), slack_signing_secret=SecretStr("secret")
    )
    server: Sanic[Any, Any] = Sanic("documented", configure_logging=False)
    worker = Worker()
    run: Run = worker.run
    common: dict[str, Any] = {"conversation": conversation, "store": store, "run": run, "draw": run}
    common["clock"] = fixed_clock
    installers: list[Callable[[], None]] = [
        lambda: web.install(server, settings=settings, reader=store, read=run, **common),
        lambda: slack.install(server, settings=settings, **common),
    ]
    for install in installers:
        install()
    worker.close()
    found = {
        (method, re.sub(r"<(\w+):\w+>", r"<\1>", f"/{route.path}".replace("//", "/")))
        for route in server.router.routes
        for method in route.methods
    }
    Sanic.unregister_app(server)
    return {(m, p) for m, p in found if m in ("GET", "POST") and not HIDDEN.match(p)}


def named(path: Path) -> list[tuple[str | None, str]]:
    """The addresses that a page names, with the method where it says one."""
    matches = [NAMED.match(code) for code in inline_code(path)]
    return [(m[1], m[2]) for m in matches if m and m[2] not in SLASH_COMMANDS]


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.stem)
def test_every_address_that_a_page_names_is_answered(path: Path, routes: Routes) -> None:
    addresses = {address for _, address in routes}
    for method, address in named(path):
        prefix = address.rstrip("/") + "/"
        assert address in addresses or any(a.startswith(prefix) for a in addresses), address
        assert method is None or (method, address) in routes, (method, address)


def test_the_table_of_addresses_is_complete(routes: Routes) -> None:
    listed = {
        (method, address)
        for cell in rows(OPERATORS, "address")
        for method, address in re.findall(r"`(GET|POST) ([^`]+)`", cell)
    }
    assert listed == routes
