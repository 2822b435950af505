"""Versions of the rules: what tells one from another, and what lies between two of them. Pure."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from knowledge.ids import FRAMEWORKS, FrameworkId
from rules.models import UNKNOWN, Answers, Walkthrough

Weight = int | Literal["veto"]
"""What an answer does to a framework; 0 for nothing."""


@dataclass(frozen=True)
class Reweighed:
    """An answer that does something else to a framework than it did before.

    `before` is None where it is not known.
    """

    criterion: str
    option: str
    framework: FrameworkId
    before: Weight | None
    now: Weight


@dataclass(frozen=True)
class Changes:
    """What changed between two versions of the rules for somebody with some answers.

    `gone` are the answers that the new rules do not have, `criteria` the new questions, `options`
    the new answers, by criterion, to questions that were answered.
    """

    gone: Mapping[str, str]
    criteria: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    reweighed: tuple[Reweighed, ...]


def fingerprint(walkthrough: Walkthrough) -> str:
    """What two versions have in common that decide alike, whatever their words or number."""
    decisive = {
        criterion.id: {
            option.id: {f: weight(walkthrough, criterion.id, option.id, f) for f in FRAMEWORKS}
            for option in criterion.options
        }
        for criterion in walkthrough.criteria
    }
    written = json.dumps([walkthrough.id, decisive], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def written(walkthrough: Walkthrough) -> str:
    """The rules as JSON, to be kept: without the phrases, which decide nothing."""
    phrases = {"criteria": {"__all__": {"options": {"__all__": {"phrases"}}}}}
    return walkthrough.model_dump_json(exclude=phrases)


def read(kept: str) -> Walkthrough | None:
    """Rules that were kept; None where they have a form that is not understood any more."""
    try:
        return Walkthrough.model_validate(json.loads(kept, object_hook=_with_clause))
    except ValueError:
        return None


def weight(walkthrough: Walkthrough, criterion: str, option: str, framework: FrameworkId) -> Weight:
    """What an answer does to a framework; 0 also where the rules do not have the answer."""
    found = next((c.option(option) for c in walkthrough.criteria if c.id == criterion), None)
    effect = found.effects.get(framework) if found else None
    return 0 if effect is None else "veto" if effect.veto else effect.weight


def unknown(walkthrough: Walkthrough, answers: Answers) -> dict[str, str]:
    """The answers that the rules do not have."""
    options = {c.id: {UNKNOWN, *(o.id for o in c.options)} for c in walkthrough.criteria}
    return {c: o for c, o in answers.items() if o not in options.get(c, ())}


def between(old: Walkthrough | None, new: Walkthrough, answers: Answers) -> Changes:
    """What changed for somebody with some answers; without the old rules, what can be known."""
    gone = unknown(new, answers)
    if old is None:
        return Changes(gone, (), (), ())
    had = {c.id: {o.id for o in c.options} for c in old.criteria}
    return Changes(
        gone=gone,
        criteria=tuple(c.id for c in new.criteria if c.id not in had),
        options=tuple(
            (c.id, o.id)
            for c in new.criteria
            if c.id in answers and c.id in had
            for o in c.options
            if o.id not in had[c.id]
        ),
        reweighed=tuple(_reweighed(old, new, {c: o for c, o in answers.items() if c not in gone})),
    )


def _with_clause(part: dict[str, Any]) -> dict[str, Any]:
    # Rules that were kept before there were clauses have only labels to say instead.
    for holds, clause in (("options", "unsure"), ("effects", "supposing")):
        if holds in part and "label" in part:
            part.setdefault(clause, part["label"])
    return part


def _reweighed(old: Walkthrough, new: Walkthrough, answers: Answers) -> Iterator[Reweighed]:
    for criterion, option in answers.items():
        for framework in FRAMEWORKS:
            before = weight(old, criterion, option, framework)
            now = weight(new, criterion, option, framework)
            if before != now:
                yield Reweighed(criterion, option, framework, before, now)
