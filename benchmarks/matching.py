"""Measures the matcher on the real content: building, finding, memory. Run: make bench."""

import resource
import statistics
import time

import knowledge.base
from benchmarks.goals import SPEED, Figures, table
from bot.app import load_advisor
from knowledge.asking import Finder

ROUNDS = 3


def measure() -> Figures:
    """The figures in this process, with the content loaded anew."""
    start = time.perf_counter()
    advisor = load_advisor()
    advisor.finder.find("is drf too slow")
    loaded = time.perf_counter() - start

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
    return {
        "entries": len(advisor.knowledge.entries),
        "loaded_s": loaded,
        "real_build_s": build,
        "real_median_ms": quantiles[49],
        "real_p99_ms": quantiles[98],
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def main() -> None:
    """Prints each figure with its goal."""
    figures = measure()
    print(table([goal for goal in SPEED if goal.key in figures], figures))
    print(
        f"{figures['entries']} entries; all content loaded, and a first question answered: ", end=""
    )
    print(f"{figures['loaded_s']:.2f} s; memory, peak: {figures['peak_mb']:.0f} MB")


if __name__ == "__main__":
    main()
