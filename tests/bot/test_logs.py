"""The log: a line for each record, without secrets, and without what people wrote."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pydantic import BaseModel, SecretStr

from bot import logs, masking
from bot.settings import Settings
from bot.store.errors import StoreError
from bot.tracing import traced

SECRETS = {
    "a bot token": "xoxb-12-34-AbCdEf",
    "an app token": "xapp-1-A1-99-beef",
    "a person's token": "xoxp-1-2-3-cafe",
    "a token that is renewed": "xoxe.xoxb-1-Mi0yLT",
    "the signing secret": "8f742231b10e8888abcd99yyyzzz85a5",
}
TEXT = "which framework for the zebra project"

Log = Callable[..., logging.Logger]


class Wanted(BaseModel):
    """A model that TEXT is none of."""

    number: int


@pytest.fixture
def stream() -> io.StringIO:
    return io.StringIO()


@pytest.fixture
def log(stream: io.StringIO) -> Iterator[Log]:
    """Gives a logger that writes into the stream, in the form and with the settings asked for."""
    logger = logging.getLogger("tests.logs")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)

    def set_up(form: logs.Form = "json", *, texts: bool = False) -> logging.Logger:
        handler = logging.StreamHandler(stream)
        secrets = [SECRETS["the signing secret"]]
        handler.setFormatter(logs.formatter(form, texts=texts, secrets=secrets))
        logger.handlers = [handler]
        return logger

    yield set_up
    logger.handlers, logger.propagate = [], True


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def fail(error: Exception, logger: logging.Logger, said: str = "it failed") -> None:
    try:
        raise error
    except Exception:
        logger.exception(said)


def test_a_line_of_json_has_the_fields_of_its_record(log: Log, stream: io.StringIO) -> None:
    with traced("event:Ev1"):
        log().warning("%d letters\nwait", 3, extra={"queue": "outbox", "seconds": 1.5})
    (line,) = lines(stream)
    assert line.pop("time").startswith("20")
    assert line == {
        "level": "warning",
        "logger": "tests.logs",
        "event": "3 letters\nwait",
        "trace": "event:Ev1",
        "queue": "outbox",
        "seconds": 1.5,
    }


def test_a_line_of_text_has_them_too(log: Log, stream: io.StringIO) -> None:
    with traced("event:Ev1"):
        log("text").info("posted", extra={"do": "reply", "said": 'a "b"'})
    line = stream.getvalue()
    assert line.endswith('Z INFO tests.logs: posted trace=event:Ev1 do=reply said="a \\"b\\""\n')


def test_without_a_trace_there_is_none(log: Log, stream: io.StringIO) -> None:
    log().info("ready")
    assert "trace" not in lines(stream)[0]


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("mark", ["\n", "\r", "\x1b[31m", "\u2028", "\x85"])
def test_nobody_forges_a_line(log: Log, stream: io.StringIO, form: logs.Form, mark: str) -> None:
    forged = f"x{mark}2026-11-22T09:30:00.000Z ERROR bot: forged"
    log(form).info("taken from %s", forged, extra={"kind": forged})
    assert len(stream.getvalue().split("\n")) == 2
    assert mark == "\n" or form == "json" or mark not in stream.getvalue()


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_a_secret_is_masked_wherever_it_stands(
    log: Log, stream: io.StringIO, form: logs.Form, secret: str
) -> None:
    logger = log(form)
    logger.info("the token is %s.", secret)
    logger.info("a field", extra={"headers": {"Authorization": f"Bearer {secret}"}})
    fail(ConnectionError(f"no way to https://x/?a=1&t={secret}"), logger)
    try:
        fail(StoreError(f"locked by {secret}"), logger)
    finally:
        said = stream.getvalue()
    assert secret not in said
    assert secret.rpartition("-")[2] not in said
    assert said.count("***") == 4
    assert "no way to https://x/?a=1" in said


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("GET /review/sign-in?token=a_B-c9&x=1", "GET /review/sign-in?token=***&x=1"),
        ("wss://slack/link/?ticket=1-2&app=3", "wss://slack/link/?ticket=***&app=3"),
        ("postgresql://advisor:hush@db/log", "postgresql://advisor:***@db/log"),
        ("https://hooks.slack.com/commands/T1/2/x", "https://hooks.slack.com/***"),
        ('{"token": "z26uFbvR1x", "type": 1}', '{"token": "***", "type": 1}'),
        ("authorization: Bearer abc.def", "authorization: Bearer ***"),
        ("expected a token that begins with xoxb-", "expected a token that begins with xoxb-"),
    ],
)
def test_what_looks_like_a_secret_is_masked_and_no_more(said: str, shown: str) -> None:
    assert masking.mask(said) == shown


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_people_wrote_is_shown_only_where_it_is_asked_for(
    log: Log, stream: io.StringIO, form: logs.Form
) -> None:
    log(form).debug("taken", extra={"text": TEXT})
    assert TEXT not in stream.getvalue()
    log(form, texts=True).debug("taken", extra={"text": TEXT})
    assert TEXT in stream.getvalue()


def errors_about(text: str) -> list[Exception]:
    """Errors that quote what somebody wrote, in their words, their cause or their fields."""
    caused, grouped = RuntimeError("it failed"), ExceptionGroup("two failed", [KeyError(text)])
    caused.__cause__ = ValueError(f"not {text!r}")
    noted = RuntimeError("it failed")
    noted.add_note(text)
    found: list[Exception] = [KeyError(text), caused, grouped, noted]
    try:
        Wanted.model_validate({"number": text})
    except ValueError as error:
        found.append(error)
    return found


@pytest.mark.parametrize("error", errors_about(TEXT), ids=lambda error: type(error).__name__)
def test_an_error_shows_where_it_was_and_not_what_people_wrote(
    log: Log, stream: io.StringIO, error: Exception
) -> None:
    local = TEXT  # Locals are no part of a traceback either.
    fail(error, log(), f"{local and ''}a task ended with {error!r}")
    (line,) = lines(stream)
    assert "zebra" not in stream.getvalue()
    assert type(error).__name__ in line["exception"]
    assert "test_logs.py" in line["exception"]
    assert "a task ended with" in line["event"]


def test_an_error_shows_its_words_where_texts_are_asked_for(log: Log, stream: io.StringIO) -> None:
    fail(KeyError(TEXT), log(texts=True))
    assert TEXT in stream.getvalue()


@pytest.mark.parametrize("error", [StoreError("the log is locked"), OSError(28, "no space left")])
def test_an_error_of_a_machine_or_a_file_shows_its_words(
    log: Log, stream: io.StringIO, error: Exception
) -> None:
    fail(error, log())
    assert str(error) in lines(stream)[0]["exception"]


def test_what_led_to_an_error_comes_before_it(log: Log, stream: io.StringIO) -> None:
    first, then = OSError("no space"), RuntimeError("it failed")
    then.__context__ = first
    first.__context__ = then  # Not even a circle holds it up.
    fail(then, log("text"))
    said = stream.getvalue()
    assert said.index("no space") < said.rindex("RuntimeError")


def test_a_record_that_cannot_be_written_leaves_a_line_without_its_words(
    stream: io.StringIO,
) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level, logging.getLogger("sanic").level
    root.handlers = []
    try:
        logs.configure(Settings(log_level="info"), stream)
        logging.getLogger("tests.logs").info("%d letters", TEXT)
    finally:
        root.handlers = before[0]
        root.setLevel(before[1])
        logging.getLogger("sanic").setLevel(before[2])
    assert "tests.logs" in stream.getvalue()
    assert TEXT not in stream.getvalue()


def test_the_settings_say_how_it_is_written(stream: io.StringIO) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    root.handlers = []
    secret = "hush-hush-hush"
    settings = Settings(
        log_format="json",
        log_level="debug",
        log_texts=True,
        slack_bot_token=SecretStr("xoxb-1"),
        slack_signing_secret=SecretStr(secret),
    )
    try:
        logs.configure(settings, stream)
        logging.getLogger("tests.logs").debug("taken with %s", secret, extra={"text": TEXT})
    finally:
        root.handlers = before[0]
        root.setLevel(before[1])
    (line,) = lines(stream)
    assert (line["event"], line["text"]) == ("taken with ***", TEXT)
