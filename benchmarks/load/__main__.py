"""Measures the server under load, beside bare Sanic. Run: make load.

`--write` keeps the figures in benchmarks/load/measured.json and writes docs/performance.md;
`--keep` only makes the page again.
"""

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.goals import Figures, table
from benchmarks.load import measuring, people, servers, whole
from benchmarks.load.goals import (
    COUNTS,
    CROWD,
    FULL,
    LATENCIES,
    MEMORY,
    PARTS,
    RATES,
    RATIOS,
    REVIEW,
)
from benchmarks.load.page import page
from benchmarks.scaling import page as scaling

MEASURED = Path(__file__).parent / "measured.json"
PAGE = servers.ROOT / "docs" / "performance.md"
SHORT = 2.0
"""Seconds of each of five runs in the short form."""


def shown(found: Mapping[str, Figures]) -> str:
    """The figures for a terminal, beside their goals."""
    lines = [f"load of the machine: {found['load']['loads']}"]
    lines += [table([*RATIOS, *RATES, *LATENCIES, *MEMORY, *COUNTS], found["load"])]
    lines += [f"{PARTS[key]:68} {value:>8,.0f} µs" for key, value in found["parts"].items()]
    for name, goals in {"crowd": CROWD, "full": [*FULL, *REVIEW]}.items():
        if name in found:
            lines += [f"{name}; load of the machine: {found[name]['loads']}"]
            lines += [table(goals, found[name])]
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the figures beside the goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10.0, help="of each run")
    parser.add_argument("--short", action="store_true", help="ten seconds of load in all")
    parser.add_argument("--people", type=int, metavar="N", help="so many at once, for a minute")
    parser.add_argument("--logged", type=int, metavar="N", help="over a log of so many questions")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file")
    parser.add_argument("--write", action="store_true", help="keep the figures, and write the page")
    parser.add_argument("--keep", action="store_true", help="measure nothing, write the page only")
    given = parser.parse_args(arguments)
    if given.keep:
        _write({})
        return
    short = whole.Form(SHORT, SHORT, events=200, warm=measuring.PEOPLE)
    form = short if given.short else whole.Form(given.seconds, people.CROWD_SECONDS)
    found = whole.run(form, given.people, given.logged)
    print(shown(found))
    if given.json:
        given.json.write_text(_json(found), encoding="utf-8")
    if given.write:
        _write(found)


def _write(found: Mapping[str, Any]) -> None:
    """Keeps figures beside those of earlier, and makes the page of all."""
    kept = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {}
    kept |= json.loads(_json(found))
    MEASURED.write_text(_json(kept), encoding="utf-8")
    PAGE.write_text(page(kept), encoding="utf-8")
    print(f"written: {PAGE.relative_to(servers.ROOT)}")
    # It reckons with what a server needs for an answer.
    scaling.write()


def _json(found: Mapping[str, Any]) -> str:
    """The figures as JSON, with as many places as a reader needs."""
    kept = json.loads(json.dumps(found), parse_float=lambda text: round(float(text), 4))
    return json.dumps(kept, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    main()
