"""The figures of the server under load, each with its goal."""

from collections.abc import Mapping, Sequence

from benchmarks.goals import Goal
from benchmarks.load.reviewing import PAGES

RATIOS: Sequence[Goal] = (
    Goal("ack_ratio", "acknowledged durably, by processor time", 0.5),
    Goal("ack_ratio_clock", "acknowledged durably, by the clock"),
    Goal("answered_ratio", "answered, by processor time", 0.15),
    Goal("answered_ratio_clock", "answered, by the clock"),
    Goal("repeated_ratio", "answered where questions repeat, by processor time"),
    Goal("repeated_ratio_clock", "answered where questions repeat, by the clock"),
)

RATES: Sequence[Goal] = (
    Goal("bare_us", "bare Sanic, processor time of a request", unit="µs"),
    Goal("ack_us", "acknowledged, of an event", unit="µs"),
    Goal("answered_us", "answered, of an event", unit="µs"),
    Goal("repeated_us", "answered where questions repeat, of an event", unit="µs"),
    Goal("bare_rate", "bare Sanic, by the clock", unit="/s"),
    Goal("ack_rate", "acknowledged, by the clock", unit="/s"),
    Goal("answered_rate", "answered, by the clock", unit="/s"),
    Goal("repeated_rate", "answered where questions repeat, by the clock", unit="/s"),
    Goal("driver_busy", "time that the driver was busy, at most"),
)

LATENCIES: Sequence[Goal] = (
    Goal("calm_rate", "questions a second", unit="/s"),
    Goal("ack_median_ms", "acknowledgement, median", unit="ms"),
    Goal("ack_p95_ms", "acknowledgement, 95th percentile", unit="ms"),
    Goal("ack_p99_ms", "acknowledgement, 99th percentile", unit="ms"),
    Goal("answer_median_ms", "answer, median", unit="ms"),
    Goal("answer_p95_ms", "answer, 95th percentile", unit="ms"),
    Goal("answer_p99_ms", "answer, 99th percentile", unit="ms"),
)

MEMORY: Sequence[Goal] = (
    Goal("resting_mb", "memory at rest", 120, "MB", at_most=True),
    Goal("ended_mb", "memory after all questions", unit="MB"),
)

COUNTS: Sequence[Goal] = (
    Goal("asked", "questions asked"),
    Goal("errors", "not acknowledged", 0, at_most=True),
    Goal("unanswered", "acknowledged, yet not answered", 0, at_most=True),
    Goal("twice", "answered twice", 0, at_most=True),
    Goal("strangers", "answers to nothing that was asked", 0, at_most=True),
)

PARTS: Mapping[str, str] = {
    "http": "HTTP: what bare Sanic takes",
    "verify": "verify: the signature",
    "parse": "parse: the body",
    "dispatch": "dispatch: what it is, and whose",
    "commit": "commit: claimed and in the inbox",
    "match": "match: the entry is found",
    "understand": "understand: what it states on the walkthrough's questions",
    "record": "record: the turn, out of the inbox, into the outbox and out of it",
    "render": "render: text and blocks",
    "post": "post: the call of Slack",
    "rest": "rest: threads, queues, and what the parts cost each other",
    "answered": "an answered event",
}

CROWD: Sequence[Goal] = (
    *COUNTS,
    Goal("ack_median_ms", "acknowledgement, median", unit="ms"),
    Goal("ack_p99_ms", "acknowledgement, 99th percentile", 200, "ms", at_most=True),
    Goal("answer_median_ms", "answer, median", unit="ms"),
    Goal("answer_p99_ms", "answer, 99th percentile", unit="ms"),
    Goal("rate", "answered", unit="/s"),
    Goal("ended_mb", "memory at the end", unit="MB"),
)

FULL: Sequence[Goal] = (
    Goal("ack_slower", "acknowledgement, median, against that on an empty log", 1.1, at_most=True),
    Goal("answer_slower", "answer, median, against that on an empty log", 1.1, at_most=True),
    Goal("spent_more", "processor time of an event, against the same", 1.1, at_most=True),
    Goal("empty_us", "empty log: processor time of an event", unit="µs"),
    Goal("full_us", "full log: processor time of an event", unit="µs"),
    Goal("empty_ack_median_ms", "empty log: acknowledgement, median", unit="ms"),
    Goal("full_ack_median_ms", "full log: acknowledgement, median", unit="ms"),
    Goal("empty_answer_median_ms", "empty log: answer, median", unit="ms"),
    Goal("full_answer_median_ms", "full log: answer, median", unit="ms"),
    Goal("empty_started_s", "empty log: start of the server", unit="s"),
    Goal("full_started_s", "full log: start of the server", unit="s"),
    Goal("full_mb", "full log: memory at the end", unit="MB"),
    *COUNTS,
)

REVIEW: Sequence[Goal] = (
    Goal("all_ms", "all pages and the exports of a month", 100, "ms", at_most=True),
    *(Goal(f"{key}_ms", what, unit="ms") for key, what in PAGES.items()),
)
