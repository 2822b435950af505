"""The rules that decided are kept, and the results are read with them."""

from bot.store.records import Walk
from bot.store.store import Store
from rules.versions import fingerprint
from tests.rules.content import small

from .samples import ADA, NOON, after, decide, thread, walk


def test_rules_come_back_as_they_decided(store: Store) -> None:
    store.keep_rules(fingerprint(small()), small(), NOON)
    kept = store.rules(fingerprint(small()))
    assert kept is not None
    assert fingerprint(kept) == fingerprint(small())
    assert store.all_rules().keys() == {fingerprint(small())}


def test_rules_that_decide_alike_are_kept_once(store: Store) -> None:
    store.keep_rules(fingerprint(small()), small(), NOON)
    alike = small().model_copy(update={"version": 9})
    store.keep_rules(fingerprint(alike), alike, after(1))
    assert [row["version"] for row in store.rows("SELECT version FROM rules")] == [3]


def test_rules_that_were_not_kept_or_are_not_understood_are_none(store: Store) -> None:
    store.keep_rules(fingerprint(small()), small(), NOON)
    store.run("UPDATE rules SET content = '{}'")
    assert store.rules(fingerprint(small())) is None
    assert store.rules("none") is None
    assert store.rules(None) is None
    assert store.all_rules() == {}


def test_results_are_the_decisions_and_the_open_walks_with_rules_newest_first(store: Store) -> None:
    decide(store, "one")
    decide(store, "two", at=after(2))
    store.run("UPDATE walks SET status = 'recorded'")
    store.keep_rules(fingerprint(small()), small(), NOON)
    under = Walk.model_validate({**dict(walk("w3")), "rules": fingerprint(small())})
    store.add_walk(under, after(1))
    store.see(ADA, thread("four"))
    store.add_walk(walk("w4", at=thread("four")), after(3))
    found = [(r.kind, r.id, r.at, r.recommended, r.person) for r in store.results()]
    name = ADA.name
    assert found == [
        ("decision", "2", after(2), "drf", name),
        ("walkthrough", "w3", after(1), None, name),
        ("decision", "1", NOON, "drf", name),
    ]
    assert {r.rules for r in store.results()} == {None, fingerprint(small())}
