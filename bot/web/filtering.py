"""The filters of the list of decisions: from the address to a filter, and back to an address."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol, get_args
from urllib.parse import urlencode

from bot.store.records import Filter, Status
from knowledge.ids import FRAMEWORKS

FIELDS = ("text", "status", "framework", "person", "since", "until")

STATUSES: Mapping[Status, str] = {
    "proposed": "Proposed",
    "approved": "Approved",
    "changes-requested": "Changes requested",
    "superseded": "Superseded",
}
assert set(STATUSES) == set(get_args(Status))


class Args(Protocol):
    """The arguments of an address, each by name."""

    def get(self, name: str) -> str | None:
        """The first value of an argument, if it is there."""


@dataclass(frozen=True)
class Listing:
    """What is to be listed: as typed, as a filter, and what could not be used of it, by field."""

    typed: Mapping[str, str]
    filter: Filter
    page: int = 1
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def values(self) -> Mapping[str, str]:
        """What stands in each field of the form."""
        return {name: self.typed.get(name, "") for name in FIELDS}

    def query(self, page: int = 1) -> str:
        """The same filters as the query of an address, on another page."""
        given = dict(self.typed) | ({"page": str(page)} if page > 1 else {})
        return f"?{urlencode(given)}" if given else ""


def read(args: Args) -> Listing:
    """Reads the arguments of an address. A value that cannot be used is left out, and said."""
    typed = {name: value for name in FIELDS if (value := (args.get(name) or "").strip())}
    faults: dict[str, str] = {}
    since = _day(typed, "since", faults)
    until = _day(typed, "until", faults)
    if since and until and since > until:
        faults["until"] = "This is before “Since”, so nothing can be found."
    page = args.get("page") or "1"
    # More digits than these are no page, and Python refuses to read some thousands of them.
    numbered = page.isascii() and page.isdigit() and len(page) < 10 and int(page) > 0
    if not numbered:
        faults["page"] = f"There is no page “{page[:20]}”; this is the first one."
    return Listing(
        typed=typed,
        filter=Filter.model_validate(
            {
                "text": typed.get("text"),
                "status": _one_of(typed, "status", tuple(STATUSES), faults),
                "framework": _one_of(typed, "framework", FRAMEWORKS, faults),
                "person": typed.get("person"),
                "since": since,
                # People mean the last day to be included; the filter does not.
                "until": until and until + datetime.timedelta(days=1),
            }
        ),
        page=int(page) if numbered else 1,
        faults=faults,
    )


def _day(typed: Mapping[str, str], name: str, faults: dict[str, str]) -> datetime.date | None:
    value = typed.get(name)
    if value is None:
        return None
    try:
        day = datetime.date.fromisoformat(value)
    except ValueError:
        day = datetime.date.max
    if day == datetime.date.max:
        faults[name] = f"“{value[:20]}” is not a date. Expected one like 2026-11-22."
        return None
    return day


def _one_of(
    typed: Mapping[str, str], name: str, known: tuple[str, ...], faults: dict[str, str]
) -> str | None:
    value = typed.get(name)
    if value is None or value in known:
        return value
    faults[name] = f"“{value[:20]}” is none of these, so all are shown."
    return None
