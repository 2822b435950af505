"""Measures the matcher on 100, 10,000 and 100,000 synthetic entries. Run: make bench.

Each size has a process of its own, bounded in time and memory: one that is out of reach is
reported as a miss, and the others go on.
"""

import argparse
import json
import os
import random
import resource
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from rapidfuzz import fuzz, process

from benchmarks.goals import SIZES, Figures, goals_of, table
from benchmarks.synthetic import SEED, Made, entries, questions
from knowledge.matching import Matcher, build

QUESTIONS = 2_000
SECONDS, GIGABYTES = 300.0, 6.0
COMPARED, COMPARED_FOR = 50, 10.0
"""How many questions WRatio is asked at most, and for how many seconds."""

ROOT = Path(__file__).parent.parent

ONE_CORE = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"),
    "1",
)


def measure(
    size: int,
    *,
    asked: int = QUESTIONS,
    seconds: float = SECONDS,
    gigabytes: float = GIGABYTES,
) -> Figures:
    """The figures of a size, from a process of its own. A figure that could not be had within
    the bounds, each for building and for asking, is words that say so.
    """
    command = [sys.executable, "-m", "benchmarks.scale", "--inside", str(size)]
    command += ["--asked", str(asked), "--seconds", str(seconds), "--gigabytes", str(gigabytes)]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **ONE_CORE},
        capture_output=True,
        text=True,
        check=False,
    )
    found: Figures = {}
    for line in done.stdout.splitlines():
        found |= json.loads(line)
    if done.returncode == 0:
        return found
    stage = "asked" if "build_s" in found else "built"
    if done.returncode == -signal.SIGALRM:
        miss = f"not {stage} within {seconds:g} s"
    elif "MemoryError" in done.stderr:
        miss = f"not {stage} within {gigabytes:g} GB"
    else:
        last = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        miss = f"not {stage}: {last[:80]}"
    return {**{goal.key: miss for goal in goals_of(size)}, **found}


def inside(size: int, asked: int, seconds: float, gigabytes: float) -> None:
    """Measures a size in this process, and prints what is known as soon as it is."""
    made = entries(size)
    _bound_memory(gigabytes)
    base = _peak_mb()
    # Unhandled, the alarm ends the process, whatever it is busy with.
    signal.setitimer(signal.ITIMER_REAL, seconds)
    start = time.perf_counter()
    matcher = build(made)
    _say({"build_s": time.perf_counter() - start})
    signal.setitimer(signal.ITIMER_REAL, seconds)
    posed = list(questions(made, asked))
    times, right = ask(matcher, posed)
    quantiles = statistics.quantiles(times, n=100)
    _say(
        {
            "grown_mb": _peak_mb() - base,
            "median_ms": quantiles[49] * 1e3,
            "p99_ms": quantiles[98] * 1e3,
            "top1": right / len(posed),
        }
    )
    _say({"ratio": ratio(matcher, made, [text for text, _ in posed])})


def ask(matcher: Matcher, posed: Sequence[tuple[str, str]]) -> tuple[list[float], int]:
    """How long each question takes, in seconds, and how many find their entry first."""
    times, right = [], 0
    for text, entry in posed:
        start = time.perf_counter()
        ranked = matcher.rank(text, 3)
        times.append(time.perf_counter() - start)
        right += [found for found, _ in ranked[:1]] == [entry]
    return times, right


def ratio(matcher: Matcher, made: Sequence[Made], texts: Sequence[str]) -> float:
    """The median time of rank() as a part of that of WRatio over all phrasings, in turns."""
    phrasings = [text for entry in made for text in entry["phrasings"]]
    ours, theirs = [], []
    until = time.perf_counter() + COMPARED_FOR
    for text in random.Random(SEED).sample(texts, min(COMPARED, len(texts))):
        start = time.perf_counter()
        matcher.rank(text, 3)
        middle = time.perf_counter()
        process.extractOne(text, phrasings, scorer=fuzz.WRatio)
        end = time.perf_counter()
        ours.append(middle - start)
        theirs.append(end - middle)
        if end > until:
            break
    return statistics.median(ours) / statistics.median(theirs)


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints each size's figures beside the goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES), help="how many entries")
    parser.add_argument("--inside", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--asked", type=int, default=QUESTIONS, help="how many questions")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="the bound of each step")
    parser.add_argument("--gigabytes", type=float, default=GIGABYTES, help="the bound of memory")
    given = parser.parse_args(arguments)
    if given.inside:
        inside(given.inside, given.asked, given.seconds, given.gigabytes)
        return
    for size in given.sizes:
        bounds = {"asked": given.asked, "seconds": given.seconds, "gigabytes": given.gigabytes}
        print(f"{size:,} entries")
        print(table(goals_of(size), measure(size, **bounds)), flush=True)


def _say(figures: Figures) -> None:
    print(json.dumps(figures), flush=True)


def _bound_memory(gigabytes: float) -> None:
    """Lets this process take so much more address space than it has; only Linux keeps to that."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        limit = int(statm.read_text().split()[0]) * resource.getpagesize() + int(gigabytes * 1e9)
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _peak_mb() -> float:
    # Linux hands the peak of getrusage on from the process that started this one.
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    peaks = [int(line.split()[1]) for line in lines if line.startswith("VmHWM:")]
    return (peaks[0] if peaks else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


if __name__ == "__main__":
    main()
