"""A walkthrough as frozen models: criteria, their options, and each option's effects."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from knowledge.content import Frozen, unknown
from knowledge.ids import FrameworkId
from knowledge.models import Id, Text

UNKNOWN = "dont-know"
"""The answer that every criterion takes beside its own options: it has no effect."""

Answers = Mapping[str, str]
"""The option chosen for each answered criterion, by id."""


class Effect(Frozen):
    """What choosing an option does to a framework: a weight, or a veto, for a reason.

    `see` is the id of the FAQ entry that the reason rests on.
    """

    weight: Annotated[int, Field(strict=True, ge=-4, le=4)] = 0
    veto: Annotated[bool, Field(strict=True)] = False
    reason: Annotated[Text, Field(max_length=160)]
    see: Id

    @model_validator(mode="after")
    def _has_one_effect(self) -> "Effect":
        if self.veto == (self.weight != 0):
            got = f"weight = {self.weight} and veto = {str(self.veto).lower()}"
            raise ValueError(f"expected either a weight other than 0, or veto = true, got {got}")
        return self


class Option(Frozen):
    """A possible answer to a criterion. `phrases` are words with which people state it."""

    id: Id
    label: Annotated[Text, StringConstraints(max_length=40)]
    phrases: tuple[Text, ...] = ()
    effects: Mapping[FrameworkId, Effect] = {}


class Criterion(Frozen):
    """One question of a walkthrough."""

    id: Id
    label: Annotated[Text, StringConstraints(max_length=24)]
    question: Text
    help: Text
    options: Annotated[tuple[Option, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "Criterion":
        ids = [option.id for option in self.options]
        if len(set(ids)) < len(ids) or UNKNOWN in ids:
            raise ValueError(f"option ids must be unique and not {UNKNOWN!r}, got {ids}")
        return self

    def option(self, option_id: str) -> Option | None:
        """The option of that id; None for "don't know" or an id that is not there."""
        return next((option for option in self.options if option.id == option_id), None)


class Walkthrough(Frozen):
    """The whole set of rules. `version` rises with every change of its content."""

    id: Id
    version: Annotated[int, Field(strict=True, ge=1)]
    title: Text
    intro: Text
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> "Walkthrough":
        ids = [criterion.id for criterion in self.criteria]
        if len(set(ids)) < len(ids):
            raise ValueError(f"criterion ids must be unique, got {ids}")
        return self

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of that id.

        Raises:
            UnknownAnswer: if there is none.
        """
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise UnknownAnswer(unknown("criterion", criterion_id, self._criterion_ids()))

    def check(self, answers: Answers) -> None:
        """Makes sure that every answer names a criterion and one of its options.

        Raises:
            UnknownAnswer: naming the first that does not, with the valid ones.
        """
        for criterion_id, option_id in answers.items():
            criterion = self.criterion(criterion_id)
            if option_id != UNKNOWN and criterion.option(option_id) is None:
                valid = ", ".join([option.id for option in criterion.options] + [UNKNOWN])
                raise UnknownAnswer(
                    f"unknown option {option_id!r} of criterion {criterion_id!r}: "
                    f"expected one of {valid}"
                )

    def _criterion_ids(self) -> list[str]:
        return [criterion.id for criterion in self.criteria]


class UnknownAnswer(ValueError):
    """An answer names a criterion or an option that the walkthrough does not have."""


class DecisionCase(Frozen):
    """A situation with the first choices that are right, and those that would be a mistake."""

    name: Text
    answers: Mapping[Id, Id] | None = None
    text: Text | None = None
    accept: Annotated[tuple[FrameworkId, ...], Field(min_length=1)]
    mistakes: tuple[FrameworkId, ...] = ()
    rests_on: Text

    @model_validator(mode="after")
    def _is_one_case(self) -> "DecisionCase":
        if (self.answers is None) == (self.text is None):
            raise ValueError("expected either answers or text")
        both = sorted(set(self.accept) & set(self.mistakes))
        if both:
            raise ValueError(f"expected to accept what is no mistake, got {both} in both lists")
        return self


class DecisionCaseFile(Frozen):
    """The form of a file in `rules/cases/`."""

    cases: tuple[DecisionCase, ...]
