"""What a short text means after the question before it: "and Flask?", "vs Sanic?", "why?". Pure.

A text is a follow-up only if every word of it is part of one: a name, and words that point back.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from knowledge.aspects import GAP, AspectFinder, without
from knowledge.courtesy import without_courtesy
from knowledge.ids import FrameworkId
from knowledge.text import words

Intent = Literal["why", "more", "sources"]
Lead = Literal["bare", "instead", "in", "versus"]

LONGEST = 12
"""Words of the longest text that can be a follow-up."""

_INTENTS: Mapping[str, Intent] = {
    **dict.fromkeys(
        ("why", "but why", "why so", "why is that", "why that", "how so", "how come"), "why"
    ),
    **dict.fromkeys(
        ("more", "tell me more", "more details", "details", "go on", "say more"),
        "more",
    ),
    **dict.fromkeys(
        (
            *("source", "sources", "the source", "the sources", "your source", "your sources"),
            *("any source", "any sources", "references"),
            *(
                "what is the source",
                "what's the source",
                "what are the sources",
                "what are your sources",
            ),
            *("where does that come from", "where is that from", "says who"),
        ),
        "sources",
    ),
}
"""What is typed in so many words to hear more of the last answer."""

_LEADS: Mapping[str, Lead] = {
    "": "bare",
    **dict.fromkeys(
        (
            *("and", "or", "but", "and what about", "what about"),
            *("how about", "and how about", "same for", "the same for", "and the same for"),
            *("and for", "what about for", "same question for", "but what about"),
        ),
        "instead",
    ),
    **dict.fromkeys(("in", "with", "on", "using", "and in", "and with", "and on"), "in"),
    **dict.fromkeys(
        (
            *("vs", "versus", "and vs", "and versus", "against", "and against"),
            *("compared to", "compared with", "and compared to", "and compared with"),
            *("compare with", "compare to", "compare it with", "compare it to"),
        ),
        "versus",
    ),
}
"""What stands before the name, and what it does: another one in its place, or both together."""

TAILS = frozenset(["", "then", "instead", "too", "as well", "though"])
"""What may stand behind the name."""

GLUE = frozenset(["and", "or", "with", "the"])
"""What may stand between names."""

ARTICLES = frozenset(["the", "a", "an", "its", "their"])

# Folded as every text is, so that what is written for short is the same here and there.
INTENTS = {" ".join(words(text)): intent for text, intent in _INTENTS.items()}
LEADS = {" ".join(words(text)): lead for text, lead in _LEADS.items()}

WORD = re.compile(r"[^\W_]+(?:[+#]+|['’][^\W_]+)?")


@dataclass(frozen=True)
class Before:
    """The question before, with the frameworks and attributes that it was about.

    `entry` is the entry that answered it, if one did.
    """

    question: str
    frameworks: tuple[FrameworkId, ...] = ()
    attributes: tuple[str, ...] = ()
    entry: str | None = None


class Rewritten(NamedTuple):
    """The question that a follow-up stands for."""

    question: str


class About(NamedTuple):
    """What a follow-up wants to know of the last answer."""

    intent: Intent


def follow_up(text: str, before: Before, names: AspectFinder) -> Rewritten | About | None:
    """What a text means after the question before it; None if it stands for itself."""
    asks = intent(text)
    if asks:
        return About(asks)
    # Courtesy would else stand in the middle of the question that is put together.
    before = replace(before, question=without_courtesy(before.question))
    split = words(without_courtesy(text))
    if not 0 < len(split) <= LONGEST:
        return None
    aspects = names.find(text)
    lead = _lead(split, names)
    if lead is None:
        return None
    question = None
    if aspects.frameworks and not aspects.attributes:
        question = _of_others(lead, aspects.frameworks, before, names)
    elif aspects.attributes and not aspects.frameworks and lead in ("instead", "in"):
        question = _on_others(aspects.attributes, before, names)
    return Rewritten(question) if question else None


def intent(text: str) -> Intent | None:
    """What a text wants to know of the last answer, whatever that was."""
    return INTENTS.get(" ".join(words(without_courtesy(text))))


def _lead(split: Sequence[str], names: AspectFinder) -> Lead | None:
    """What stands before the names, where nothing but names and what points back is there."""
    found = list(names.frameworks.places(split))
    left = without(split, ((place.start, place.end) for place in found))
    aspects = list(names.attributes.places(left))
    left = without(left, ((place.start, place.end) for place in aspects))
    if GAP not in left:
        return None
    first, last = left.index(GAP), len(left) - left[::-1].index(GAP)
    between = {word for word in left[first:last] if word != GAP}
    leading = left[:first]
    while leading and leading[-1] in ARTICLES:
        leading.pop()
    lead = LEADS.get(" ".join(leading))
    if " ".join(left[last:]) not in TAILS or not between <= GLUE:
        return None
    # "Flask or Sanic" is a question of its own.
    return None if lead == "bare" and len(found) > 1 else lead


def _of_others(
    lead: Lead, named: Sequence[FrameworkId], before: Before, names: AspectFinder
) -> str | None:
    """The question before, asked of other frameworks."""
    old, new = before.frameworks, [f for f in named if f not in before.frameworks]
    attributes = before.attributes or names.explained_by(before.entry or "")
    if not new:
        return None
    if lead == "versus":
        # Of two, the first is the one that it is all about.
        kept = old[:1] if len(old) == 2 else old
        return _compared([*kept, *new], attributes, names) if kept else None
    if len(old) > 2:
        return _compared([*old, *new], attributes, names)
    if old:
        if len(new) > 1 and attributes and len(old) == 1:
            return _compared(new, attributes, names)
        gone = [framework for framework in old if framework not in named]
        return _replaced(before.question, gone, new, names) if gone else None
    if attributes:
        several = len(new) > 1
        return (_compared if several else _asked)(new, attributes, names)
    if lead == "in" and before.question:
        return f"{before.question.rstrip(' ?!.')} in {_named(new, names)}?"
    return None


def _on_others(attributes: Sequence[str], before: Before, names: AspectFinder) -> str | None:
    """The frameworks of the question before, asked for other attributes."""
    if not before.frameworks or set(attributes) <= set(before.attributes):
        return None
    compared = len(before.frameworks) > 1
    return (_compared if compared else _asked)(before.frameworks, attributes, names)


def _replaced(
    question: str, old: Sequence[FrameworkId], new: Sequence[FrameworkId], names: AspectFinder
) -> str | None:
    """A question with new frameworks for old ones: each, or all of them for the last."""
    if len(old) == len(new):
        replacement = {f: _named([n], names) for f, n in zip(old, new, strict=True)}
    else:
        replacement = {old[-1]: _named(new, names)}
    places = [p for p in _places(question, names) if p.framework in replacement]
    for place in reversed(places):
        question = question[: place.start] + replacement[place.framework] + question[place.end :]
    return question if places else None


class _Place(NamedTuple):
    framework: FrameworkId
    start: int
    end: int


def _places(text: str, names: AspectFinder) -> Iterator[_Place]:
    """Where a text, as it was typed, names frameworks."""
    split = [(word, m.start(), m.end()) for m in WORD.finditer(text) for word in words(m.group())]
    for place in names.frameworks.places([word for word, _, _ in split]):
        yield _Place(place.named, split[place.start][1], split[place.end - 1][2])


def _asked(
    frameworks: Sequence[FrameworkId], attributes: Sequence[str], names: AspectFinder
) -> str:
    return f"{_named(frameworks, names)}: {_labelled(attributes, names)}"


def _compared(
    frameworks: Sequence[FrameworkId], attributes: Sequence[str], names: AspectFinder
) -> str:
    if len(frameworks) == 2 and not attributes:
        return " vs ".join(_named([framework], names) for framework in frameworks)
    what = f": {_labelled(attributes, names)}" if attributes else ""
    return f"Compare {_named(frameworks, names)}{what}"


def _named(frameworks: Sequence[FrameworkId], names: AspectFinder) -> str:
    return listed([names.knowledge.profiles[framework].short_name for framework in frameworks])


def _labelled(attributes: Sequence[str], names: AspectFinder) -> str:
    """The attributes in words by which they are found again."""
    known = [names.knowledge.attributes[attribute] for attribute in attributes]
    return listed(
        [a.label if names.find(a.label).attributes == (a.id,) else a.aliases[0] for a in known]
    )


def listed(items: Sequence[str]) -> str:
    """Things in words: "a, b and c"."""
    *first, last = items
    return f"{', '.join(first)} and {last}" if first else last
