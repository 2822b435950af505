"""Words: folding a text into tokens and stems, the same way for questions and for content."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer

from knowledge.abbreviations import SHORT_FOR

_WORD = re.compile(r"[a-z0-9]+(?:[+#]+|'[a-z]+)?")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+")
_CONTRACTIONS = {"n't": " not", "'re": " are", "'s": "", "'ve": " have", "'ll": " will"}

LONGEST = 2_000
"""Characters of a question that are looked at; a longer text is cut for matching only."""


class Token(NamedTuple):
    """A word of a text with the place where it stands."""

    word: str
    start: int
    end: int


def fold(text: str) -> str:
    """Lower case without accents, typographic quotes made plain, of the same length or shorter."""
    if text.isascii():
        return text[:LONGEST].lower()
    plain = unicodedata.normalize("NFKD", text[:LONGEST]).replace("’", "'").replace("‘", "'")
    return "".join(c for c in plain if not unicodedata.combining(c)).lower()


def tokens(text: str) -> list[Token]:
    """The words of an already folded text with their places."""
    return [Token(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)]


def words(text: str) -> list[str]:
    """The words of a text, folded, with what is written for short in full ("don't", "perf")."""
    return list(_words(text))


@lru_cache(maxsize=1024)
def _words(text: str) -> tuple[str, ...]:
    folded = fold(text)
    for short, long in _CONTRACTIONS.items():
        folded = folded.replace(short, long)
    return tuple(" ".join([SHORT_FOR.get(w, w) for w in _WORD.findall(folded)]).split())


def sentences(text: str) -> list[str]:
    """The sentences of a paragraph."""
    return [sentence for sentence in _SENTENCE_END.split(text) if sentence]


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a folded English word, by the Snowball algorithm (Porter 2)."""
    # A stemmer for each: it keeps the word in itself, which threads would take from each other.
    return str(snowballstemmer.stemmer("english").stemWord(word))


def stems(text: str) -> list[str]:
    """The stems of a text's words."""
    return [stem(word) for word in words(text)]
