"""The metrics as Prometheus reads them, at an address of their own."""

import importlib.metadata
import platform
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from sanic import HTTPResponse, Request, Sanic
from sanic.response import raw

from bot import metrics as counted
from bot.metrics import BOUNDS, FAMILIES, Family, Metrics
from bot.standing import Standing
from bot.store.inbox import Depth
from bot.store.store import StoreError
from bot.web.probing import Probe

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Metric

Gauges = Mapping[Family, Mapping[tuple[str, ...], float]]


def install(server: Sanic[Any, Any], *, metrics: Metrics, probe: Probe, standing: Standing) -> None:
    """Registers the address."""

    @server.get("/metrics", name="metrics")
    async def scrape(request: Request) -> HTTPResponse:
        # Imported by the first scrape: a server that nobody scrapes does without.
        from prometheus_client.exposition import choose_encoder  # noqa: PLC0415

        try:
            depths = await probe.depths()
        except (StoreError, TimeoutError):
            # The health check says so; what this process counted can be told all the same.
            depths = {}
        found = registry(metrics, await gauges(probe, standing, depths), standing.mode)
        encode, content_type = choose_encoder(request.headers.get("accept", ""))
        return raw(encode(found), content_type=content_type)


async def gauges(probe: Probe, standing: Standing, depths: Mapping[str, Depth]) -> Gauges:
    """What is so now. What can't be told is left out."""
    found: dict[Family, dict[tuple[str, ...], float]] = {
        counted.DEPTH: {(name,): depth.waiting for name, depth in depths.items()},
        counted.OLDEST: {(name,): probe.age(depth.oldest) for name, depth in depths.items()},
        counted.DEAD: {(name,): depth.dead for name, depth in depths.items()},
    }
    slack = (await standing.slack())["state"]
    found[counted.SLACK_UP] = {} if slack == "off" else {(): float(slack == "ok")}
    return found


def registry(metrics: Metrics, now: Gauges, mode: str) -> "CollectorRegistry":
    """A registry with what was counted so far, what is so now, and the process itself."""
    from prometheus_client import CollectorRegistry, ProcessCollector  # noqa: PLC0415
    from prometheus_client.registry import Collector  # noqa: PLC0415

    class Ours(Collector):
        def collect(self) -> "Iterable[Metric]":
            return _collected(metrics, now, mode)

    found = CollectorRegistry(auto_describe=False)
    found.register(Ours())
    ProcessCollector(registry=found)
    return found


def _collected(metrics: Metrics, now: Gauges, mode: str) -> "Iterator[Metric]":
    from prometheus_client import core  # noqa: PLC0415

    for family in FAMILIES:
        match family.kind:
            case "counter":
                counter = core.CounterMetricFamily(family.name, family.help, labels=family.labels)
                for values, number in metrics.counts(family).items():
                    counter.add_metric(values, number)
                yield counter
            case "histogram":
                histogram = core.HistogramMetricFamily(
                    family.name, family.help, labels=family.labels
                )
                for part, (counts, total) in metrics.times().items():
                    histogram.add_metric([part], list(_buckets(counts)), total)
                yield histogram
            case "gauge":
                gauge = core.GaugeMetricFamily(family.name, family.help, labels=family.labels)
                for values, level in now.get(family, {}).items():
                    gauge.add_metric(values, level)
                yield gauge
            case "info":
                name = family.name.removesuffix("_info")
                info = core.InfoMetricFamily(name, family.help)
                info.add_metric([], {"version": _version(), "python": _python(), "mode": mode})
                yield info


def _buckets(counts: Iterable[int]) -> Iterator[tuple[str, float]]:
    """The bounds as text, each with how many durations are not above it."""
    so_far = 0
    for bound, count in zip((*map(str, BOUNDS), "+Inf"), counts, strict=True):
        so_far += count
        yield bound, so_far


def _version() -> str:
    return importlib.metadata.version("framework-advisor")


def _python() -> str:
    return platform.python_version()
