"""The English that descriptions are read with: word classes, quantities, topics, contexts.

All of it is data, in `rules/language/*.toml`; nothing of it is about one walkthrough's weights.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from knowledge.content import Frozen
from knowledge.models import Id, Text

FOLDER = Path(__file__).parent / "language"


class Quantity(Frozen):
    """A number with a unit: how many base units each unit word is, and the range that is meant.

    `between` is how many words may stand between the number and its unit ("40 related tables").
    """

    units: Mapping[Text, float] = {}
    at_least: float = 0
    at_most: float = float("inf")
    between: Annotated[int, Field(ge=0, le=3)] = 0


class Topic(Frozen):
    """What a criterion is about, and the option that each kind of statement about it states.

    A word may be a class of words in braces; an option with "~" before it is but hinted at.
    """

    criterion: Id
    words: Annotated[tuple[Text, ...], Field(min_length=1)]
    says: Mapping[Id, Text]


class Language(Frozen):
    """All that is known about words, whatever the walkthrough."""

    short: Mapping[str, str]
    known: tuple[Text, ...]
    whole: frozenset[Text]
    pairs: frozenset[Text]
    answers: frozenset[Text]
    numbers: Mapping[str, float]
    times: Mapping[str, float]
    classes: Mapping[Id, tuple[Text, ...]]
    quantities: Mapping[Id, Quantity]
    statements: Mapping[Id, tuple[Text, ...]]
    topics: tuple[Topic, ...]
    negators: tuple[Text, ...]
    far_negators: tuple[Text, ...]
    harmless: tuple[Text, ...]
    undone: tuple[Text, ...]
    turns: tuple[Text, ...]
    elsewhere: tuple[Text, ...]
    backward: tuple[Text, ...]
    questions: tuple[Text, ...]
    asides: tuple[Text, ...]
    beside: Mapping[Id, tuple[Text, ...]]

    @property
    def limits(self) -> Mapping[str, tuple[Text, ...]]:
        """The phrases that limit what others state, by the kind of limit."""
        return {
            "negators": self.negators,
            "far_negators": self.far_negators,
            "harmless": self.harmless,
            "undone": self.undone,
            "turns": self.turns,
            "elsewhere": self.elsewhere,
            "backward": self.backward,
            "questions": self.questions,
            "asides": self.asides,
        }

    @model_validator(mode="after")
    def _names_are_told_apart(self) -> "Language":
        both = sorted(self.classes.keys() & self.quantities.keys())
        if both:
            raise ValueError(f"expected a class of words or a quantity, got {both} as both")
        return self


@cache
def language() -> Language:
    """The language as its files have it.

    Raises:
        pydantic.ValidationError: if they do not have its form.
    """
    data: dict[str, object] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        data |= tomllib.loads(path.read_text(encoding="utf-8"))
    return Language.model_validate(data)
