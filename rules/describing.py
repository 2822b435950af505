"""Descriptions of situations as people would write them, labelled with what they state."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, model_validator

from knowledge.content import Frozen
from knowledge.models import Id, Text


class Description(Frozen):
    """A situation in somebody's words.

    `states` are the options that every careful reader would take from the text; `plausible` are
    those that it makes likely, which count neither for nor against.
    """

    text: Text
    states: Mapping[Id, Id]
    plausible: Mapping[Id, Annotated[tuple[Id, ...], Field(min_length=1)]] = {}

    @model_validator(mode="after")
    def _is_stated_or_plausible(self) -> "Description":
        both = sorted(self.states.keys() & self.plausible.keys())
        if both:
            raise ValueError(f"expected a criterion to be stated or plausible, got {both} in both")
        return self


class DescriptionFile(Frozen):
    """The form of a file in `rules/descriptions/`."""

    descriptions: tuple[Description, ...]


class Descriptions(Frozen):
    """Those that phrases may be fitted to, and those that only measure, each from its folder."""

    tuning: tuple[Description, ...] = ()
    held_back: tuple[Description, ...] = ()
