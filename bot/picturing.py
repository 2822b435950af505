"""What the picture of a decision shows, and the same in words: the path, and the ranking.

It is made of a ranking as it was shown or recorded, not of today's rules, so that the picture of
an old decision stays true. Nothing here draws until `draw` is called.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from bot.running import give_memory_back
from bot.walk_replies import Contender, Given, Reason, Recommendation
from knowledge.content import Frozen
from knowledge.ids import FRAMEWORKS

Theme = Literal["light", "dark"]
Layout = Literal["narrow", "wide"]
Form = Literal["svg", "png"]

KEPT = 32
"""Drawn pictures that are kept, of about 40 kB each."""


class Leg(Frozen):
    """A step of the path: the question in a word or two, the answer, and who led after it.

    `leaders` are several where they were level; none where that is not known. `moved` says that
    they were others before; `excludes` names whom this answer excludes.
    """

    number: int
    question: str
    answer: str
    leaders: tuple[str, ...] = ()
    moved: bool = False
    excludes: tuple[str, ...] = ()


class Share(Frozen):
    """What one answer adds to a framework; `number` is that of its step, None where not known."""

    number: int | None
    weight: int


class Lane(Frozen):
    """A framework in the ranking. `excluded_by` names the questions whose answers exclude it, each
    with the number of its step where that is known.
    """

    name: str
    score: int
    shares: tuple[Share, ...]
    excluded: bool
    excluded_by: tuple[str, ...] = ()


class Picture(Frozen):
    """The path taken through the questions, and the ranking that came of it, the best first."""

    title: str
    path: tuple[Leg, ...]
    lanes: tuple[Lane, ...]


def of(reply: Recommendation) -> Picture | None:
    """The picture of a recommendation; None as long as nothing is answered."""
    return picture(reply.ranking, reply.given, settled=reply.settled) if reply.given else None


def picture(
    ranking: Sequence[Contender],
    given: Sequence[Given],
    *,
    settled: bool = True,
    chosen: str | None = None,
) -> Picture:
    """The picture of a ranking, after the answers in the order in which they were given.

    `chosen` is the framework that was recorded, where that is another one than the first.
    """
    numbers = {_said(one): number for number, one in enumerate(given, start=1)}
    # Answers in the words of other rules cannot be told apart: who led is left out, not guessed.
    is_known = all(reason.answer in numbers for place in ranking for reason in place.reasons)
    path: list[Leg] = []
    before: tuple[str, ...] = ()
    for number, one in enumerate(given, start=1):
        so_far = {_said(other) for other in given[:number]}
        leaders = _leaders(ranking, so_far) if is_known else ()
        moved = leaders != before
        path.append(
            Leg(
                number=number,
                question=one.label,
                answer=one.answer,
                leaders=leaders,
                moved=moved,
                excludes=_excluded_by(ranking, one),
            )
        )
        before = leaders
    best = _level(ranking)
    lead = "Recommended" if settled else "So far"
    title = f"{' and '.join(best)}: level" if len(best) > 1 else f"{lead}: {best[0]}"
    title += f"; chosen: {chosen}" if chosen else ""
    lanes = tuple(_lane(place, numbers) for place in ranking)
    return Picture(title=title, path=tuple(path), lanes=lanes)


def alt(shown: Picture) -> str:
    """What the picture shows, in words: ranking, path, and what spoke for and against each."""
    ranking = "; ".join(_standing(lane) for lane in shown.lanes)
    steps = " ".join(_step(leg) for leg in shown.path)
    shares = "; ".join(f"{lane.name}: {_shares(lane)}" for lane in shown.lanes if lane.shares)
    told = [f"{shown.title}. Ranking: {ranking}."]
    told += [f"Path: {steps}"] if steps else []
    told += [f"Points by the number of the answer: {shares}."] if shares else []
    return " ".join(told)


@lru_cache(maxsize=KEPT)
def draw(shown: Picture, *, theme: Theme, layout: Layout, form: Form) -> bytes:
    """The picture as SVG, or as PNG at twice its size. One thread at a time may draw."""
    # Most of a second and 40 MB, which only those pay who look at a picture.
    from bot import drawing  # noqa: PLC0415

    drawn = drawing.draw(shown, theme=theme, layout=layout, form=form)
    # Or the thread that draws would keep up to 60 MB for the next time.
    give_memory_back()
    return drawn


def signed(weight: int) -> str:
    """A weight with its sign: a true minus, which is as wide as the plus."""
    return f"{weight:+d}".replace("-", "−")


def points(score: int) -> str:
    """A score in words."""
    return f"{'−' * (score < 0)}{abs(score)} point{'s' * (abs(score) != 1)}"


def _said(given: Given) -> str:
    # As an advisor's reason names the answer that it rests on.
    return f"{given.label}: {given.answer}"


def _leaders(ranking: Sequence[Contender], answers: set[str]) -> tuple[str, ...]:
    """Who led when only these answers were given; those who were level, in the fixed order."""
    reasons = {
        place.name: [reason for reason in place.reasons if reason.answer in answers]
        for place in sorted(ranking, key=lambda place: FRAMEWORKS.index(place.framework))
    }
    standing = {name: _place(counted) for name, counted in reasons.items()}
    best = min(standing.values())
    return tuple(name for name, place in standing.items() if place == best)


def _excluded_by(ranking: Sequence[Contender], given: Given) -> tuple[str, ...]:
    veto = (_said(given), None)
    return tuple(
        place.name for place in ranking if veto in [(r.answer, r.weight) for r in place.reasons]
    )


def _level(ranking: Sequence[Contender]) -> tuple[str, ...]:
    best = _place(ranking[0].reasons)
    return tuple(place.name for place in ranking if _place(place.reasons) == best)


def _place(reasons: Sequence[Reason]) -> tuple[int, int]:
    """What the engine ranks by: fewer vetoes first, then more points."""
    vetoes = sum(reason.weight is None for reason in reasons)
    return vetoes, -sum(reason.weight or 0 for reason in reasons)


def _lane(place: Contender, numbers: dict[str, int]) -> Lane:
    weighed = sorted(
        (numbers.get(reason.answer, 0), reason.weight)
        for reason in place.reasons
        if reason.weight is not None
    )
    vetoes = sorted(
        (numbers.get(reason.answer, 0), reason.answer.partition(":")[0])
        for reason in place.reasons
        if reason.weight is None
    )
    return Lane(
        name=place.name,
        score=place.score,
        shares=tuple(Share(number=number or None, weight=weight) for number, weight in weighed),
        excluded=place.excluded,
        excluded_by=tuple(f"{number or ''} {label}".strip() for number, label in vetoes),
    )


def _standing(lane: Lane) -> str:
    if lane.excluded:
        return f"{lane.name} is excluded by {' and '.join(lane.excluded_by)}"
    return f"{lane.name} has {points(lane.score)}"


def _step(leg: Leg) -> str:
    out = f", which excludes {' and '.join(leg.excludes)}" if leg.excludes else ""
    led = ""
    if leg.moved and leg.leaders:
        led = f"; now {' and '.join(leg.leaders)} lead{'s' * (len(leg.leaders) == 1)}"
    return f"{leg.number}. {leg.question}: {leg.answer}{out}{led}."


def _shares(lane: Lane) -> str:
    return ", ".join(_share(share) for share in lane.shares)


def _share(share: Share) -> str:
    return f"{signed(share.weight)} by {share.number}" if share.number else signed(share.weight)
