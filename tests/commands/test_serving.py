"""`advisor serve` and `advisor sign-in-link`: the start of the server, and why it is refused."""

import contextlib
import errno
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import serving
from bot.app import utc_now
from bot.settings import Mode, Settings
from bot.store.schema import migrations
from bot.store.sqlite import SQLite
from bot.store.store import Store
from tests.commands.conftest import Run
from tests.conftest import clean_environment

PATIENCE = 60
"""Seconds until a server that does not start or end is given up."""

LINK = re.compile(r"http://\S+/review/sign-in\?token=(\S+)")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@contextlib.contextmanager
def started(log: Path, port: int, **settings: str) -> Iterator[subprocess.Popen[str]]:
    """The server as its own process, on nothing but the given settings."""
    with subprocess.Popen(
        [sys.executable, "-m", "bot.cli", "serve"],
        env=clean_environment(log, PORT=str(port), **settings),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def announced(process: subprocess.Popen[str]) -> str:
    """What the server prints at its start, up to the place of the log, which comes last."""
    assert process.stdout
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.split()[:1] == ["Log"]:
            return "".join(lines)
    pytest.fail(f"the server did not start: {process.stderr and process.stderr.read()}")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_server_says_where_it_is_answers_and_ends_cleanly(
    log: Path, number: signal.Signals
) -> None:
    port = free_port()
    with started(log, port) as process:
        said = announced(process)
        assert "web chat only" in said
        for variable in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"):
            assert variable in said
        assert f"http://127.0.0.1:{port}\n" in said
        # At once: it is announced only when it can be reached.
        url = f"http://127.0.0.1:{port}/health/live"
        with urllib.request.urlopen(url, timeout=PATIENCE) as response:
            assert response.status == 200
        found = LINK.search(said)
        assert found
        with Store.open(log) as store:
            assert store.invitation_is_open(found[1], utc_now())
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, out, err) == (0, "", "")


def test_a_signal_while_it_is_starting_ends_it_cleanly_too(log: Path) -> None:
    with started(log, free_port()) as process:
        # The log is made in the middle of the start.
        deadline = time.monotonic() + PATIENCE
        while not log.exists():
            assert time.monotonic() < deadline
            with contextlib.suppress(subprocess.TimeoutExpired):
                pytest.fail(f"it ended by itself, with {process.wait(timeout=0.02)}")
        process.terminate()
        _, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, err) == (0, "")


