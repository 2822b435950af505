"""Measures what the goals ask for and writes docs/quality.md. Run: make quality.

The figures are kept in benchmarks/measured.json, the page is made of them and of the notes in
docs/quality-notes.md. `--keep` only makes the page again, for notes that have changed.
"""

import argparse
import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import matching, scale, serving, settling
from benchmarks.goals import CLINC, SIZES, Figures
from benchmarks.quality_page import page
from bot.app import load_advisor, utc_now
from bot.commands import evaluating, figures, plotting
from knowledge.figures import Figures as Measured
from knowledge.reliability import Precision

ROOT = Path(__file__).parent.parent
MEASURED = Path(__file__).parent / "measured.json"
PAGE = ROOT / "docs" / "quality.md"
NOTES = ROOT / "docs" / "quality-notes.md"
PICTURE = ROOT / "docs" / "images" / "reliability.svg"

PHRASINGS = "k10"
"""The part of the CLINC150 figures that the goals are about: ten phrasings an intent."""


class NoFigures(Exception):
    """The CLINC150 figures cannot be used; the message says what was expected."""


def clinc_figures(file: Path) -> Figures:
    """The figures for ten phrasings an intent, from what the outside tool printed.

    Raises:
        NoFigures: if the file is missing, no JSON, or lacks a figure.
    """
    try:
        found = json.loads(file.read_text(encoding="utf-8"))[PHRASINGS]
        return {goal.key: round(float(found[goal.key]), 4) for goal in CLINC}
    except (OSError, ValueError, KeyError, TypeError) as error:
        reason = f"{type(error).__name__}: {error}"
        message = f"{file}: expected the JSON of the CLINC150 tool with {PHRASINGS!r}; {reason}"
        raise NoFigures(message) from error


def measure(seconds: float, gigabytes: float) -> dict[str, Any]:
    """All figures but those of CLINC150; draws the picture as well."""
    advisor = load_advisor()
    quality = evaluating.measure(advisor)
    plotting.draw(PICTURE, figures.halves(quality.questions))
    held_back = quality.questions.held_back
    return {
        "date": str(utc_now().date()),
        "machine": machine(),
        "counts": {
            "in_scope": held_back.in_scope.n,
            "hurried": held_back.hurried.n,
            "out_of_scope": held_back.out_of_scope,
            "near_misses": held_back.near_misses.n,
        },
        "questions": _rounded(_questions(held_back)),
        "speed": _rounded({**matching.measure(), **serving.measure()}),
        "sizes": {
            str(size): _rounded(scale.measure(size, seconds=seconds, gigabytes=gigabytes))
            for size in SIZES
        },
        "settling": _rounded(settling.measure(advisor.walkthrough)),
        "understanding": _rounded(quality.understanding.held_back.model_dump()),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures, keeps the figures and writes the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clinc", type=Path, metavar="FILE", help="what the CLINC150 tool printed")
    parser.add_argument("--keep", action="store_true", help="measure nothing, write the page only")
    parser.add_argument("--seconds", type=float, default=scale.SECONDS, help="bound of each size")
    parser.add_argument("--gigabytes", type=float, default=scale.GIGABYTES, help="the same")
    given = parser.parse_args(arguments)
    kept: dict[str, Any] = json.loads(MEASURED.read_text(encoding="utf-8"))
    try:
        clinc = given.clinc and clinc_figures(given.clinc)
    except NoFigures as error:
        parser.error(str(error))
    if not given.keep:
        kept |= measure(given.seconds, given.gigabytes)
    if clinc:
        kept["clinc"] = {"date": str(utc_now().date()), "machine": machine(), **clinc}
    MEASURED.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    PAGE.write_text(page(kept, NOTES.read_text(encoding="utf-8")), encoding="utf-8")
    print(f"written: {PAGE.relative_to(ROOT)}")


def _questions(held_back: Measured) -> Mapping[str, float | None]:
    nothing = Precision(n=0, right=None)
    words = {
        f"{word}_right": held_back.words.get(word, nothing).right
        for word in ("sure", "likely", "unsure")
    }
    return {
        "top1": held_back.in_scope.top1,
        "top3": held_back.in_scope.top3,
        "hurried_top1": held_back.hurried.top1,
        "hurried_top3": held_back.hurried.top3,
        "out_refused": held_back.out_of_scope_refused,
        "in_refused": held_back.refused,
        "out_refused_at_5": held_back.out_of_scope_refused_at_5,
        "near_refused": held_back.near_misses.refused,
        "near_answered": held_back.near_misses.answered,
        "answer_right": held_back.outcomes.answer.right,
        **words,
        "auroc": held_back.auroc,
        "error": held_back.reliability.error,
    }


def _rounded(given: Mapping[str, float | str | None]) -> Figures:
    """The figures that there are, with as many places as a reader needs."""
    return {
        key: round(value, 4) if isinstance(value, float) else value
        for key, value in given.items()
        if value is not None
    }


def machine() -> str:
    """The machine that figures were measured on, in words."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    chip = names[0] if names else platform.machine()
    return (
        f"{os.cpu_count()} cores ({chip}), {platform.system()}, Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main()
