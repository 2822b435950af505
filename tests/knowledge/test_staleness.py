"""What is past its day, by a clock that is given."""

import datetime

import pytest

import knowledge.base
from knowledge.staleness import a_year_after, overdue_entries, overdue_facts
from tests.knowledge.test_loading import SOUND

DAY = datetime.timedelta(days=1)


def test_an_entry_is_overdue_from_the_day_after_its_review() -> None:
    entry = knowledge.base.load(SOUND).entries["how-fast-is-flask"]
    assert list(overdue_entries([entry], entry.review_by)) == []
    [overdue] = overdue_entries([entry], entry.review_by + 3 * DAY)
    assert overdue == ("how-fast-is-flask", entry.review_by, 3)


def test_a_fact_is_overdue_twelve_months_after_its_newest_source() -> None:
    base = knowledge.base.load(SOUND)
    flask = base.profiles["flask"]
    fact = flask.facts["performance"]
    newest = fact.sources[0].checked
    older = fact.sources[0].model_copy(update={"checked": newest - 500 * DAY})
    facts = {"performance": fact.model_copy(update={"sources": (older, *fact.sources)})}
    profiles = [flask.model_copy(update={"facts": facts})]
    due = newest.replace(year=newest.year + 1)
    assert list(overdue_facts(profiles, due)) == []
    assert list(overdue_facts(profiles, due + DAY)) == [("flask.performance", newest, 1)]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ((2026, 11, 22), (2027, 11, 22)),
        ((2028, 2, 29), (2029, 2, 28)),
        ((2027, 2, 28), (2028, 2, 28)),
    ],
)
def test_a_year_after_is_the_same_day(
    day: tuple[int, int, int], expected: tuple[int, int, int]
) -> None:
    assert a_year_after(datetime.date(*day)) == datetime.date(*expected)
