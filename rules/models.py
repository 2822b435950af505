"""A walkthrough as frozen models: criteria, their options, and each option's effects."""

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from knowledge.content import Frozen, unknown
from knowledge.ids import FrameworkId
from knowledge.models import Id, Text
from rules.scoring import Table, tabulated

UNKNOWN = "dont-know"
"""The answer that every criterion takes beside its own options: it has no effect."""

Clause = Annotated[Text, StringConstraints(max_length=60)]
"""What follows "it would be the first if …", in the past tense: "staff needed an admin"."""

Answers = Mapping[str, str]
"""The option chosen for each answered criterion, by id."""


class Effect(Frozen):
    """What choosing an option does to a framework: a weight, or a veto, for a reason.

    `see` is the id of the FAQ entry that the reason rests on.
    """

    weight: Annotated[int, Field(strict=True, ge=-8, le=8)] = 0
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
    """A possible answer to a criterion. `phrases` are words with which people state it.

    `supposing` says in a sentence that this were the answer. A `neutral` option is there to be
    chosen, and is meant to have no effect.
    """

    id: Id
    label: Annotated[Text, StringConstraints(max_length=40)]
    supposing: Clause
    phrases: tuple[Text, ...] = ()
    effects: Mapping[FrameworkId, Effect] = {}
    neutral: Annotated[bool, Field(strict=True)] = False

    @model_validator(mode="after")
    def _is_neutral_or_not(self) -> "Option":
        if self.neutral and self.effects:
            raise ValueError(f"expected no effects of a neutral option, got {list(self.effects)}")
        return self


class Criterion(Frozen):
    """One question of a walkthrough. `unsure` says in a sentence that nobody knew the answer.

    An `optional` one counts when it is answered, and nobody waits for it.
    """

    id: Id
    label: Annotated[Text, StringConstraints(max_length=24)]
    question: Text
    help: Text
    unsure: Clause
    optional: Annotated[bool, Field(strict=True)] = False
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

    def supposing(self, option_id: str) -> str:
        """The clause for the answer of that id, be it "don't know"; also for what is not there."""
        option = self.option(option_id)
        return option.supposing if option else self.unsure


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
        if all(criterion.optional for criterion in self.criteria):
            raise ValueError("expected at least one criterion that is not optional, got none")
        return self

    def __copy__(self) -> Self:
        copied = super().__copy__()
        for worked_out in ("table", "places"):  # A copy may be given other criteria.
            copied.__dict__.pop(worked_out, None)
        return copied

    @cached_property
    def table(self) -> Table:
        """The effects as numbers, worked out once."""
        return tabulated(
            [
                [
                    {f: None if effect.veto else effect.weight for f, effect in o.effects.items()}
                    for o in criterion.options
                ]
                for criterion in self.criteria
            ],
            optional=[criterion.optional for criterion in self.criteria],
        )

    @cached_property
    def places(self) -> Mapping[str, tuple[int, Mapping[str, int]]]:
        """For each criterion its place, and the places of its options."""
        return {
            criterion.id: (place, {option.id: o for o, option in enumerate(criterion.options)})
            for place, criterion in enumerate(self.criteria)
        }

    @property
    def course(self) -> tuple[Criterion, ...]:
        """The criteria that are asked until the matter is settled: those that are not optional."""
        return tuple(criterion for criterion in self.criteria if not criterion.optional)

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of that id.

        Raises:
            UnknownAnswer: if there is none.
        """
        if criterion_id not in self.places:
            raise UnknownAnswer(unknown("criterion", criterion_id, self.places))
        return self.criteria[self.places[criterion_id][0]]

    def check(self, answers: Answers) -> None:
        """Makes sure that every answer names a criterion and one of its options.

        Raises:
            UnknownAnswer: naming the first that does not, with the valid ones.
        """
        for criterion_id, option_id in answers.items():
            criterion = self.criterion(criterion_id)
            _, options = self.places[criterion_id]
            if option_id != UNKNOWN and option_id not in options:
                valid = ", ".join([option.id for option in criterion.options] + [UNKNOWN])
                raise UnknownAnswer(
                    f"unknown option {option_id!r} of criterion {criterion_id!r}: "
                    f"expected one of {valid}"
                )

    def chosen(self, answers: Answers) -> list[tuple[int, int]]:
        """The places of the answered criteria and their options, in the order of the criteria.

        "Don't know" is left out.

        Raises:
            UnknownAnswer: naming the first answer that is not there, with the valid ones.
        """
        self.check(answers)
        places = ((self.places[c], o) for c, o in answers.items() if o != UNKNOWN)
        return sorted((place, options[o]) for (place, options), o in places)


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
