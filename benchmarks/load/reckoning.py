"""From runs to figures: rates, processor time, latencies, and whether all was answered once."""

import statistics
from collections.abc import Sequence

from benchmarks.goals import Figures
from benchmarks.load.lines import OK, Sent
from benchmarks.load.measuring import Answering, Run

LEVELS = {"median": 50, "p95": 95, "p99": 99}


def figures(bare: Sequence[Run], acknowledged: Run, answered: Answering) -> Figures:
    """The figures of one measurement; bare Sanic was run before the others and after them."""
    fast, again = answered.distinct, answered.repeated
    bare_us = statistics.mean(run.micros for run in bare)
    bare_rate = statistics.mean(run.driven.rate(_acknowledged) for run in bare)
    ack_rate = acknowledged.driven.rate(_acknowledged)
    answered_rate, again_rate = (run.driven.rate(_answered) for run in (fast, again))
    return {
        "ack_ratio": bare_us / acknowledged.micros,
        "ack_ratio_clock": ack_rate / bare_rate,
        "answered_ratio": bare_us / fast.micros,
        "answered_ratio_clock": answered_rate / bare_rate,
        "repeated_ratio": bare_us / again.micros,
        "repeated_ratio_clock": again_rate / bare_rate,
        "bare_us": bare_us,
        "ack_us": acknowledged.micros,
        "answered_us": fast.micros,
        "repeated_us": again.micros,
        "bare_rate": round(bare_rate),
        "ack_rate": round(ack_rate),
        "answered_rate": round(answered_rate),
        "repeated_rate": round(again_rate),
        **latencies(answered.calm.driven.sent),
        "calm_rate": round(answered.calm.driven.rate(_acknowledged)),
        "started_s": answered.started,
        "resting_mb": answered.resting,
        "ended_mb": answered.ended,
        **counts([fast, again, answered.calm]),
        "driver_busy": max(run.busy for run in (*bare, acknowledged, fast, again)),
        "loads": loads([bare[0], acknowledged, fast, again, answered.calm, bare[-1]]),
    }


def latencies(sent: Sequence[Sent]) -> Figures:
    """How long people waited for acknowledgements and answers, in milliseconds."""
    times = {
        "ack": [one.acknowledged - one.at for one in sent if one.status == OK],
        "answer": [one.answered - one.at for one in sent if one.answers],
    }
    return {
        f"{name}_{level}_ms": percentile(found, percent) * 1e3
        for name, found in times.items()
        for level, percent in LEVELS.items()
    }


def counts(runs: Sequence[Run]) -> Figures:
    """How many were asked, and what went wrong with how many: nothing may."""
    sent = [one for run in runs for one in run.driven.sent]
    return {
        "asked": len(sent),
        "errors": sum(one.status != OK for one in sent),
        "unanswered": sum(one.status == OK and not one.answers for one in sent),
        "twice": sum(one.answers > 1 for one in sent),
        "strangers": sum(run.driven.strangers for run in runs),
    }


def percentile(found: Sequence[float], percent: int) -> float:
    """The smallest value that so many percent do not exceed; 0 where there is none."""
    return sorted(found)[max(0, -(-len(found) * percent // 100) - 1)] if found else 0.0


def loads(runs: Sequence[Run]) -> str:
    """The load of the machine at the beginning of each run."""
    return ", ".join(f"{run.load:.1f}" for run in runs)


def _acknowledged(one: Sent) -> float:
    return one.acknowledged


def _answered(one: Sent) -> float:
    return one.answered


def with_rest(parts: Figures, load: Figures) -> Figures:
    """The parts of an answered event, with bare Sanic's own, what is left over, and the sum."""
    found = {"http": float(load["bare_us"]), **{key: float(us) for key, us in parts.items()}}
    answered = float(load["answered_us"])
    return {**found, "rest": answered - sum(found.values()), "answered": answered}
