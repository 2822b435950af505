"""What people type into the search, as the databases want it: words, the last as a beginning.

SQLite's FTS5 takes text apart by itself. PostgreSQL's way to do so differs (it knows hyphens,
addresses and signs, and keeps accents), so that here both sides are given the words.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

# Longer searches are cut: nobody means more, and every word costs a look into the index.
MOST_WORDS = 32
# PostgreSQL has room for 2,046 bytes a word, and for positions up to 16,383.
LONGEST_WORD = 500
LAST_POSITION = 16_383
APART = 2
"""Positions between two fields, so that no phrase reaches from one into the next."""

# Letters and digits of any script: word characters without the underscore.
TOKEN = re.compile(r"[^\W_]+")


def typed_words(text: str) -> list[str]:
    """What counts of a search: the words with a letter or digit, at most so many."""
    words = [word for word in text.replace("\0", " ").split() if any(map(str.isalnum, word))]
    return words[:MOST_WORDS]


def as_fts5(text: str) -> str | None:
    """What a person typed, as an FTS5 expression: every word, the last one as a beginning.

    Each word is quoted, so that none is taken for an operator. None stands for no text at all;
    text without a letter or digit matches nothing.
    """
    if not text.strip():
        return None
    quoted = ['"' + word.replace('"', '""') + '"' for word in typed_words(text)]
    return " ".join(quoted) + "*" if quoted else '""'


def as_tsquery(text: str) -> str | None:
    """The same as a tsquery. A word of several parts ("time-to-market") is a phrase of these."""
    if not text.strip():
        return None
    phrases = [found for word in typed_words(text) if (found := tokens(word))]
    # Only letters and digits are left between the quotes.
    shown = [" <-> ".join(f"'{token}'" for token in phrase) for phrase in phrases]
    return " & ".join(f"({phrase})" for phrase in shown[:-1] + [f"{s}:*" for s in shown[-1:]])


def as_tsvector(fields: Sequence[str]) -> str:
    """The words of some fields with their positions, as a tsvector."""
    return " ".join(f"'{token}':{min(at, LAST_POSITION)}" for token, at in _placed(fields))


def tokens(text: str) -> list[str]:
    """The words of a text, in small letters without accents."""
    bare = unicodedata.normalize("NFD", text.casefold())
    kept = "".join(c for c in bare if unicodedata.category(c) != "Mn")
    return [token[:LONGEST_WORD] for token in TOKEN.findall(kept)]


def _placed(fields: Sequence[str]) -> Iterator[tuple[str, int]]:
    position = 0
    for field in fields:
        for token in tokens(field):
            position += 1
            yield token, position
        position += APART
