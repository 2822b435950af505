"""The benchmark of the two engines: it counts what happens; how fast is never tested."""

import itertools
import json
import sys
from pathlib import Path

from benchmarks.load.hearing import listening
from benchmarks.postgres import QUICKLY, running
from benchmarks.scaling import calls, page, processes
from benchmarks.scaling.reckoning import ASSUMED, capacity, needed
from tests.conftest import skip_or_fail

REMEDY = "run `python -m benchmarks.scaling --keep`, or `make scaling` to measure anew"
WRONG = ("errors", "unanswered", "twice", "strangers")


async def test_under_a_short_load_a_server_on_postgres_answers_all_once(tmp_path: Path) -> None:
    if sys.platform != "linux":
        skip_or_fail("only Linux tells what a process uses")
    with running(QUICKLY) as cluster:
        async with listening() as slack:
            place = processes.Place(cluster.url(), cluster)
            found = await processes.answered(tmp_path, slack, place, 1, seconds=10.0, warm=20)
        trips = calls.measure(cluster, 160)
    assert float(found["asked"]) > 0
    assert {key: found[key] for key in WRONG} == dict.fromkeys(WRONG, 0)
    # Where it grows, a statement was added on everybody's way.
    assert float(trips["trips_16"]) < float(trips["trips_1"]) <= 26


def test_the_page_shows_the_figures_that_are_kept() -> None:
    assert page.PAGE.read_text(encoding="utf-8") == page.written(), REMEDY


def test_more_questions_need_more_of_everything() -> None:
    kept = json.loads(page.MEASURED.read_text(encoding="utf-8"))
    loaded = json.loads(page.LOADED.read_text(encoding="utf-8"))
    found = [needed(given, kept, loaded) for given in ASSUMED]
    assert sorted(found, key=lambda one: one.daily) == found
    for less, more in itertools.pairwise(found):
        assert less.servers <= more.servers
        assert less.gigabytes < more.gigabytes
    assert found[0].servers == 2
    assert capacity(1_000) == 500
