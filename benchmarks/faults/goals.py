"""The figures of every fault, with their goals, and which faults there are."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import NamedTuple

from benchmarks.faults import damage, on_postgres, scenarios, storage
from benchmarks.faults.world import Form
from benchmarks.goals import Figures, Goal

COUNTS: Sequence[Goal] = (
    Goal("sent", "sent"),
    Goal("acknowledged", "acknowledged"),
    Goal("answered", "acknowledged and answered"),
    Goal("lost", "acknowledged and never answered", 0, at_most=True),
    Goal("doubled", "answered twice", 0, at_most=True),
    Goal("late", "answered more than 30 s late, with no fault on", 0, at_most=True),
    Goal("slowest_s", "slowest answer, with no fault on", unit="s"),
    Goal("open", "left in the log at the end", 0, at_most=True),
    Goal("refused_starts", "starts that ended by themselves", 0, at_most=True),
    Goal("tracebacks", "tracebacks in what the server printed", 0, at_most=True),
)
"""What is counted of every fault."""


class Scenario(NamedTuple):
    """A fault: what it is for readers, how it is tried, and what is measured beside the counts."""

    what: str
    play: Callable[[Form], Awaitable[Figures]]
    own: Sequence[Goal] = ()


SCENARIOS: Mapping[str, Scenario] = {
    "kills": Scenario(
        "Killed with signal 9 under load, at random moments, and started again at once",
        scenarios.kills,
        (Goal("kills", "kills"),),
    ),
    "kills-on-postgres": Scenario(
        "The same as kills, with the log in PostgreSQL",
        on_postgres.kills,
        (Goal("kills", "kills"),),
    ),
    "three-on-postgres": Scenario(
        "Three servers on one PostgreSQL: one is killed for good, PostgreSQL is stopped or crashes "
        "again and again",
        on_postgres.three,
        (
            Goal("stops", "stops of PostgreSQL, every other one a crash"),
            Goal("said_ready", "servers that said they are ready while it was away", 0, "", True),
        ),
    ),
    "term": Scenario(
        "Ended with SIGTERM under load, while Slack takes its time, and started again",
        scenarios.term,
        (
            Goal("ends", "ends"),
            Goal("slowest_end_s", "slowest end", 10, "s", at_most=True),
            Goal("bad_ends", "ends with another exit status than 0", 0, at_most=True),
        ),
    ),
    "disk-full": Scenario(
        "The disk of the log is full for a while",
        storage.disk_full,
        (Goal("how", "what is full"), Goal("refused", "requests refused with 503")),
    ),
    "locked": Scenario(
        "Another process holds the lock of the log, while Slack fails now and then",
        storage.locked,
        (Goal("locked_s", "locked for", unit="s"),),
    ),
    "corrupt": Scenario(
        "Pages of the log are overwritten, and the server is started",
        damage.corrupt,
        (
            Goal("damages", "damages tried"),
            Goal("not_refused", "starts that were not refused", 0, at_most=True),
            Goal("not_plain", "refusals that don't name the file, or in a traceback", 0, "", True),
            Goal("changed", "files that were changed by the start", 0, at_most=True),
            Goal("backup_not_named", "refusals that don't name the newest backup", 0, "", True),
        ),
    ),
    "slack-away": Scenario(
        "Slack refuses every connection for a while",
        scenarios.slack_away,
        (Goal("away_s", "away for", unit="s"),),
    ),
    "clock": Scenario(
        "The machine's clock is off while answers wait, and over a kill, and is set right again",
        storage.clock,
        (
            Goal("minutes_off", "minutes by which it is off"),
            Goal("refused", "requests refused with 401, as too old or too young"),
        ),
    ),
    "two-on-one": Scenario(
        "Two servers on one log, events to both, one or the other is killed",
        scenarios.two_on_one,
        (Goal("kills", "kills"),),
    ),
    "frozen": Scenario(
        "One of two servers stands still (SIGSTOP), and goes on as if nothing had been",
        scenarios.frozen,
        (Goal("frozen_s", "still for", unit="s"),),
    ),
    "bad-slack": Scenario(
        "Slack answers 429, 500, nonsense, late, or breaks off before or after it took effect",
        scenarios.bad_slack,
        (Goal("bad_calls", "calls that went wrong"),),
    ),
    "doubles": Scenario(
        "Events arrive up to five times, at once and later, out of order, under other ids",
        scenarios.doubles,
    ),
    "socket-silent": Scenario(
        "The connection of Socket Mode goes silent without an end",
        scenarios.socket_silent,
        (
            Goal("ping_s", "between two pings", unit="s"),
            Goal("reconnected_s", "until the next connection", unit="s"),
        ),
    ),
}
"""The faults by name."""
