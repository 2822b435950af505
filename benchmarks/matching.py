"""Measures the matcher on the real content: building, finding, memory. Run: make bench."""

import resource
import statistics
import time

import knowledge.base
from bot.app import load_advisor
from knowledge.asking import Finder

ROUNDS = 3


def main() -> None:
    """Prints each figure with its goal."""
    start = time.perf_counter()
    advisor = load_advisor()
    advisor.finder.find("is drf too slow")
    first_answer = time.perf_counter() - start

    start = time.perf_counter()
    Finder(advisor.knowledge)
    build = time.perf_counter() - start

    questions = [case.text for case in knowledge.base.load_cases()]
    times = []
    for question in questions * ROUNDS:
        start = time.perf_counter()
        advisor.finder.find(question)
        times.append((time.perf_counter() - start) * 1e3)
    quantiles = statistics.quantiles(times, n=100)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    rows = [
        ("entries", f"{len(advisor.knowledge.entries)}", ""),
        ("content loaded and first answer", f"{first_answer:.2f} s", "2 s"),
        ("index built, without learning from cases", f"{build:.2f} s", "1 s"),
        ("one question, median", f"{quantiles[49]:.2f} ms", "0.15 ms"),
        ("one question, 99th percentile", f"{quantiles[98]:.2f} ms", "0.5 ms"),
        ("memory, peak", f"{memory:.0f} MB", "120 MB"),
    ]
    for name, figure, goal in rows:
        print(f"{name:<42} {figure:>10}   goal {goal}" if goal else f"{name:<42} {figure:>10}")


if __name__ == "__main__":
    main()
