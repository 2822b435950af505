"""The argument put into words: the recommendation, the first two side by side, all reasons."""

from collections.abc import Iterator, Mapping, Sequence

from bot import picturing
from bot.argument_words import (
    groups,
    listed,
    looks,
    moves,
    point,
    points,
    points_of,
    share_in_words,
    signed,
    standing,
    tipping,
)
from bot.parts import Button, Buttons, Details, Note, Part, Picture, Prose, Table
from bot.poll_wording import handing_in, with_others
from bot.replies import (
    Ask,
    Cited,
    Contender,
    Contrast,
    Reason,
    Reasons,
    Recommendation,
    Record,
    Versus,
)
from rules.argument import CLEAR

MOST_REASONS = 5
"""How many reasons a recommendation gives; the others stand among all reasons."""

MOST_READ = 4
"""How many entries are offered to be read on."""

MOST_NAMED = 4
"""How many open questions are named."""

NO_EFFECT = "no effect"

COMPARE = ("Compare the first two", "versus", None)
ALL = ("All reasons", "reasons", None)
MORE = ("Answer more questions", "more")
BACK = ("Back to the recommendation", "show")


def recommendation(reply: Recommendation) -> Iterator[Part]:
    """The result: how sure, why this one, why none of the others, and what would change it."""
    best, *others = reply.ranking
    if reply.notice:
        yield Note(markdown=reply.notice)
    lead = "I recommend" if reply.settled else "So far it looks like"
    yield Prose(markdown=f"## {lead} {best.name}\n\n{how_sure(reply)}")
    for_it, against = points(best, positive=True), points(best, positive=False)
    if for_it:
        yield Prose(markdown=f"**What speaks for it**\n\n{_first_few(for_it)}")
    if against:
        yield Prose(markdown=f"**What speaks against it**\n\n{_first_few(against)}")
    lines = "\n".join(f"- {_why_not(contender, best)}" for contender in others)
    yield Prose(markdown=f"**Why not the others, and what would change that**\n\n{lines}")
    shown = picturing.of(reply)
    if shown:
        yield Picture(walk=reply.walk, revision=reply.revision, alt=picturing.alt(shown))
    if reply.tips:
        changes = "\n".join(
            f"- **{tip.name}**, if {' and '.join(f'“{c}”' for c in tip.changes)}"
            for tip in reply.tips
        )
        yield Details(summary="What would change this?", markdown=changes)
    answers = "\n".join(f"- {given.label}: {given.answer}" for given in reply.given)
    yield Details(summary="Your answers", markdown=answers or "None yet.")
    if reply.poll:
        yield from handing_in(reply)
    else:
        mine = Record(walk=reply.walk, revision=reply.revision, framework=best.framework)
        other = Record(walk=reply.walk, revision=reply.revision)
        yield Buttons(
            label="Record the decision",
            buttons=(
                Button(label=f"Record {best.name}", action=mine, style="primary"),
                Button(label="Record another one", action=other),
            ),
        )
    more = moves("Go on", reply.walk, reply.revision, [MORE]).buttons[0]
    closer = looks("Look closer", reply, [COMPARE, ALL])
    # What is not settled is better asked on than recorded, so the way on is no small print.
    if not reply.settled:
        offered = (more.model_copy(update={"style": "plain"}), *closer.buttons)
        closer = closer.model_copy(update={"buttons": offered})
    yield closer
    further = [("Change an answer", "list"), ("Start over", "restart")]
    if reply.settled and (reply.open_questions or reply.further_questions):
        further.insert(0, MORE)
    yield with_others(moves("Move about", reply.walk, reply.revision, further), reply)


def versus(reply: Versus) -> Iterator[Part]:
    """The first two side by side, where they differ."""
    first, second = reply.first, reply.second
    yield Prose(markdown=f"## {first.name} or {second.name}?")
    if reply.contrasts:
        total = ("All your answers", standing(first), standing(second))
        yield Table(
            caption="Your answers that tell them apart, the weightiest first",
            header=("", first.name, second.name),
            rows=(*(_row(contrast) for contrast in reply.contrasts), total),
        )
    else:
        yield Prose(markdown="None of your answers tells them apart.")
    if reply.level:
        level = ", ".join(given.label for given in reply.level)
        yield Note(markdown=f"No difference between them: {level}.")
    if second.tipping is not None:
        yield Prose(markdown=tipping(second, second.name))
    if reply.poll:
        yield from handing_in(reply)
    else:
        yield Buttons(
            label="Record the decision",
            buttons=tuple(
                Button(
                    label=f"Record {one.name}",
                    action=Record(
                        walk=reply.walk, revision=reply.revision, framework=one.framework
                    ),
                    style="primary" if one is first else "plain",
                )
                for one in (first, second)
            ),
        )
    yield looks("Look closer", reply, [ALL])
    yield moves("Move about", reply.walk, reply.revision, [BACK])


