"""Errors for the log: where they happened and what they are, without what people wrote.

The words of an error can quote what it was about. They are kept back, but for kinds of errors
whose words are known to be of machines, files and settings only.
"""

import traceback
from collections.abc import Iterator

KEPT_BACK = "(its words are kept back)"

PLAIN = frozenset(
    {
        "OSError",
        "aiohttp.client_exceptions.ClientError",
        "bot.serving.Refused",
        "bot.settings.SettingsError",
        "bot.slack.client.Refused",
        "bot.store.errors.StoreError",
        "knowledge.content.ContentError",
    }
)
"""Kinds of errors whose words are shown, by name: most of them are not imported everywhere."""


def told(error: BaseException, *, texts: bool) -> str:
    """An error as its kind and its words, where these may be shown."""
    name = _name(type(error))
    if texts or not PLAIN.isdisjoint(map(_name, type(error).__mro__)):
        return f"{name}: {error}" if str(error) else name
    # What Slack answers to a call has a word of Slack's own, beside much else.
    data = getattr(getattr(error, "response", None), "data", None)
    word = data.get("error") if isinstance(data, dict) else None
    return f"{name}: {word}" if word else f"{name} {KEPT_BACK}"


def render(error: BaseException, *, texts: bool) -> str:
    """The traceback of an error and of those that led to it, the first one first, in lines."""
    return "\n".join(_lines(error, texts))


def without_words(line: str, error: BaseException) -> str:
    """A line of the log that may quote the words of an error, without them."""
    for one in _chain(error):
        for quoted in (repr(one), str(one)):
            if quoted:
                line = line.replace(quoted, told(one, texts=False))
    return line


def _lines(error: BaseException, texts: bool) -> Iterator[str]:
    for one in reversed(list(_chain(error))):
        yield "Traceback (most recent call last):"
        yield from "".join(traceback.format_tb(one.__traceback__)).splitlines()
        yield told(one, texts=texts).replace("\n", "\n    ")
        if isinstance(one, BaseExceptionGroup):
            for inner in one.exceptions:
                yield from (f"  | {line}" for line in _lines(inner, texts))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error, and what led to it, one by one."""
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield found
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _name(kind: type) -> str:
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return module + kind.__qualname__
