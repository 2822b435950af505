"""Replay: results on record run through other rules."""

import dataclasses
import datetime
import itertools
from collections.abc import Iterable

from rules.engine import evaluate
from rules.models import Walkthrough
from rules.replaying import Logged, Replay, Weights, replay
from rules.versions import Reweighed, fingerprint
from tests.rules.content import small
from tests.rules.test_versions import EFFECT, edited

NOON = datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC)
DECISION = Logged(
    kind="decision",
    id="1",
    at=NOON,
    person="Ada",
    walkthrough="small",
    version=3,
    rules=fingerprint(small()),
    answers={"team": "django"},
    recommended="drf",
)
OTHERWISE = edited("team", "django", effects={"sanic": EFFECT})
"""Rules by which Django speaks for Sanic."""


def change(**changes: object) -> Logged:
    return dataclasses.replace(DECISION, **changes)  # type: ignore[arg-type]  # fields by name


def unasked(_: Logged) -> Weights:
    raise AssertionError("the weights on record are needed only where rules were not kept")


def run(walkthrough: Walkthrough, results: Iterable[Logged]) -> Replay:
    return replay(walkthrough, results, {fingerprint(small()): small()}, unasked)


def test_an_empty_log_has_nothing_to_replay() -> None:
    found = run(small(), [])
    assert (found.results, found.same, found.changed, found.moves) == ((), 0, [], [])


def test_the_same_rules_change_nothing() -> None:
    found = run(small(), [DECISION])
    assert (found.same, found.changed, found.not_replayable) == (1, [], [])


def test_what_changes_is_named_with_the_weights_that_differ() -> None:
    found = run(OTHERWISE, [DECISION, change(id="2", answers={"team": "async"})])
    [(logged, outcome)] = [row for row in found.changed if row[0].id == "1"]
    assert (logged, outcome.was, outcome.now) == (DECISION, "drf", "sanic")
    assert outcome.why == (
        Reweighed("team", "django", "drf", before=3, now=0),
        Reweighed("team", "django", "sanic", before=0, now=2),
    )


def test_weights_on_record_stand_in_for_rules_that_were_not_kept() -> None:
    weights: Weights = {("team", "drf"): 3}
    logged = change(rules=None)
    found = replay(OTHERWISE, [logged], {}, lambda asked: weights if asked == logged else {})
    [(_, outcome)] = found.changed
    assert outcome.why == (
        Reweighed("team", "django", "drf", before=3, now=0),
        Reweighed("team", "django", "sanic", before=None, now=2),
    )


def test_an_answer_that_the_rules_no_longer_have_is_named_and_the_rest_is_tried() -> None:
    logged = change(answers={"team": "wizards", "speed": "extreme", "moon": "full"})
    found = run(small(), [logged])
    [(_, outcome)] = found.not_replayable
    assert outcome.unknown == {"team": "wizards", "moon": "full"}
    assert outcome.now == evaluate(small(), {"speed": "extreme"}).recommended
    assert (found.same, found.changed) == (0, [])


def test_a_result_of_another_walkthrough_is_not_replayed() -> None:
    [(_, outcome)] = run(small(), [change(walkthrough="large")]).not_replayable
    assert outcome.now is None


def test_a_settled_walkthrough_counts_by_what_its_own_rules_recommended() -> None:
    settled = {"team": "django", "speed": "normal", "size": "large"}
    logged = [
        change(kind="walkthrough", id="done", recommended=None, answers=settled),
        change(kind="walkthrough", id="under way", recommended=None, answers={}),
        change(kind="walkthrough", id="not kept", recommended=None, answers=settled, rules=None),
    ]
    found = run(small(), logged)
    assert [(row[0].id, row[1].was) for row in found.results] == [
        ("done", evaluate(small(), settled).recommended)
    ]


def test_moves_are_counted_the_most_first() -> None:
    numbers = itertools.count(1)
    results = [change(id=str(next(numbers))) for _ in range(3)]
    results.append(change(id="9", recommended="flask"))
    found = run(OTHERWISE, results)
    assert found.moves == [("drf", "sanic", 3), ("flask", "sanic", 1)]


def test_equal_answers_are_worked_out_once() -> None:
    asked: list[str] = []

    def recorded(logged: Logged) -> Weights:
        asked.append(logged.id)
        return {}

    results = [change(id=str(n), rules=None) for n in range(50_000)]
    found = replay(OTHERWISE, results, {}, recorded)
    assert (len(found.changed), asked) == (50_000, ["0"])
