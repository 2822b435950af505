"""Reading entries for matching: the words of their phrasings, and what else is said of them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from knowledge.models import Entry
from knowledge.text import sentences, words

TOGETHER = 5
"""How many keywords of an entry make up what counts as one phrasing."""

Texts = Sequence[Sequence[str]]
"""Texts as their words."""


class Split(NamedTuple):
    """An entry in words. Its keywords are among the phrasings too, some together."""

    phrasings: Texts
    answer: Sequence[str]
    keywords: Sequence[str]


def given(entry: Entry) -> dict[str, Any]:
    """An entry of the knowledge base as the matcher takes it: its short answer, sentence by
    sentence, counts with its phrasings.
    """
    return {
        "id": entry.id,
        "phrasings": [entry.question, *entry.phrasings, *sentences(entry.short_answer)],
        "keywords": entry.keywords,
        "text": entry.answer,
    }


def rows(entry: Mapping[str, Any]) -> int:
    """How many phrasings an entry has, its keywords together counted with them."""
    return len(entry["phrasings"]) + -(-len(entry.get("keywords", ())) // TOGETHER)


def read(entries: Sequence[Mapping[str, Any]], used: Counter[str]) -> Iterator[Split]:
    """Each entry in words, which are counted on the way.

    Raises:
        ValueError: if an entry has no phrasing with a word in it.
    """
    for entry in entries:
        phrasings = [found for found in map(words, entry["phrasings"]) if found]
        if not phrasings:
            raise ValueError(f"entry {str(entry['id'])!r} has no phrasing with a word in it")
        keywords = [words(keyword) for keyword in entry.get("keywords", ())]
        some = [keywords[i : i + TOGETHER] for i in range(0, len(keywords), TOGETHER)]
        phrasings += [_joined(texts) for texts in some]
        # A long answer would be cut; its paragraphs are not.
        answer = _joined([words(part) for part in str(entry.get("text", "")).split("\n\n")])
        for text in (*phrasings, answer):
            used.update(text)
        yield Split(phrasings, answer, _joined(keywords))


def _joined(texts: Texts) -> list[str]:
    return [word for text in texts for word in text]
