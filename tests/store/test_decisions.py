"""Decisions are recorded with all they rest on, reviewed, and superseded."""

import datetime

import pytest

from bot.store.errors import NoSuchDecision, NotReviewable, StoreError
from bot.store.records import Decision, Filter, Listed, Person, Review, Verdict
from bot.store.store import Store

from .samples import ADA, BOB, NAMELESS, NOON, after, decide, thread, walk


def statuses(store: Store) -> list[str]:
    """The status of every decision, oldest first."""
    return [decision.status for decision in reversed(store.decisions(Filter()))]


def test_a_decision_keeps_all_that_it_rests_on(store: Store) -> None:
    number = decide(store, chosen="flask")
    assert store.decision(number) == Decision(
        id=number,
        walk="one",
        thread=thread().id,
        surface="slack",
        person=ADA,
        at=NOON,
        walkthrough="choose-a-framework",
        version=3,
        answers={"workload": "crud", "admin": "yes"},
        recommended="drf",
        chosen="flask",
        reason="the team knows it",
        ranking=({"framework": "drf", "score": 7, "excluded": False},),
        status="proposed",
        reviews=(),
    )


@pytest.mark.parametrize("number", [0, -1, 2, 2**80])
def test_a_decision_that_does_not_exist_is_none(store: Store, number: int) -> None:
    decide(store)
    assert store.decision(number) is None


def test_a_decision_of_an_unknown_walk_is_refused_and_supersedes_nothing(store: Store) -> None:
    decide(store)
    with pytest.raises(StoreError, match="refuses the row"):
        store.add_decision(
            walk=walk("unknown"),
            thread=thread(),
            person=ADA,
            recommended="drf",
            chosen="drf",
            reason="",
            ranking=[],
            words="",
            at=NOON,
        )
    assert statuses(store) == ["proposed"]


@pytest.mark.parametrize(
    ("person", "first"), [(ADA, "superseded"), (BOB, "proposed")], ids=["the same", "another"]
)
def test_a_second_decision_in_a_thread_supersedes_the_first_of_the_same_person(
    store: Store, person: Person, first: str
) -> None:
    decide(store, "one")
    decide(store, "two")
    store.see(person, thread("one"))
    again = walk("again", at=thread("one"), person=person)
    store.add_walk(again, NOON)
    store.add_decision(
        walk=again,
        thread=thread("one"),
        person=person,
        recommended="drf",
        chosen="drf",
        reason="",
        ranking=[],
        words="",
        at=after(1),
    )
    assert statuses(store) == [first, "proposed", "proposed"]


def test_a_second_decision_of_a_walk_supersedes_the_first_wherever_it_was_made(
    store: Store,
) -> None:
    decide(store, "one")
    store.add_review(1, reviewer="Lee", verdict="approved", comment="", at=NOON)
    store.add_decision(
        walk=walk("one"),
        thread=thread("elsewhere"),
        person=ADA,
        recommended="drf",
        chosen="drf",
        reason="",
        ranking=[],
        words="",
        at=after(1),
    )
    assert statuses(store) == ["superseded", "proposed"]


def test_decisions_come_newest_first_page_by_page(store: Store) -> None:
    for number in range(5):
        decide(store, f"{number}", at=after(number // 2))
    pages = [store.decisions(Filter(), limit=2, offset=offset) for offset in (0, 2, 4, 2**70)]
    assert [[decision.id for decision in page] for page in pages] == [[5, 4], [3, 2], [1], []]


def test_listed_decisions_carry_their_reviews(store: Store) -> None:
    for name in ("one", "two"):
        decide(store, name)
    store.add_review(1, reviewer="Lee", verdict="changes-requested", comment="Why?", at=NOON)
    store.add_review(1, reviewer="Lee", verdict="approved", comment="", at=after(1))
    two, one = store.decisions(Filter())
    assert two.reviews == ()
    assert [review.verdict for review in one.reviews] == ["changes-requested", "approved"]


def test_a_list_shows_the_same_decisions_page_by_page(store: Store) -> None:
    for number in range(5):
        decide(store, f"{number}", person=(ADA, NAMELESS)[number % 2], at=after(number // 2))
    store.add_review(2, reviewer="Lee", verdict="approved", comment="", at=NOON)
    whole = store.decisions(Filter())
    pages = [store.listed(Filter(), limit=2, offset=offset) for offset in (0, 2, 4, 2**70)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    for one, decision in zip((one for page in pages for one in page), whole, strict=True):
        assert dict(one) == {name: getattr(decision, name) for name in Listed.model_fields}


def test_an_export_reads_the_decisions_of_a_filter_newest_first(store: Store) -> None:
    for number in range(3):
        decide(store, f"{number}", at=after(number))
    store.add_review(2, reviewer="Lee", verdict="approved", comment="", at=NOON)
    store.add_poll("k7wq3mrt", "0", NOON)
    ids = store.numbers(Filter(until=NOON.date() + datetime.timedelta(days=1)))
    assert ids == [3, 2, 1]
    rows = store.exported(ids)
    assert [(row["id"], bool(row["polled"])) for row in rows] == [(3, False), (2, False), (1, True)]
    assert {number: len(found) for number, found in store.reviews(ids).items()} == {2: 1}
    assert {*store.rankings(ids)} == {*ids}
    assert store.criteria(ids) == ["workload", "admin"]
    assert store.exported([]) == []
    assert store.criteria([]) == []


def test_names_to_filter_by_are_those_of_people_with_decisions(store: Store) -> None:
    store.see(Person(id="slack:T1:U9", name="Silent"), thread())
    for number, person in enumerate([BOB, ADA, NAMELESS, BOB]):
        decide(store, f"{number}", person=person)
    names = store.people_with_decisions()
    assert names == ["Ada Lovelace", "Bob", NAMELESS.id]
    assert [store.count_decisions(Filter(person=name)) for name in names] == [1, 2, 1]


@pytest.mark.parametrize(
    ("verdict", "comment"), [("approved", ""), ("changes-requested", "Sanic's workers?")]
)
def test_a_verdict_becomes_the_status(store: Store, verdict: Verdict, comment: str) -> None:
    number = decide(store)
    found = store.add_review(number, reviewer="Lee", verdict=verdict, comment=comment, at=after(1))
    assert found.status == verdict
    assert found.reviews == (Review(reviewer="Lee", verdict=verdict, comment=comment, at=after(1)),)
    assert store.decision(number) == found


def test_a_request_for_changes_needs_a_comment(store: Store) -> None:
    number = decide(store)
    with pytest.raises(ValueError, match="needs a comment"):
        store.add_review(number, reviewer="Lee", verdict="changes-requested", comment=" ", at=NOON)
    assert statuses(store) == ["proposed"]


def test_a_review_of_no_decision_names_the_id(store: Store) -> None:
    with pytest.raises(NoSuchDecision, match="no decision 404") as caught:
        store.add_review(404, reviewer="Lee", verdict="approved", comment="", at=NOON)
    assert caught.value.decision == 404


def test_a_superseded_decision_cannot_be_reviewed(store: Store) -> None:
    number = decide(store)
    decide(store)
    with pytest.raises(NotReviewable, match=f"decision {number} cannot be reviewed"):
        store.add_review(number, reviewer="Lee", verdict="approved", comment="", at=NOON)
    assert statuses(store) == ["superseded", "proposed"]
