"""What people answered in a poll, compared: who would get what, and who said what. Read only."""

import hashlib
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from bot import arguing
from bot.advisor import Advisor
from bot.poll_replies import Asked
from bot.poll_wording import NAMELESS
from bot.replies import Agreed, Ballot, Compared, Disagreement, Dispute, Given, Move, PollOpen, Said
from bot.store.records import Cast, Poll, Thread, Walk
from bot.store.store import Store
from knowledge.ids import FrameworkId
from rules import versions
from rules.engine import evaluate
from rules.models import UNKNOWN, Answers, Walkthrough


def shown(
    store: Store,
    poll: Poll,
    *,
    url: str | None = None,
    notice: str | None = None,
    invites: bool = False,
) -> PollOpen:
    """An open poll; `url` is where the web chat is, if the link there shall be shown."""
    casts = store.casts(poll.code)
    handed = [cast for cast in casts if cast.walk.status == "handed-in"]
    walk = store.walk(poll.walk)
    resume = walk and not invites and Move(do="resume", walk=walk.id, revision=walk.revision)
    return PollOpen(
        code=poll.code,
        owner=poll.owner.name,
        handed_in=distinct(cast.name or NAMELESS for cast in handed),
        answering=tuple(cast.name for cast in casts if cast.walk.status == "open"),
        counted=len(ballots(store, poll)) > len(handed),
        link=f"{url}/?join={poll.code}" if url else None,
        invites=invites,
        notice=notice,
        resume=resume or None,
    )


def ballots(store: Store, poll: Poll) -> list[Cast]:
    """What counts in a poll, in the order of handing in.

    In an open poll the owner's own walk stands last where it has answers and the owner has handed
    in no others; when the owner goes on, it is handed in.
    """
    handed = [cast for cast in store.casts(poll.code) if cast.walk.status == "handed-in"]
    own = store.walk(poll.walk)
    by_owner = any(cast.walk.person == poll.owner.id for cast in handed)
    if poll.closed or own is None or by_owner or not own.answers:
        return handed
    return [*handed, Cast(walk=own, name=poll.owner.name)]


def has_others(store: Store, poll: Poll) -> bool:
    """Whether somebody beside the owner has handed in."""
    return any(cast.walk.person != poll.owner.id for cast in ballots(store, poll))


def disagreement(
    advisor: Advisor, store: Store, poll: Poll, notice: str | None = None
) -> Disagreement:
    """Where the people of a poll agree and disagree, under the rules of today."""
    counted = ballots(store, poll)
    compared = compare(advisor.walkthrough, counted, advisor.name)
    casts = store.casts(poll.code)
    return Disagreement(
        **dict(compared),
        code=poll.code,
        seen=_digest(counted),
        answering=tuple(cast.name for cast in casts if cast.walk.status == "open"),
        notice=notice,
    )


def compare(
    rules: Walkthrough, counted: Sequence[Cast], name: Callable[[FrameworkId], str]
) -> Compared:
    """Compares answers, as far as some rules know them; `name` tells a framework's name."""
    people = distinct(cast.name or NAMELESS for cast in counted)
    answers = [_known(rules, cast.walk.answers) for cast in counted]
    current = versions.fingerprint(rules)
    said = {c.id: _said(rules, c.id, people, answers) for c in rules.criteria}
    definite = {c: [one for one in found if one.option != UNKNOWN] for c, found in said.items()}
    return Compared(
        ballots=tuple(
            _ballot(rules, by, cast.walk, given, current, name)
            for by, cast, given in zip(people, counted, answers, strict=True)
        ),
        agreed=tuple(
            _agreed(rules, criterion, only)
            for criterion, found in said.items()
            for only in definite[criterion] or found
            if len(definite[criterion] or found) == 1
            # Who does not know may ask those who were not asked.
            and (only.option != UNKNOWN or len(only.by) == len(people))
        ),
        disputes=tuple(
            _dispute(rules, criterion, found)
            for criterion, found in definite.items()
            if len(found) > 1
        ),
    )


