"""What is counted and timed: exactly, from any thread, within bounds."""

import threading
import time

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.conversation import Conversation
from bot.metrics import BOUNDS, EVENTS, MOST_BEGUN, REPLIES, Metrics
from bot.store.records import Person, Thread
from bot.web.exposition import registry


def value(found: CollectorRegistry, name: str, **labels: str) -> float | None:
    return found.get_sample_value(name, labels)


def exposed(metrics: Metrics) -> CollectorRegistry:
    return registry(metrics, {}, "web")


def test_what_is_counted_is_told_by_its_labels() -> None:
    metrics = Metrics()
    metrics.event("direct", "accepted")
    metrics.event("direct", "accepted")
    metrics.event("click", "duplicate")
    found = exposed(metrics)
    assert value(found, "advisor_events_total", kind="direct", outcome="accepted") == 2
    assert value(found, "advisor_events_total", kind="click", outcome="duplicate") == 1


def test_nothing_is_lost_when_threads_count_at_the_same_time() -> None:
    metrics = Metrics()

    def work() -> None:
        for _ in range(2_000):
            metrics.event("direct", "accepted")
            metrics.took("post", 0.01)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert metrics.counts(EVENTS) == {("direct", "accepted"): 8_000}
    assert sum(metrics.times()["post"][0]) == 8_000


def test_a_duration_counts_up_to_every_bound_that_is_not_below_it() -> None:
    metrics = Metrics()
    for seconds in (0.01, 0.011, 1e6, -5.0):
        metrics.took("store", seconds)
    found = exposed(metrics)

    def below(bound: str) -> float | None:
        return value(found, "advisor_part_seconds_bucket", part="store", le=bound)

    assert [below(b) for b in ("0.005", "0.01", "0.025", "3600.0", "+Inf")] == [1, 2, 3, 3, 4]
    assert value(found, "advisor_part_seconds_count", part="store") == 4
    assert value(found, "advisor_part_seconds_sum", part="store") == 1_000_000.021


def test_the_bounds_rise() -> None:
    assert list(BOUNDS) == sorted(set(BOUNDS))


def test_the_whole_way_is_measured_once_for_an_event() -> None:
    metrics = Metrics()
    metrics.began("event:1", time.perf_counter() - 2)
    metrics.posted("event:1", otherwise=1_000)
    metrics.posted("event:1", otherwise=1_000)
    counts, total = metrics.times()["whole"]
    assert sum(counts) == 1
    assert 2 <= total < 100


def test_the_way_of_an_event_that_another_process_took_counts_from_what_is_known() -> None:
    metrics = Metrics()
    metrics.posted("event:1", otherwise=7)
    assert metrics.times()["whole"][1] == 7


def test_events_without_a_reply_are_forgotten_in_the_end() -> None:
    metrics = Metrics()
    for number in range(MOST_BEGUN + 1):
        metrics.began(f"event:{number}", 0.0)
    metrics.posted("event:0", otherwise=3)
    assert metrics.times()["whole"][1] == 3


def test_what_is_exposed_can_be_read_by_prometheus() -> None:
    metrics = Metrics()
    metrics.call("chat.postMessage", "rate_limited")
    text = generate_latest(exposed(metrics)).decode()
    names = {family.name for family in text_string_to_metric_families(text)}
    assert {"advisor_slack_calls", "advisor_part_seconds", "advisor_build_info"} <= names


def test_two_registries_know_nothing_of_each_other() -> None:
    first, second = Metrics(), Metrics()
    first.given_up("inbox")
    assert value(exposed(first), "advisor_given_up_total", queue="inbox") == 1
    assert value(exposed(second), "advisor_given_up_total", queue="inbox") is None


def test_every_reply_on_record_counts_by_where_it_was_given_and_what_it_was(
    conversation: Conversation,
) -> None:
    person = Person(id="terminal:ann", name="Ann")
    for surface in ("web", "terminal"):
        thread = Thread.model_validate({"id": f"{surface}:1", "surface": surface})
        conversation.say(thread, person, "help")
    conversation.say(thread, person, "start")
    counts = conversation.metrics.counts(REPLIES)
    assert counts == {("web", "help"): 1, ("terminal", "help"): 1, ("terminal", "step"): 1}
