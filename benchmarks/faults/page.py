"""The page of the faults, in Markdown, from the figures that are kept."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.faults.goals import COUNTS, SCENARIOS
from benchmarks.goals import Figures, Goal, row

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
HEAD = ("what", "figure", "goal", "missed by")

INTRO = """\
# Reliability

<!-- Made by: make faults. Don't edit it; the words are kept in benchmarks/faults/page.py. -->

An event that was acknowledged is answered once, whatever happens. Here is what happened to a server
in a process of its own, under a steady load of direct messages, threads, mentions, commands and
clicks with bursts among them, and what became of the events. A Slack of our own recorded every
post. Commands and clicks are counted like events; what was not acknowledged was sent again as
Slack does, only sooner.

Times depend on the machine; that nothing is lost or doubled does not. `make faults` tries all of it
anew, `python -m benchmarks.faults kills --seed 7` one fault."""

MEASURED_ON = """\
- Measured on {date}, seed {seed}
- {machine}
- The server was started {started}"""

LIMITS = """\
## What this does not show

- That a line which only one person sees, as after a click on an old button, comes once: Slack lets
  nobody look for it, so one that may have been shown is shown again.
- That a post comes once which Slack makes only after it broke the connection off: we look for it
  when we try again, and it is not there yet.
- That what was acknowledged outlives a machine that loses its power: only processes are killed."""


def page(measured: Mapping[str, Figures]) -> str:
    """The page, of the faults for which there are figures."""
    return "\n\n".join(_sections(measured)) + "\n"


def write(measured: Mapping[str, Figures]) -> None:
    """Writes the page."""
    PAGE.write_text(page(measured), encoding="utf-8")
    print(f"written: docs/{PAGE.name}")


def _sections(measured: Mapping[str, Figures]) -> Iterator[str]:
    yield INTRO
    yield "## All faults"
    yield _summary(measured)
    for name, scenario in SCENARIOS.items():
        figures = measured.get(name)
        yield f"## {name}"
        if figures is None:
            yield f"{scenario.what}. Not measured yet."
            continue
        yield f"{scenario.what}."
        yield MEASURED_ON.format_map(figures)
        yield _table([goal for goal in (*scenario.own, *COUNTS) if goal.key in figures], figures)
    yield LIMITS


def _summary(measured: Mapping[str, Figures]) -> str:
    keys = ("acknowledged", "lost", "doubled", "late")
    lines = ["| fault | " + " | ".join(keys) + " |", "| --- " * (len(keys) + 1) + "|"]
    lines.append("| goal |  | 0 | 0 | 0 |")
    for name in SCENARIOS:
        figures = measured.get(name, {})
        lines.append(f"| {name} | " + " | ".join(str(figures.get(key, "")) for key in keys) + " |")
    return "\n".join(lines)


def _table(goals: Sequence[Goal], figures: Figures) -> str:
    rows = [HEAD, ("---",) * len(HEAD), *(row(goal, figures.get(goal.key)) for goal in goals)]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in rows)