def agreed_answers(compared: Compared, *, by_majority: bool = False) -> Answers:
    """What is agreed, as answers; also what a majority says, if that shall do."""
    agreed = {one.criterion: one.option for one in compared.agreed}
    most = {d.criterion: d.majority for d in compared.disputes if by_majority and d.majority}
    return {**agreed, **most}


def disputed(advisor: Advisor, store: Store, walk: Walk, criterion: str) -> Dispute | None:
    """What people said on a criterion, where they disagreed in the last poll that was gone on
    with.
    """
    polls = [poll for poll in store.polls(walk.id) if poll.went_on]
    if not polls:
        return None
    compared = compare(advisor.walkthrough, ballots(store, polls[-1]), advisor.name)
    return next((one for one in compared.disputes if one.criterion == criterion), None)


def summary(advisor: Advisor, store: Store, walk_id: str) -> tuple[Asked, ...]:
    """The polls of a walk in which somebody else took part, for the record.

    They are counted by the rules that the walk was decided under, where these were kept.
    """
    polls = [poll for poll in store.polls(walk_id) if has_others(store, poll)]
    walk = store.walk(walk_id)
    if not polls or walk is None:
        return ()
    rules = store.rules(walk.rules) or advisor.walkthrough
    return tuple(
        Asked(
            **dict(compare(rules, ballots(store, poll), advisor.name)),
            code=poll.code,
            at=poll.at,
            called_off=not poll.went_on,
        )
        for poll in polls
    )


def summaries(
    advisor: Advisor, store: Store, walk_ids: Iterable[str]
) -> Mapping[str, tuple[Asked, ...]]:
    """The polls of many walks, by walk; those without any are left out."""
    return {walk: polls for walk in walk_ids if (polls := summary(advisor, store, walk))}


def thread_of(poll: Poll) -> Thread:
    """The thread in which the owner of a poll decides."""
    surface = poll.thread.partition(":")[0]
    return Thread.model_validate({"id": poll.thread, "surface": surface})


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Names, of which those that are there already get a number."""
    found: list[str] = []
    for name in names:
        one = next(n for n in _numbered(name) if n not in found)
        found.append(one)
    return tuple(found)


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name} ({number})" for number in itertools.count(2))


def _ballot(
    rules: Walkthrough,
    by: str,
    walk: Walk,
    answers: Answers,
    current: str,
    name: Callable[[FrameworkId], str],
) -> Ballot:
    result = evaluate(rules, answers)
    return Ballot(
        by=by,
        recommended=name(result.recommended),
        settled=result.settled,
        answers=len(answers),
        outdated=walk.rules != current,
    )


def _said(
    rules: Walkthrough, criterion: str, people: Sequence[str], answers: Sequence[Answers]
) -> list[Said]:
    """Who gave which answer to a criterion, the one that most gave first."""
    by: dict[str, list[str]] = {}
    for person, given in zip(people, answers, strict=True):
        if criterion in given:
            by.setdefault(given[criterion], []).append(person)
    most_first = sorted(by.items(), key=lambda said: -len(said[1]))
    return [
        Said(option=o, answer=arguing.in_words(rules, criterion, o).answer, by=tuple(who))
        for o, who in most_first
    ]


def _dispute(rules: Walkthrough, criterion: str, said: Sequence[Said]) -> Dispute:
    most, everybody = said[0], sum(len(one.by) for one in said)
    return Dispute(
        criterion=criterion,
        label=rules.criterion(criterion).label,
        said=tuple(said),
        majority=most.option if 2 * len(most.by) > everybody else None,
    )


def _agreed(rules: Walkthrough, criterion: str, said: Said) -> Agreed:
    given: Given = arguing.in_words(rules, criterion, said.option)
    return Agreed(**dict(given), by=said.by)


def _known(rules: Walkthrough, answers: Answers) -> Answers:
    gone = versions.unknown(rules, answers)
    return {c: o for c, o in answers.items() if c not in gone}


def _digest(counted: Sequence[Cast]) -> str:
    states = "\n".join(f"{cast.walk.id} {cast.walk.revision}" for cast in counted)
    return hashlib.sha256(states.encode()).hexdigest()[:8]
