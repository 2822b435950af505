"""Running the server: what is checked before it starts, and what is said once it listens."""

import contextlib
import datetime
import errno
import signal
import socket
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from bot.app import create_app, utc_now
from bot.running import settle
from bot.settings import Mode, Settings, SettingsError, load
from bot.store.errors import StoreError, variable
from bot.store.store import Store
from knowledge.content import ContentError

INVITED = datetime.timedelta(hours=12)
"""How long a sign-in link can be used."""

LABELS: Mapping[Mode, str] = {
    "web": "web chat only",
    "socket": "Slack by Socket Mode, and the web chat",
    "http": "Slack by HTTP at /slack/events, and the web chat",
}

NEXT: Mapping[Mode, tuple[str, ...]] = {
    "web": (
        "for Slack by Socket Mode set SLACK_BOT_TOKEN and SLACK_APP_TOKEN,",
        "for Slack by HTTP set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET",
    ),
    "socket": (
        "write to the advisor in Slack; for HTTP in place of the socket",
        "unset SLACK_APP_TOKEN and set SLACK_SIGNING_SECRET",
    ),
    "http": (
        "set the request URLs of the Slack app to {url}/slack/events;",
        "for Socket Mode in place of HTTP set SLACK_APP_TOKEN",
    ),
}

PORT_TAKEN = "is in use by another program: stop it, or set PORT to another port"
ADDRESS_FAULTS: Mapping[int, str] = {
    errno.EADDRINUSE: PORT_TAKEN,
    errno.EACCES: "may not be listened on by this user: set PORT to one from 1024 on",
    errno.EADDRNOTAVAIL: "is no address of this machine: set HOST to 127.0.0.1 or 0.0.0.0",
}


class Refused(Exception):
    """The advisor cannot start: a setting, the content, the database or the port is at fault."""


def serve() -> None:
    """Runs the server until SIGTERM or Ctrl-C.

    Raises:
        Refused: if it cannot start; the message says why, and what to do.
    """
    with _ending_quietly(), refusing():
        settings = load()
        check_address(settings.host, settings.port)
        _log(settings)
        # Before the content, which takes longer to load: a database at fault is said at once.
        # Opened once, because the check that it is sound takes long on a large one.
        with Store.open(
            settings.database, pool=settings.database_pool, backups=settings.backup_path
        ) as store:
            link = _invite(store, settings)
            server = create_app(settings, store=store)
            # One server in a process: Sanic may take out what it does for signals that none hears.
            server.config.TOUCHUP = True
            settle()

            @server.after_server_start
            async def announce(_: object) -> None:
                click.echo("\n".join(announcement(settings, link, store.where, store.kept)))
                sys.stdout.flush()
                # The last to be called of all that start something.
                server.started()

            server.run(
                settings.host, settings.port, single_process=True, motd=False, access_log=False
            )


@contextlib.contextmanager
def refusing() -> Iterator[None]:
    """Turns every fault that people can mend into a `Refused`."""
    try:
        yield
    except (SettingsError, ContentError) as error:
        raise Refused(str(error)) from error
    except StoreError as error:
        raise Refused(f"{variable(error)}: {error}") from error


def check_address(host: str, port: int) -> None:
    """Makes sure that the address can be listened on.

    Raises:
        Refused: if it cannot; the message names host and port.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror as error:
        raise Refused(f"HOST: {host!r} is no host name or address that is known here") from error
    except OSError as error:
        raise Refused(address_fault(host, port, error)) from error


def address_fault(host: str, port: int, error: OSError) -> str:
    """Why an address cannot be listened on, and what to do."""
    reason = ADDRESS_FAULTS.get(error.errno or 0, f"cannot be listened on: {error.strerror}")
    return f"port {port} of {host} {reason}"


def sign_in_link(settings: Settings) -> str:
    """A fresh link that signs one lead in to the review pages, once.

    Raises:
        StoreError: if the database cannot be used.
    """
    with Store.open(settings.database, backups=settings.backup_path) as store:
        return _invite(store, settings)


def announcement(settings: Settings, link: str, where: str, kept: Path | None = None) -> list[str]:
    """What is said at the start: the way in, the addresses, and what to do for another way in.

    `kept` is the log as it was, where it was brought up to date.
    """
    first, *more = (line.format(url=settings.url) for line in NEXT[settings.mode])
    rows = [
        ("Mode", LABELS[settings.mode]),
        ("Next", first),
        *(("", line) for line in more),
        ("Chat", settings.url),
        ("Review", link),
        ("", f"(signs one lead in, within {INVITED // datetime.timedelta(hours=1)} hours)"),
        *([("Before", f"{kept} (the log, as it was before this version)")] if kept else []),
        ("Log", where),
    ]
    return ["The advisor is running; Ctrl-C ends it.", *(f"  {a:<8}{b}" for a, b in rows)]


def _invite(store: Store, settings: Settings) -> str:
    token = store.add_invitation(utc_now(), valid=INVITED)
    return f"{settings.url}/review/sign-in?token={token}"


def _log(settings: Settings) -> None:
    # What renders the log takes longer to import than a short command to run.
    from bot import logs  # noqa: PLC0415

    logs.configure(settings)


@contextlib.contextmanager
def _ending_quietly() -> Iterator[None]:
    """Lets SIGTERM and Ctrl-C end the process with 0 also before and after the server's loop."""

    def end(*_: object) -> None:
        raise SystemExit(0)

    before = {number: signal.signal(number, end) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