MODES: dict[Mode, tuple[dict[str, str], tuple[str, ...]]] = {
    "web": ({}, ("web chat only", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")),
    "socket": (
        {"slack_bot_token": "xoxb-1", "slack_app_token": "xapp-1"},
        ("Socket Mode", "SLACK_SIGNING_SECRET"),
    ),
    "http": (
        {"slack_bot_token": "xoxb-1", "slack_signing_secret": "s"},
        ("HTTP at /slack/events", "https://advisor.example.com/slack/events", "SLACK_APP_TOKEN"),
    ),
}


@pytest.mark.parametrize(("settings", "words"), MODES.values(), ids=MODES)
def test_each_mode_is_announced_with_the_way_to_the_next(
    settings: dict[str, str], words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    known = Settings.model_validate({"public_url": "https://advisor.example.com", **settings})
    said = "\n".join(serving.announcement(known, f"{known.url}/review/sign-in?token=t", "log.db"))
    for word in (*words, "https://advisor.example.com/review/sign-in?token=t"):
        assert word in said
    assert not {"xoxb-1", "xapp-1"} & set(said.split())


REFUSED = {
    "a port that is no number": ({"PORT": "web"}, ("PORT", "web", "integer")),
    "a port out of range": ({"PORT": "80000"}, ("PORT", "80000", "65535")),
    "a host that is not here": ({"HOST": "203.0.113.9"}, ("203.0.113.9", "HOST", "127.0.0.1")),
    "a host that is not known": ({"HOST": "nowhere.invalid"}, ("HOST", "nowhere.invalid")),
    "an address with a path": (
        {"PUBLIC_URL": "https://example.com/advisor"},
        ("PUBLIC_URL", "https://example.com/advisor"),
    ),
    "a level that is not known": ({"LOG_LEVEL": "loud"}, ("LOG_LEVEL", "loud", "debug")),
    "a bot token alone": (
        {"SLACK_BOT_TOKEN": "xoxb-1"},
        ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET"),
    ),
    "an app token alone": ({"SLACK_APP_TOKEN": "xapp-1"}, ("SLACK_BOT_TOKEN", "xoxb-")),
    "a signing secret alone": ({"SLACK_SIGNING_SECRET": "s"}, ("SLACK_BOT_TOKEN", "xoxb-")),
    "a bot token with another prefix": (
        {"SLACK_BOT_TOKEN": "xapp-secret", "SLACK_APP_TOKEN": "xapp-1"},
        ("SLACK_BOT_TOKEN", "xoxb-"),
    ),
    "an app token with another prefix": (
        {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xoxb-secret"},
        ("SLACK_APP_TOKEN", "xapp-"),
    ),
    "several faults at once": ({"PORT": "web", "LOG_LEVEL": "loud"}, ("PORT", "LOG_LEVEL")),
}


@pytest.mark.parametrize(("settings", "words"), REFUSED.values(), ids=REFUSED)
def test_a_setting_that_cannot_be_used_is_named_before_the_log_is_made(
    run: Run, log: Path, settings: dict[str, str], words: tuple[str, ...]
) -> None:
    done = run("serve", **{"PORT": str(free_port()), **settings})
    assert_refused(done.exit_code, done.stderr, words)
    assert "secret" not in done.stderr
    assert not log.parent.exists()


def test_a_port_in_use_is_named_with_the_host_and_the_remedy(run: Run, log: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run("serve", PORT=port)
    assert_refused(done.exit_code, done.stderr, (port, "127.0.0.1", "PORT", "in use"))
    assert not log.parent.exists()


def test_a_port_that_was_just_left_can_be_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as left:
        port = left.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)) as client:
            left.accept()[0].close()
            client.recv(1)
    serving.check_address("127.0.0.1", port)


def test_a_port_that_is_not_allowed_is_named() -> None:
    # Not by trying: whether the user of the tests may take a low port differs by machine.
    said = serving.address_fault("127.0.0.1", 80, PermissionError(errno.EACCES, "not allowed"))
    for word in ("80", "127.0.0.1", "PORT", "1024"):
        assert word in said


DATABASES = {
    "a folder": (".", "folder"),
    "in a folder that cannot be made, even by root": ("/proc/advisor/log.db", "folder"),
    "below a file": ("file/log.db", "folder"),
}


@pytest.mark.parametrize(("path", "word"), DATABASES.values(), ids=DATABASES)
def test_a_database_that_cannot_be_there_is_named(
    run: Run, tmp_path: Path, path: str, word: str
) -> None:
    (tmp_path / "file").touch()
    place = tmp_path / path
    done = run("serve", PORT=str(free_port()), DATABASE_PATH=str(place))
    assert_refused(done.exit_code, done.stderr, ("DATABASE_PATH", str(place), word))


def test_a_database_that_may_not_be_written_is_named(
    run: Run, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Store.open(log).close()
    # Not by the file's mode: root may write every file.
    monkeypatch.setattr(os, "access", lambda place, _mode: Path(place) != log)
    done = run("serve", PORT=str(free_port()))
    assert_refused(done.exit_code, done.stderr, ("DATABASE_PATH", str(log), "writable"))


def test_a_database_that_is_a_text_is_named_and_left_alone(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("Not a database. " * 100)
    done = run("serve", PORT=str(free_port()), DATABASE_PATH=str(text))
    assert_refused(done.exit_code, done.stderr, ("DATABASE_PATH", str(text), "SQLite"))
    assert text.read_text() == "Not a database. " * 100


def test_a_database_of_a_newer_version_is_named(run: Run, log: Path) -> None:
    with Store.open(log) as store:
        ours = migrations()

        @ours()
        def m999_of_tomorrow(db: object) -> None:
            """Changes nothing but the list of what was applied."""

        assert isinstance(store.engine, SQLite)
        ours.apply(store.engine.db)
    done = run("serve", PORT=str(free_port()))
    assert_refused(done.exit_code, done.stderr, ("DATABASE_PATH", str(log), "newer", "m999"))


def test_a_sign_in_link_opens_once_and_comes_alone_on_standard_output(run: Run, log: Path) -> None:
    done = run("sign-in-link", PORT="8123")
    found = LINK.fullmatch(done.stdout.strip())
    assert found
    assert done.stdout.startswith("http://127.0.0.1:8123/")
    with Store.open(log) as store:
        assert store.invitation_is_open(found[1], utc_now())
        assert not store.invitation_is_open(found[1], utc_now() + serving.INVITED)
    assert run("sign-in-link").stdout != done.stdout


def test_a_sign_in_link_leads_to_the_public_address(run: Run) -> None:
    done = run("sign-in-link", PUBLIC_URL="https://advisor.example.com")
    assert done.stdout.startswith("https://advisor.example.com/review/sign-in?token=")


def test_a_sign_in_link_is_refused_where_the_log_is_no_log(run: Run, tmp_path: Path) -> None:
    done = run("sign-in-link", DATABASE_PATH=str(tmp_path))
    assert_refused(done.exit_code, done.stderr, ("DATABASE_PATH", str(tmp_path)))


def assert_refused(status: int, said: str, words: tuple[str, ...]) -> None:
    assert status == 2, said
    assert "Traceback" not in said
    for word in words:
        assert word in said
