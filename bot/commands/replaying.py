"""The log replayed through the rules as they stand: put into words, and into JSON."""

from collections.abc import Iterator, Mapping

from bot import console
from bot.commands.record import MINUTE
from bot.exporting import contenders
from bot.store.records import Decision
from bot.store.store import Store
from knowledge.ids import FRAMEWORKS
from rules.models import Walkthrough
from rules.replaying import Logged, Outcome, Replay, Weights, replay
from rules.versions import Reweighed, Weight

Row = tuple[Logged, Outcome]


def replayed(store: Store, walkthrough: Walkthrough) -> Replay:
    """Every result of the log, run through the rules."""

    def recorded(logged: Logged) -> Weights:
        decision = store.decision(int(logged.id)) if logged.kind == "decision" else None
        return recorded_weights(walkthrough, decision) if decision else {}

    return replay(walkthrough, store.results(), store.all_rules(), recorded)


def recorded_weights(walkthrough: Walkthrough, decision: Decision) -> Weights:
    """The weights that stand in the ranking of a decision, as far as its words can be told.

    A ranking has every effect that there was. Where it has some for an answer that is worded
    otherwise by now, an answer without any may be just that one, and stays unknown.
    """
    ranking = contenders(decision)
    words = {c: in_words(walkthrough, c, o) for c, o in decision.answers.items()}
    said = {reason.answer for contender in ranking for reason in contender.reasons}
    complete = bool(ranking) and said <= set(words.values())
    found: dict[tuple[str, str], Weight] = {
        (reason.answer, contender.framework): "veto" if reason.weight is None else reason.weight
        for contender in ranking
        for reason in contender.reasons
    }
    return {
        (criterion, framework): found.get(
            (answer, framework), 0 if complete or answer in said else None
        )
        for criterion, answer in words.items()
        for framework in FRAMEWORKS
    }


def in_words(walkthrough: Walkthrough, criterion_id: str, option_id: str) -> str:
    """An answer in the words of the rules; what they do not have stays as its id."""
    criterion = next((c for c in walkthrough.criteria if c.id == criterion_id), None)
    option = criterion.option(option_id) if criterion else None
    answer = option.label if option else option_id
    return f"{criterion.label if criterion else criterion_id}: {answer}"


def as_data(walkthrough: Walkthrough, found: Replay) -> Mapping[str, object]:
    """The replay for JSON: its figures, and every result that changes or cannot be replayed."""
    return {
        "walkthrough": walkthrough.id,
        "version": walkthrough.version,
        "replayed": len(found.results) - len(found.not_replayable),
        "same": found.same,
        "changed": len(found.changed),
        "not_replayable": len(found.not_replayable),
        "moves": [{"was": was, "now": now, "count": n} for was, now, n in found.moves],
        "changes": [
            {**_data(row), "why": [_change(change) for change in row[1].why]}
            for row in found.changed
        ],
        "unknown": [{**_data(row), "answers": row[1].unknown} for row in found.not_replayable],
    }


def text(walkthrough: Walkthrough, found: Replay, limit: int) -> Iterator[str]:
    """The replay in lines, with at most so many results that change, and as many that cannot be
    replayed.
    """
    unknown = found.not_replayable
    count = len(found.results) - len(unknown)
    rules = f"{walkthrough.id}, version {walkthrough.version}"
    yield f"{_results(count)} replayed through {rules}: {found.same:,} the same, " + (
        f"{len(found.changed):,} changed. {len(unknown):,} not replayable."
    )
    if found.changed:
        yield ""
        moves = [(was, now, f"{n:,}") for was, now, n in found.moves]
        yield from console.aligned([("was", "now", "results"), *moves])
        yield from _changed(walkthrough, found.changed[:limit])
        yield from _cut(len(found.changed), limit)
    if unknown:
        yield ""
        yield "Not replayable: the rules no longer have these answers. `now` is by the others."
        rows = [(*_cells(row), _missing(row)) for row in unknown[:limit]]
        yield from console.aligned([(*HEADER, "answers"), *rows])
        yield from _cut(len(unknown), limit)


HEADER = ("id", "recorded (UTC)", "person", "version", "was", "now")


def _changed(walkthrough: Walkthrough, rows: list[Row]) -> Iterator[str]:
    """The results, those of the same answers and rules together, and under them the reasons."""
    together: dict[int, list[Row]] = {}
    for row in rows:
        together.setdefault(id(row[1]), []).append(row)
    table = console.aligned([HEADER, *(_cells(row) for some in together.values() for row in some)])
    lines = iter(table)
    yield ""
    yield next(lines)
    for some in together.values():
        yield from (next(lines) for _ in some)
        outcome = some[0][1]
        yield from (console.wrapped(line, "    ") for line in _why(walkthrough, outcome))


def _why(walkthrough: Walkthrough, outcome: Outcome) -> Iterator[str]:
    """The weights that differ for the frameworks that were and would be first; JSON has all."""
    why = [change for change in outcome.why if change.framework in (outcome.was, outcome.now)]
    if not why:
        yield "No weight of the two differs: the order of equals, or the way of counting, does."
    for answer in dict.fromkeys((change.criterion, change.option) for change in why):
        listed = "; ".join(
            f"{change.framework} {_points(change.now)}, was {_points(change.before)}"
            for change in why
            if (change.criterion, change.option) == answer
        )
        yield f"{in_words(walkthrough, *answer)}: {listed}"


def _points(weight: Weight | None) -> str:
    if weight is None:
        return "unknown"
    return weight if isinstance(weight, str) else f"{weight:+d}" if weight else "0"


def _cells(row: Row) -> tuple[str, ...]:
    logged, outcome = row
    return (
        logged.id if logged.kind == "decision" else f"walkthrough {logged.id}",
        logged.at.strftime(MINUTE),
        console.one_line(logged.person),
        str(logged.version),
        outcome.was,
        outcome.now or "",
    )


def _missing(row: Row) -> str:
    logged, outcome = row
    if outcome.now is None:
        return f"of another walkthrough, {logged.walkthrough}"
    return console.one_line(", ".join(f"{c}={o}" for c, o in outcome.unknown.items()))


def _data(row: Row) -> dict[str, object]:
    logged, outcome = row
    number = int(logged.id) if logged.kind == "decision" else logged.id
    return {
        "kind": logged.kind,
        "id": number,
        "at": logged.at.isoformat(timespec="seconds"),
        "person": logged.person,
        "walkthrough": logged.walkthrough,
        "version": logged.version,
        "was": outcome.was,
        "now": outcome.now,
    }


def _change(change: Reweighed) -> dict[str, object]:
    """A weight that differs; a veto is "veto", and `was` is null where it is not known."""
    return {
        "criterion": change.criterion,
        "option": change.option,
        "framework": change.framework,
        "was": change.before,
        "now": change.now,
    }


def _results(count: int) -> str:
    return f"{count:,} result{'s' * (count != 1)}"


def _cut(total: int, limit: int) -> Iterator[str]:
    if total > limit:
        yield ""
        yield f"{limit:,} of {total:,}; --limit shows more."
