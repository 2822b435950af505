"""Measures how many questions the walkthrough asks until its recommendation is settled."""

import random
import statistics

from benchmarks.goals import SETTLING, Figures, table
from bot.app import load_advisor
from rules.engine import evaluate
from rules.models import Walkthrough

SETS = 2_000
SEED = 2026


def measure(walkthrough: Walkthrough, sets: int = SETS) -> Figures:
    """The figures over so many random sets of answers, each asked in the walkthrough's order."""
    rng = random.Random(SEED)
    asked, other = [], 0
    for _ in range(sets):
        full = {c.id: rng.choice(c.options).id for c in walkthrough.criteria}
        answers: dict[str, str] = {}
        result = evaluate(walkthrough, answers)
        while not result.settled and result.next_question is not None:
            answers[result.next_question] = full[result.next_question]
            result = evaluate(walkthrough, answers)
        asked.append(len(answers))
        other += result.recommended != evaluate(walkthrough, full).recommended
    return {
        "sets": sets,
        "asked": statistics.mean(asked),
        "asked_p95": statistics.quantiles(asked, n=20)[-1],
        "other": other,
    }


def main() -> None:
    """Prints each figure with its goal."""
    print(table(SETTLING, measure(load_advisor().walkthrough)))


if __name__ == "__main__":
    main()
