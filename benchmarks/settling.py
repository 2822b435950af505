"""Measures how many questions the walkthrough asks until its recommendation is settled: exactly."""

from benchmarks.goals import SETTLING, Figures, table
from bot.app import load_advisor
from rules.models import Walkthrough
from rules.proof import prove


def measure(walkthrough: Walkthrough) -> Figures:
    """The figures over every set of answers to the questions that are asked."""
    proof = prove(walkthrough)
    return {
        "sets": proof.sets,
        "asked": proof.asked.mean,
        "asked_p95": proof.asked.p95,
        "in_order": proof.in_order.mean,
        "in_order_p95": proof.in_order.p95,
        "other": proof.others,
    }


def main() -> None:
    """Prints each figure with its goal."""
    print(table(SETTLING, measure(load_advisor().walkthrough)))


if __name__ == "__main__":
    main()
