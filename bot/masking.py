"""What must not be kept or shown: secrets, and the words of people."""

import re
from collections.abc import Iterable

from bot import tracebacks

MASKS = (
    # Tokens of Slack, also those that are renewed.
    (re.compile(r"\b(xapp|xox[a-z](?:\.xox[a-z])?)-[A-Za-z0-9-]+"), r"\1-***"),
    # In addresses: of a sign-in link, of a socket; of a command's answer; of a database.
    (re.compile(r"\b(token|ticket)=[^&\s\"'<>]+"), r"\1=***"),
    (re.compile(r"(hooks\.slack\.com/)[^\s\"'<>]+"), r"\1***"),
    (re.compile(r"(://[^\s/:@]*:)[^\s/@]+@"), r"\1***@"),
    # In headers, and in what Slack sends.
    (re.compile(r"\b(Bearer\s+)[^\s\"',]+", re.IGNORECASE), r"\1***"),
    (re.compile(r"(\\?[\"']token\\?[\"']\s*:\s*\\?[\"'])[^\"'\\]+"), r"\1***"),
)
"""What looks like a secret, and what is shown in its place."""


def mask(line: str, secrets: Iterable[str] = ()) -> str:
    """A line without what looks like a secret, and without those given."""
    for secret in secrets:
        line = line.replace(secret, "***")
    for pattern, shown in MASKS:
        line = pattern.sub(shown, line)
    return line


def brief(error: BaseException) -> str:
    """An error in a line that may be kept and shown: without secrets, and with its words only
    where these are not of people.
    """
    return mask(tracebacks.told(error, texts=False)).partition("\n")[0]
