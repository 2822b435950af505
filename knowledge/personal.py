"""Telling texts that may name a person, a place on the net or a number of theirs."""

import re

_PATTERNS = (
    r"\S@\S",  # an e-mail address
    r"(?:^|[\s(<])@\w|<[@#!]",  # a mention, as typed and as Slack writes it
    r"\w://|\bwww\.|\bmailto:",
    # An address without a scheme: with a path, or of a kind that no module's name looks like.
    r"\b[\w-]+\.[a-z]{2,}/\S",
    r"\b[\w-]+\.(?:com|org|net|io|dev|app|cloud|eu|de|uk|fr|local|internal|corp|lan)\b",
    # Six digits or more, also where blanks or marks group them, as in a telephone number.
    r"\d(?:[ ./,()'_-]{0,2}\d){5}",
)
_PERSONAL = re.compile("|".join(_PATTERNS), re.IGNORECASE)


def is_personal(text: str) -> bool:
    """Whether a text has an e-mail address, a link, a mention, or a number of 6 digits or more."""
    return _PERSONAL.search(text) is not None
