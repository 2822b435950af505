"""What failed: listed, tried again and taken out by the operator; and the look into the log."""

import datetime
from pathlib import Path

import pytest

from bot.store.inbox import Arrival
from bot.store.outbox import Draft, Trouble
from bot.store.store import Store, StoreError
from tests.conftest import NOW

HOUR = datetime.timedelta(hours=1)


def bury_item(store: Store, trace: str, at: datetime.datetime = NOW) -> None:
    store.accept([Arrival(keys=(trace,), lane=trace, trace=trace, body="{}")], at)
    (item,) = [one for one in store.waiting(NOW + HOUR, 10) if one.trace == trace]
    store.bury_item(item, "broken")


def bury_letter(store: Store, trace: str, at: datetime.datetime = NOW) -> None:
    draft = Draft(key=f"key of {trace}", lane=trace, trace=trace, body="{}")
    letter = store.add_letter(draft, "us", at)
    assert letter is not None
    store.bury_letter(letter, "is_archived")


def listed(store: Store) -> list[tuple[str, str]]:
    return [(one.box, one.trace) for one in store.troubled(10)]


def test_what_was_given_up_is_listed_from_both_boxes_the_oldest_first(store: Store) -> None:
    bury_letter(store, "event:2", NOW + HOUR)
    bury_item(store, "event:1")
    assert store.troubled(10) == [
        Trouble(box="inbox", trace="event:1", at=NOW, tries=1, state="dead", error="broken"),
        Trouble(
            box="outbox",
            trace="event:2",
            at=NOW + HOUR,
            tries=1,
            state="dead",
            error="is_archived",
        ),
    ]
    assert len(store.troubled(1)) == 1


def test_what_failed_and_waits_is_listed_and_what_goes_well_is_not(store: Store) -> None:
    for number in (1, 2):
        trace = f"event:{number}"
        store.accept([Arrival(keys=(trace,), lane=trace, trace=trace, body="{}")], NOW)
    first, _ = store.waiting(NOW, 10)
    store.postpone_item(first, NOW + HOUR, "broken")
    assert [(one.trace, one.state) for one in store.troubled(10)] == [("event:1", "waiting")]
    assert store.troubled(10, dead_only=True) == []


def test_what_is_tried_again_waits_as_if_it_had_never_failed(store: Store) -> None:
    for trace in ("event:1", "event:2"):
        bury_item(store, trace)
        bury_letter(store, trace)
    assert store.revive("event:1", NOW) == 2
    assert listed(store) == [("inbox", "event:2"), ("outbox", "event:2")]
    assert [(one.trace, one.tries) for one in store.waiting(NOW, 10)] == [("event:1", 0)]
    assert [one.trace for one in store.due_letters("us", NOW, 10)] == ["event:1"]


def test_all_can_be_tried_again_at_once(store: Store) -> None:
    bury_item(store, "event:1")
    bury_letter(store, "event:2")
    assert store.revive(None, NOW) == 2
    assert listed(store) == []


def test_what_is_taken_out_is_gone_and_the_rest_stays(store: Store) -> None:
    for trace in ("event:1", "event:2"):
        bury_item(store, trace)
        bury_letter(store, trace)
    assert store.drop("event:1") == 2
    assert listed(store) == [("inbox", "event:2"), ("outbox", "event:2")]
    assert store.drop("event:1") == 0


def test_what_is_on_its_way_is_neither_tried_again_nor_taken_out(store: Store) -> None:
    store.accept([Arrival(keys=("k",), lane="C1", trace="event:1", body="{}")], NOW)
    store.add_letter(Draft(key="k", lane="C1", trace="event:1", body="{}"), "us", NOW)
    assert (store.revive("event:1", NOW), store.drop("event:1")) == (0, 0)
    depths = store.depths()
    assert (depths["inbox"].waiting, depths["outbox"].waiting) == (1, 1)


def test_a_log_that_can_only_be_read_is_no_log_to_work_with(tmp_path: Path) -> None:
    with Store.open(tmp_path / "log.sqlite") as store:
        store.run("PRAGMA query_only = 1")
        assert store.inbox_depth().waiting == 0
        with pytest.raises(StoreError):
            store.depths()
