"""The log: one line for each record, with the trace that it belongs to, and no secret in it."""

import datetime
import json
import logging
import re
import sys
from collections.abc import Iterable
from typing import Any, Literal, TextIO

from structlog.processors import JSONRenderer
from structlog.stdlib import ExtraAdder, ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

from bot import tracebacks, tracing
from bot.masking import mask
from bot.settings import Settings

Form = Literal["text", "json"]

PRIVATE = frozenset({"text"})
"""Fields that hold what people wrote."""

SHORTEST_SECRET = 8
"""Below it, a word of the settings would be masked wherever it happens to stand."""

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
BARE = re.compile(r"[^\s\"'=\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def configure(settings: Settings, stream: TextIO | None = None) -> None:
    """Lets the log of this process be written as the settings say, to standard error."""
    handler = _Handler(stream or sys.stderr)
    given = (settings.slack_bot_token, settings.slack_app_token, settings.slack_signing_secret)
    secrets = [one.get_secret_value() for one in given if one is not None]
    handler.setFormatter(formatter(settings.log_format, texts=settings.log_texts, secrets=secrets))
    logging.basicConfig(level=settings.log_level.upper(), handlers=[handler])
    # Sanic's own start-up lines would repeat what is announced.
    if settings.log_level == "info":
        logging.getLogger("sanic").setLevel("WARNING")


def formatter(form: Form, *, texts: bool, secrets: Iterable[str] = ()) -> logging.Formatter:
    """Renders records as text or JSON; with `texts`, also what people wrote."""
    render: Processor = JSONRenderer(ensure_ascii=False) if form == "json" else _as_text
    return ProcessorFormatter(
        processors=[
            ExtraAdder(),
            _drop_texts if not texts else _keep,
            _with_head,
            _with_error(texts),
            ProcessorFormatter.remove_processors_meta,
            render,
            # On the very line, so that nothing finds a way round it.
            _masked(secrets),
        ]
    )


class _Handler(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Says where a line is missing; the usual way would show all that was to be rendered."""
        place = f"{record.name}:{record.lineno}"
        self.stream.write(f"a line of the log could not be written, from {place}\n")


def _keep(_: WrappedLogger, __: str, fields: EventDict) -> EventDict:
    return fields


def _drop_texts(_: WrappedLogger, __: str, fields: EventDict) -> EventDict:
    return {name: value for name, value in fields.items() if name not in PRIVATE}


def _with_head(_: WrappedLogger, __: str, fields: EventDict) -> EventDict:
    """Time, level, logger, event and trace, in this order, before the other fields."""
    record: logging.LogRecord = fields["_record"]
    at = datetime.datetime.fromtimestamp(record.created, datetime.UTC)
    trace = tracing.current()
    return {
        "time": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": fields.pop("event"),
        **({"trace": trace} if trace else {}),
        **fields,
    }


def _with_error(texts: bool) -> Processor:
    def add(_: WrappedLogger, __: str, fields: EventDict) -> EventDict:
        given = fields.pop("exc_info", None)
        fields.pop("stack_info", None)
        error = given[1] if isinstance(given, tuple) else given
        if isinstance(error, BaseException):
            if not texts:
                fields["event"] = tracebacks.without_words(str(fields["event"]), error)
            fields["exception"] = tracebacks.render(error, texts=texts)
        return fields

    return add


def _as_text(_: WrappedLogger, __: str, fields: EventDict) -> str:
    time, level, logger, event = (fields.pop(n) for n in ("time", "level", "logger", "event"))
    exception = fields.pop("exception", None)
    # One line, so that nobody can forge another by what they write.
    line = _on_one_line(str(event))
    more = "".join(f" {name}={_value(value)}" for name, value in fields.items())
    below = f"\n{exception}" if exception else ""
    return f"{time} {level.upper()} {logger}: {line}{more}{below}"


def _value(value: object) -> str:
    shown = str(value)
    if BARE.fullmatch(shown):
        return shown
    return _on_one_line(json.dumps(shown, ensure_ascii=False))


def _on_one_line(text: str) -> str:
    return CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _masked(secrets: Iterable[str]) -> Processor:
    known = [secret for secret in secrets if len(secret) >= SHORTEST_SECRET]

    # Typed as any processor, though what comes after the rendering is a line.
    def masked(_: WrappedLogger, __: str, line: Any) -> str:
        return mask(line, known)

    return masked