def reasons(reply: Reasons) -> Iterator[Part]:
    """All that speaks for and against a framework, with numbered sources."""
    numbers = {cited.entry: number for number, cited in enumerate(reply.cited, start=1)}
    places = {one.framework: place for place, one in enumerate(reply.ranking, start=1)}
    about = reply.ranking[places[reply.framework] - 1]
    yield Prose(
        markdown=f"## {about.name}: all reasons\n\n"
        f"Number {places[reply.framework]} of {len(places)}, with {standing(about)}."
    )
    for heading, found in groups(about).items():
        if found:
            listed = "\n".join(f"- {_weighed(reason, numbers)}" for reason in found)
            yield Prose(markdown=f"**{heading}**\n\n{listed}")
    if not about.reasons:
        yield Prose(markdown="None of your answers spoke for it or against it.")
    if about.tipping is not None:
        yield Prose(markdown=tipping(about, about.name))
    if reply.cited:
        listed = "\n".join(f"{numbers[one.entry]}. {_cited(one)}" for one in reply.cited)
        yield Prose(markdown=f"**What it rests on**\n\n{listed}")
        yield Buttons(
            label="Read on",
            buttons=tuple(
                Button(label=one.question, action=Ask(entry=one.entry), style="quiet")
                for one in reply.cited[:MOST_READ]
            ),
        )
    others = [one for one in reply.ranking if one != about]
    yield looks(
        "Look closer",
        reply,
        [
            *((f"All reasons: {o.name}", "reasons", o.framework) for o in others),
            COMPARE,
        ],
    )
    yield moves("Move about", reply.walk, reply.revision, [BACK])


def how_sure(reply: Recommendation) -> str:
    """How far ahead the first one is, and whether that can still change, in a few sentences."""
    best, second = reply.ranking[0], reply.ranking[1]
    if not any(contender.reasons for contender in reply.ranking):
        ahead = "**No answer counts yet:** only the fixed order puts it first."
    elif reply.tied:
        names = listed(reply.tied, "and")
        ahead = f"**A tie:** {names} share the first place; only the fixed order puts one first."
    elif best.excluded:
        ahead = "**Your answers exclude every framework**, this one by the fewest."
    else:
        ahead = _ahead(best, second, turned=bool(reply.turning))
    return f"{ahead} {_open(reply)}"


def _first_few(lines: Sequence[str]) -> str:
    more = len(lines) - MOST_REASONS
    shown = lines[:MOST_REASONS] if more > 1 else lines
    rest = f"\n\nAnd {more} more, among all reasons." if more > 1 else ""
    return "\n".join(f"- {line}" for line in shown) + rest


def _ahead(best: Contender, second: Contender, *, turned: bool = False) -> str:
    if second.excluded and not best.excluded:
        ahead = "**Clearly ahead:** your answers exclude every other one"
        return f"{ahead}, but one more could turn it." if turned else f"{ahead}."
    lead = best.score - second.score
    if lead == 0:
        return f"**Level** with {second.name} on points."
    size = "Clearly ahead" if not turned and lead >= CLEAR else "Narrowly ahead"
    size = "Well ahead, but not for certain" if turned and lead >= CLEAR else size
    return f"**{size}:** {points_of(lead)} before {second.name}."


def _open(reply: Recommendation) -> str:
    """Whether the open questions can change the first place, in how many cases, and which."""
    if not reply.open_questions:
        return "You answered every question."
    questions = _questions(reply.open_questions)
    if reply.ranking[0].share == 1:
        settled = "Settled: it" if reply.settled else "It"
        return f"{settled} stays first in all {reply.worlds:,} ways to answer {questions}."
    if reply.settled or not (reply.turning or reply.joining):
        return f"Settled: no answer to {questions} changes the first place."
    if reply.turning:
        which = f"One answer could change that: {_few(reply.turning, 'or')}."
    else:
        which = f"Only several answers together could change that: {_few(reply.joining, 'and')}."
    return f"Not settled yet. {_share(reply, questions)} {which}"


def _share(reply: Recommendation, questions: str) -> str:
    best = reply.ranking[0]
    if best.share is None:
        return ""
    often = max(reply.ranking, key=lambda contender: contender.share or 0)
    share = f"It stays first in {share_in_words(best.share)}"
    more = ""
    if (often.share or 0) > best.share:
        more = f"; {often.name} would be in {share_in_words(often.share or 0)}"
    return f"{share} of the {reply.worlds:,} ways to answer {questions}{more}."


def _questions(count: int) -> str:
    return "the open question" if count == 1 else f"the {count} open questions"


def _few(names: Sequence[str], last: str) -> str:
    more = len(names) - MOST_NAMED
    return listed(names if more <= 1 else [*names[:MOST_NAMED], f"{more} others"], last)


def _why_not(contender: Contender, best: Contender) -> str:
    vetoes = [point(r) for r in contender.reasons if r.weight is None]
    against = [point(r) for r in contender.reasons if (r.weight or 0) < 0]
    if vetoes:
        why = f"excluded. {vetoes[0]}"
    elif against:
        why = f"{points_of(contender.score)}. {against[0]}"
    elif contender.score < best.score:
        why = f"{points_of(contender.score)}. Nothing speaks against it, but less for it."
    else:
        why = f"{points_of(contender.score)}. Level, but later in the fixed order."
    return f"**{contender.name}**, {why} {tipping(contender)}".rstrip()


def _weighed(reason: Reason, numbers: Mapping[str, int]) -> str:
    weight = "" if reason.weight is None else f"{signed(reason.weight)}: "
    number = f" [{numbers[reason.see]}]" if reason.see in numbers else ""
    return f"{weight}{point(reason)}{number}"


def _cited(cited: Cited) -> str:
    sources = " · ".join(
        f"[{s.title}]({s.url})" if s.url.startswith("http") else s.title for s in cited.sources
    )
    return f"{cited.question} {sources}"


def _row(contrast: Contrast) -> tuple[str, str, str]:
    return (contrast.answer, _cell(contrast.first), _cell(contrast.second))


def _cell(reason: Reason | None) -> str:
    if reason is None:
        return NO_EFFECT
    weight = "excluded" if reason.weight is None else signed(reason.weight)
    return f"{weight}: {reason.reason}"
