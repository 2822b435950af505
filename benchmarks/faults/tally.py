"""The tally: what was acknowledged against what Slack got."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.faults.events import Sent
from benchmarks.faults.slack import Slack

LATE_SECONDS = 30.0

Span = tuple[float, float]
"""From when to when a fault was on, by the monotonic clock."""


@dataclass(frozen=True)
class Tally:
    """What became of what was sent, by name where something went wrong."""

    sent: int
    acknowledged: int
    answered: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    late: tuple[str, ...]
    slowest: float
    """The longest time from acknowledgement to answer, less what faults took of it."""

    @property
    def figures(self) -> dict[str, float | str]:
        """The figures."""
        return {
            "sent": self.sent,
            "acknowledged": self.acknowledged,
            "answered": self.answered,
            "lost": len(self.lost),
            "doubled": len(self.doubled),
            "late": len(self.late),
            "slowest_s": round(self.slowest, 1),
        }


def tally(sent: Sequence[Sent], slack: Slack, faults: Sequence[Span]) -> Tally:
    """Compares what was sent with what Slack got."""
    cards = _cards(slack)
    lost, doubled, late, slowest, answered = [], [], [], 0.0, 0
    repeated = {key for key, n in Counter(p.key for p in slack.posts if p.key).items() if n > 1}
    for one in sent:
        roots = [one.root] if one.root else cards.get((one.channel, one.name), [])
        answers = [post for root in roots for post in slack.thread(one.channel, root)]
        if len(answers) > 1 or len(roots) > 1:
            again = "" if {post.key for post in answers} & repeated else " (under another key)"
            doubled.append(f"{one.name} {one.kind}{again}")
        if one.acknowledged is None:
            continue
        if not answers:
            lost.append(f"{one.name} {one.kind}")
            continue
        answered += 1
        took = _without(one.acknowledged, min(post.at for post in answers), faults)
        slowest = max(slowest, took)
        if took > LATE_SECONDS:
            late.append(f"{one.name} {one.kind} {took:.0f} s")
    return Tally(
        sent=len(sent),
        acknowledged=sum(one.acknowledged is not None for one in sent),
        answered=answered,
        lost=tuple(lost),
        doubled=tuple(doubled),
        late=tuple(late),
        slowest=slowest,
    )


def waiting(sent: Sequence[Sent], slack: Slack) -> int:
    """How much was acknowledged and is not answered yet."""
    found = tally(sent, slack, ())
    return found.acknowledged - found.answered


def _cards(slack: Slack) -> dict[tuple[str, str], list[str]]:
    """The roots below which commands are answered, by channel and the name that the card says."""
    found: dict[tuple[str, str], list[str]] = {}
    for post in slack.posts:
        if post.root is None and "case-" in post.said:
            name = "case-" + post.said.partition("case-")[2][:6]
            found.setdefault((post.channel, name), []).append(post.ts)
    return found


def _without(start: float, end: float, faults: Sequence[Span]) -> float:
    """The seconds from start to end in which no fault was on; spans do not overlap."""
    taken = sum(max(0.0, min(end, until) - max(start, since)) for since, until in faults)
    return max(0.0, end - start - taken)
