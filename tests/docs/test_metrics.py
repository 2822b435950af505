"""The table of metrics is the one that Prometheus gets."""

import re
from typing import get_args

from prometheus_client import CollectorRegistry

from bot import metrics
from bot.metrics import FAMILIES, Metrics
from bot.web.exposition import registry
from tests.docs.metrics_table import table
from tests.docs.pages import OPERATORS, inline_code, rows

REMEDY = "run `python -m tests.docs.metrics_table` and paste what it prints into docs/operators.md"


def filled() -> CollectorRegistry:
    """A registry in which every family has a sample."""
    counted = Metrics()
    counted.event("direct", "accepted")
    counted.reply("web", "answer")
    counted.call("auth.test", "ok")
    counted.retry("post", "failed")
    counted.given_up("outbox")
    now = {
        family: {tuple("inbox" for _ in family.labels): 1.0}
        for family in FAMILIES
        if family.kind == "gauge"
    }
    return registry(counted, now, "web")


def test_the_table_of_metrics_is_the_one_of_the_code() -> None:
    assert table() in OPERATORS.read_text(encoding="utf-8"), REMEDY


def test_the_table_has_every_metric_of_the_registry_with_its_labels_and_no_other() -> None:
    told: dict[str, set[str]] = {}
    for metric in filled().collect():
        if metric.name.startswith("process_"):
            continue
        suffix = {"counter": "_total", "info": "_info"}.get(metric.type, "")
        found = told.setdefault(f"`{metric.name}{suffix}`", set())
        for sample in metric.samples:
            found |= sample.labels.keys() - {"le"}
    documented = rows(OPERATORS, "metric")
    assert told == {name: set(re.findall(r"`(\w+)`", cell)) for name, cell in documented.items()}


def test_every_value_of_a_label_is_explained() -> None:
    kinds = (
        *(metrics.Kind, metrics.EventOutcome, metrics.Part, metrics.Queue),
        *(metrics.Retried, metrics.Reason, metrics.CallResult),
    )
    values = {value for kind in kinds for value in get_args(kind)}
    assert values <= set(inline_code(OPERATORS))
