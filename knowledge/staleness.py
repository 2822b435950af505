"""What is due to be looked at again: entries past their review, facts not checked for a year."""

import datetime
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from knowledge.models import Entry, Profile


class Overdue(NamedTuple):
    """Something past its day: its name, the day that counts, and the days gone by since."""

    name: str
    day: datetime.date
    days: int


def overdue_entries(entries: Iterable[Entry], today: datetime.date) -> Iterator[Overdue]:
    """The entries past their `review_by`; `day` is that day."""
    for entry in entries:
        if entry.is_stale(today):
            yield Overdue(entry.id, entry.review_by, (today - entry.review_by).days)


def overdue_facts(profiles: Iterable[Profile], today: datetime.date) -> Iterator[Overdue]:
    """The facts, as framework.attribute, that were last checked more than 12 months ago.

    `day` is the newest day on which one of a fact's sources was checked.
    """
    for profile in profiles:
        for attribute, fact in profile.facts.items():
            newest = max(source.checked for source in fact.sources)
            over = (today - a_year_after(newest)).days
            if over > 0:
                yield Overdue(f"{profile.id}.{attribute}", newest, over)


def a_year_after(day: datetime.date) -> datetime.date:
    """The same day of the next year; of 29 February, the 28th."""
    if (day.month, day.day) == (2, 29):
        day = day.replace(day=28)
    return day.replace(year=day.year + 1)
