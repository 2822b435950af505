"""The page of the quality figures, in Markdown, from the figures and the notes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from benchmarks.goals import (
    CLINC,
    SEEN_BY_NOBODY,
    SETTLING,
    SIZES,
    SPEED,
    UNDERSTANDING,
    Goal,
    goals_of,
    row,
)

HEAD = ("what", "figure", "goal", "missed by")

INTRO = """\
# Quality

<!-- Made by: make quality. Don't edit it; the last section is kept in quality-notes.md. -->

How good the advisor is at finding answers, how fast, and how far that is from the goals.
Absolute times say little about another machine.

- Measured on {date}
- {machine}
- [What was tried](quality-notes.md), at the end"""

QUESTIONS = """\
## Questions that nobody here has seen

Measured on the half of `knowledge/cases/` that is
[held back](authors.md#the-half-that-is-held-back): {in_scope} questions in scope, {hurried} of them
hurried, and {out_of_scope} messages out of scope. {near_misses} of those are near misses: they name
one of the frameworks, or share two telling words with an entry. `advisor evaluate` prints the same,
and a test fails when a figure falls below the committed floor."""

PICTURE = """\
## How far the confidence can be relied on

![Above: the share of first entries that are right. Below: messages.](images/reliability.svg)

On the dashed line the advisor is as often right as it says.
`advisor evaluate --plot FILE` draws it."""

ELSEWHERE = """\
## The same matcher on other people's questions

CLINC150, ten phrasings for each of 150 intents, and no downloaded model. From Larson et al., "An
Evaluation Dataset for Intent Classification and Out-of-Scope Prediction", EMNLP-IJCNLP 2019.

- Measured on {date}
- {machine}"""

TIMES = """\
## Speed and size

With {entries} entries of ours, and with synthetic ones of ten phrasings each. A size that takes
more time or memory than its bound is given up."""

WALKTHROUGH = """\
## The walkthrough

Over every set of answers, {sets} in all. `advisor rules prove` prints the same."""


DESCRIPTIONS = """\
## Understanding a description

Measured on the {n} descriptions of `rules/descriptions/held-back/`. They state {stated}
answers. `advisor evaluate` prints the same."""


def page(measured: Mapping[str, Any], notes: str) -> str:
    """The page; `notes` is Markdown for the last section, with or without a title of its own."""
    return "\n\n".join(_sections(measured, notes)) + "\n"


def _sections(measured: Mapping[str, Any], notes: str) -> Iterator[str]:
    yield INTRO.format(date=measured["date"], machine=measured["machine"])
    yield QUESTIONS.format(**measured["counts"])
    yield _table(SEEN_BY_NOBODY, measured["questions"])
    yield PICTURE
    yield ELSEWHERE.format(**measured["clinc"])
    yield _table(CLINC, measured["clinc"])
    yield TIMES.format(entries=measured["speed"]["entries"])
    yield _table(SPEED, measured["speed"])
    for size in SIZES:
        yield f"### {size:,} synthetic entries"
        yield _table(goals_of(size), measured["sizes"][str(size)])
    yield WALKTHROUGH.format(sets=f"{measured['settling']['sets']:,}")
    yield _table(SETTLING, measured["settling"])
    yield DESCRIPTIONS.format(**measured["understanding"])
    yield _table(UNDERSTANDING, measured["understanding"])
    yield "## What was tried"
    yield "\n".join(_deeper(notes)).strip()


def _table(goals: Sequence[Goal], figures: Mapping[str, float | str]) -> str:
    rows = [HEAD, ("---",) * len(HEAD), *(row(goal, figures.get(goal.key)) for goal in goals)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)


def _deeper(notes: str) -> Iterator[str]:
    """The lines with every heading a level lower, and without the title."""
    in_code = False
    for line in notes.splitlines():
        in_code ^= line.startswith("```")
        if line.startswith("# ") and not in_code:
            continue
        yield f"#{line}" if line.startswith("#") and not in_code else line
