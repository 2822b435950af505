"""The messages in the operators' table are the ones that the product gives."""

import errno
import re
import socket
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import serving
from bot.addresses import shown
from bot.commands import decisions
from bot.settings import load
from bot.slack import app, client, ingress
from bot.store.errors import FAULTS, fault
from bot.store.postgres_errors import MISSING, NOT_WRITABLE, REFUSED
from bot.store.store import Store
from bot.web import safety
from knowledge.content import ContentError, Problem
from tests.docs.pages import OPERATORS, rows

SETTINGS = {
    "a port that is no number": {"PORT": "web"},
    "a port that is too high": {"PORT": "80000"},
    "an address with a path": {"PUBLIC_URL": "https://advisor.example.com/"},
    "a level that is none": {"LOG_LEVEL": "loud"},
    "a folder of entries that is missing": {"KNOWLEDGE_PATH": "/no/such/folder"},
    "a database of another kind": {"DATABASE_URL": "mysql://u:p@h/d"},
    "two databases": {"DATABASE_URL": "postgresql://u:p@h/d", "DATABASE_PATH": "log.db"},
    "a bot token of another kind": {"SLACK_BOT_TOKEN": "xapp-1", "SLACK_APP_TOKEN": "xapp-1"},
    "an app token of another kind": {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-1"},
    "a bot token alone": {"SLACK_BOT_TOKEN": "xoxb-1"},
    "an app token alone": {"SLACK_APP_TOKEN": "xapp-1"},
}


IN_THE_CODE = {
    "Slack cannot be reached, trying again in … s: …": client,
    "Slack is off, the web chat goes on: …": app,
    "not connected to Slack": ingress,
    "This form was sent from another site.": safety,
}
"""Messages whose fault takes more than a call, and the module that has them."""


def documented() -> list[str]:
    return [cell.strip("`") for cell in rows(OPERATORS, "message")]


def as_pattern(message: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, message.split("…"))), re.DOTALL)


def refused(start: Callable[[], object]) -> str:
    with pytest.raises(serving.Refused) as refusal, serving.refusing():
        start()
    return str(refusal.value)


def settings_faults(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    for variables in SETTINGS.values():
        with monkeypatch.context() as patched:
            for name, value in variables.items():
                patched.setenv(name, value)
            yield refused(load)


def address_faults() -> Iterator[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        yield refused(lambda: serving.check_address("127.0.0.1", port))
    yield refused(lambda: serving.check_address("192.0.2.1", 8000))
    yield refused(lambda: serving.check_address("no-such-host.invalid", 8000))
    # An administrator, as in most containers, may listen on any port.
    yield f"port 80 of 0.0.0.0 {serving.ADDRESS_FAULTS[errno.EACCES]}"


def database_faults(folder: Path) -> Iterator[str]:
    file = folder / "advisor.db"
    yield refused(lambda: Store.open(folder))
    text = folder / "notes.txt"
    text.write_text("This is not a database, and long enough not to be taken for an empty one.")
    yield refused(lambda: Store.open(text))
    yield refused(lambda: Store.open(text / "below" / "advisor.db"))
    # An administrator may write everywhere.
    wrong, remedy = FAULTS[sqlite3.SQLITE_READONLY]
    yield f"DATABASE_PATH: {fault(str(file), wrong, remedy)}"
    Store.open(file).close()
    other = sqlite3.connect(file, isolation_level=None)
    try:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        yield refused(lambda: Store.open(file, wait=0.0))
        other.execute("ROLLBACK")
        other.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
            " VALUES ('advisor', 'm999_the_future', '2027-01-01')"
        )
    finally:
        other.close()
    yield refused(lambda: Store.open(file))
    damaged = folder / "damaged.db"
    whole = file.read_bytes()
    damaged.write_bytes(whole[:4096] + b"x" * (len(whole) - 4096))
    yield refused(lambda: Store.open(damaged))


def server_faults() -> Iterator[str]:
    url = "postgresql://u:p@127.0.0.1:1/d"
    yield refused(lambda: Store.open(url, wait=0.0))
    where = shown(url)
    for wrong, remedy in (REFUSED, MISSING, NOT_WRITABLE):
        yield f"DATABASE_URL: {fault(where, wrong, remedy)}"


def log_faults(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[str]:
    monkeypatch.setenv("DATABASE_PATH", str(folder / "missing.db"))
    with pytest.raises(decisions.Refused) as refusal, decisions.reading():
        pass
    yield str(refusal.value)
    yield str(ContentError([Problem("a.md", "owner", "missing"), Problem("b.md", "url", "bad")]))


def slack_faults() -> Iterator[str]:
    response = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url="auth.test",
        req_args={},
        data={"ok": False, "error": "invalid_auth"},
        headers={},
        status_code=200,
    )
    for token in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"):
        with pytest.raises(client.Refused) as refusal:
            client.check(SlackApiError("refused", response), token)  # type: ignore[no-untyped-call]  # untyped in slack_sdk
        yield f"Slack is off, the web chat goes on: {refusal.value}"


def ingress_faults() -> Iterator[str]:
    signed = {"x-slack-request-timestamp": "1000", "x-slack-signature": "v0=forged"}
    for headers, now in (({}, 1000.0), (signed, 1000.0), (signed, 2000.0)):
        yield ingress.verify("secret", headers, b"{}", now) or ""


@pytest.fixture
def given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The messages of every fault that can be provoked here, each one provoked."""
    return [
        *settings_faults(monkeypatch),
        *address_faults(),
        *database_faults(tmp_path),
        *server_faults(),
        *log_faults(monkeypatch, tmp_path),
        *slack_faults(),
        *ingress_faults(),
    ]


def test_every_message_in_the_table_is_one_that_is_given(given: list[str]) -> None:
    others = [message for message in documented() if message not in IN_THE_CODE]
    invented = [m for m in others if not any(as_pattern(m).fullmatch(one) for one in given)]
    assert not invented, given


def test_every_message_that_is_given_is_in_the_table(given: list[str]) -> None:
    patterns = [as_pattern(message) for message in documented()]
    missing = [one for one in given if not any(p.fullmatch(one) for p in patterns)]
    assert not missing


@pytest.mark.parametrize("message", IN_THE_CODE)
def test_a_message_that_is_not_provoked_here_stands_in_the_code(message: str) -> None:
    source = Path(str(IN_THE_CODE[message].__file__)).read_text(encoding="utf-8")
    assert all(piece in source for piece in message.split("…"))
