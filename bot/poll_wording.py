"""The replies of a poll put into words: who answers in it, and where they disagree."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.argument_words import listed
from bot.parts import Button, Buttons, Note, Part, Prose, shortened
from bot.poll_replies import Asked
from bot.replies import (
    AskOthers,
    Ballot,
    Compared,
    Disagreement,
    Dispute,
    Gather,
    HandedIn,
    HandIn,
    Join,
    PollOpen,
    Recommendation,
    Step,
    Versus,
)
from rules.models import UNKNOWN

NAMELESS = "the one who asks"
"""How the owner of a poll is called who has not said a name yet."""

MARKS = re.compile(r"[*_`~\[\]<>\\|#]")
LONGEST_NAME = 40
MOST_NAMED = 6
"""How many people are named in a line; the others are counted."""


def with_others(about: Buttons, reply: Step | Recommendation) -> Buttons:
    """The buttons, and one more that asks others, too; not for one who is asked."""
    if reply.poll:
        return about
    action = AskOthers(walk=reply.walk, revision=reply.revision)
    button = Button(label="Ask others, too", action=action, style="quiet")
    return about.model_copy(update={"buttons": (*about.buttons, button)})


def handing_in(reply: Recommendation | Versus) -> Iterator[Part]:
    """What one who takes part in a poll does at the end, in place of recording."""
    action = HandIn(walk=reply.walk, revision=reply.revision)
    button = Button(label="Hand in my answers", action=action, style="primary")
    yield Note(markdown="On your answers alone. Handed in, they are compared with the others'.")
    yield Buttons(label="Hand in your answers", buttons=(button,))


def poll(reply: PollOpen) -> Iterator[Part]:
    """An open poll: what it is, how to take part, who has answered, and what the owner can do."""
    if reply.notice:
        yield Note(markdown=reply.notice)
    if reply.invites:
        yield from _invitation(reply)
        return
    whose = f"{named(reply.owner)} asks others, too" if reply.owner else "Others are asked, too"
    yield Prose(
        markdown=f"## {whose}\n\nEverybody answers the same questions alone. Then I show where "
        "you disagree, and only then I recommend something."
    )
    way = f"To take part, press “Take part”, or type `join {reply.code}` to me."
    if reply.link:
        way = f"To take part, open [{reply.link}]({reply.link}), or type `join {reply.code}`."
    yield Prose(markdown=way)
    yield Prose(markdown="\n".join(f"- {line}" for line in _progress(reply)))
    can_compare = any(True for _ in reply.handed_in)
    yield Buttons(
        label="Take part, or see who has",
        buttons=(
            Button(label="Take part", action=Join(code=reply.code)),
            Button(label="Who has answered", action=Gather(do="ballots", code=reply.code)),
        ),
    )
    yield Buttons(
        label=f"For {named(reply.owner)}" if reply.owner else f"For {NAMELESS}",
        buttons=(
            Button(
                label="Compare the answers",
                action=Gather(do="differ", code=reply.code),
                style="primary" if can_compare else "plain",
            ),
            Button(
                label="Call it off", action=Gather(do="call-off", code=reply.code), style="quiet"
            ),
        ),
    )


def handed_in(reply: HandedIn) -> Iterator[Part]:
    """That answers were handed in, and what happens now."""
    owner = named(reply.owner) if reply.owner else cap(NAMELESS)
    if reply.own:
        now = "They are compared with those of the others as soon as you say so."
    else:
        now = f"{owner} sees that you have answered, and what you said once it is compared."
    yield Prose(markdown=f"Thank you, {named(reply.by)}: **your answers are handed in.** {now}")
    yield Note(
        markdown=f"Until then you can change them: press below, or type `join {reply.code}`."
    )
    buttons = [Button(label="Change my answers", action=Join(code=reply.code), style="quiet")]
    if reply.own:
        look = Button(label="Who has answered", action=Gather(do="ballots", code=reply.code))
        buttons.insert(0, look)
    yield Buttons(label="What now", buttons=tuple(buttons))


def disagreement(reply: Disagreement) -> Iterator[Part]:
    """Who would get what, where people disagree, and what they agree on."""
    if reply.notice:
        yield Note(markdown=reply.notice)
    yield Prose(markdown=f"## {headline(reply)}\n\n{who_gets_what(reply.ballots)}")
    if reply.disputes:
        lines = "\n".join(f"- {dispute_in_words(one)}" for one in reply.disputes)
        yield Prose(markdown=f"**Disputed**\n\n{lines}")
    for heading, said in agreed_in_words(reply).items():
        lines = "\n".join(f"- {line}" for line in said)
        yield Prose(markdown=f"**{heading}**\n\n{lines}")
    if reply.answering:
        yield Note(markdown=f"Still answering: {people(_known(reply.answering))}.")
    if reply.disputes:
        yield Note(
            markdown="“Go on” closes the poll, keeps what nobody disputes, and asks the rest, "
            "but only what can still change the result."
        )
    actions = {"agree": "Go on", "wait": "Wait for more", "majority": "Take the majority"}
    if not reply.disputes or any(one.majority is None for one in reply.disputes):
        del actions["majority"]
    yield Buttons(
        label="How to go on",
        buttons=tuple(
            Button(
                label=label,
                action=Gather.model_validate({"do": do, "code": reply.code, "seen": reply.seen}),
                style="primary" if do == "agree" else "plain",
            )
            for do, label in actions.items()
        ),
    )


def record(asked: Asked) -> Iterator[tuple[str, Sequence[str]]]:
    """A poll as it is told in the record: under each heading, lines of Markdown."""
    ended = " The poll was called off, so nothing was taken from it." if asked.called_off else ""
    yield (
        f"{headline(asked)}.{ended} What the answers of each alone would have recommended",
        [_gets(ballot) for ballot in asked.ballots],
    )
    if asked.disputes:
        yield "Disputed", [dispute_in_words(one) for one in asked.disputes]
    yield from agreed_in_words(asked).items()


def headline(compared: Compared) -> str:
    """How many answered, and on how much they disagree."""
    count, disputes = len(compared.ballots), len(compared.disputes)
    answered = "1 person has answered" if count == 1 else f"{count} people have answered"
    if not disputes:
        return answered if count == 1 else f"{answered}, and agree"
    return f"{answered}, and disagree on {disputes} question{'s' * (disputes > 1)}"


def who_gets_what(found: Sequence[Ballot]) -> str:
    """For each person what their answers alone would recommend, as a list in Markdown."""
    return "\n".join(
        ["What the answers of each alone would recommend:", "", *(f"- {_gets(b)}" for b in found)]
    )


def dispute_in_words(dispute: Dispute) -> str:
    """Who said what on a criterion, in a line of Markdown."""
    return f"**{dispute.label}**: {_said(dispute)}"


def agreed_in_words(compared: Compared) -> Mapping[str, Sequence[str]]:
    """What nobody contradicts, under headings, in lines of Markdown: what all say, what some say
    while the others were not asked or did not know, and what nobody knows.
    """
    everybody = len(compared.ballots)
    known = [agreed for agreed in compared.agreed if agreed.option != UNKNOWN]
    unknown = [agreed.label for agreed in compared.agreed if agreed.option == UNKNOWN]
    found = {
        "Said by all": [
            f"{one.label}: **{one.answer}**" for one in known if len(one.by) == everybody
        ],
        "Said by some, and disputed by nobody": [
            f"{one.label}: **{one.answer}** ({people(one.by)})"
            for one in known
            if len(one.by) < everybody
        ],
        "Known to nobody": [listed(unknown, "and")] if unknown else [],
    }
    return {heading: lines for heading, lines in found.items() if lines}


def disputed(dispute: Dispute) -> str:
    """Why a criterion is asked again after people disagreed on it."""
    return f"You disagree here: {_said(dispute)}."


def people(names: Sequence[str]) -> str:
    """People in a sentence; of many, a few by name."""
    shown = [named(name) for name in names[:MOST_NAMED]]
    rest = len(names) - len(shown)
    if rest:
        shown.append(f"{rest} other{'s' * (rest > 1)}")
    return listed(shown, "and")


def named(name: str) -> str:
    """A name in a line of ours: short, and without what Markdown would take for its own."""
    return shortened(" ".join(MARKS.sub(" ", name).split()) or "Somebody", LONGEST_NAME)


def cap(text: str) -> str:
    """The text with a capital at its beginning."""
    return text[:1].upper() + text[1:]


def _invitation(reply: PollOpen) -> Iterator[Part]:
    asks = f"{named(reply.owner)} asks for your view" if reply.owner else "Your view is wanted"
    yield Prose(
        markdown=f"## {asks}\n\nWhich Python API framework? You answer a few questions, alone; "
        "nobody sees how until you hand your answers in. Then they are compared with those of "
        "the others, before anything is recommended."
    )
    button = Button(label="Take part", action=Join(code=reply.code), style="primary")
    yield Buttons(label="Take part in the poll", buttons=(button,))


def _progress(reply: PollOpen) -> Iterator[str]:
    if reply.handed_in:
        yield f"**Handed in:** {people(reply.handed_in)}"
    else:
        yield "**Handed in:** nobody yet"
    if reply.answering:
        yield f"**Still answering:** {people(_known(reply.answering))}"
    if reply.counted:
        owner = named(reply.owner) if reply.owner else NAMELESS
        yield f"What {owner} has answered so far counts, too."


def _known(names: Sequence[str | None]) -> Sequence[str]:
    """Those with a name, and the number of the others in words."""
    nameless = sum(name is None for name in names)
    rest = [f"{nameless} without a name yet"] if nameless else []
    return [*(name for name in names if name), *rest]


def _gets(ballot: Ballot) -> str:
    so_far = "" if ballot.settled else ", so far"
    outdated = ", answered under other rules" if ballot.outdated else ""
    by = cap(ballot.by) if ballot.by == NAMELESS else named(ballot.by)
    return f"{by}: **{ballot.recommended}**{so_far}{outdated}"


def _said(dispute: Dispute) -> str:
    return "; ".join(f"{one.answer} ({people(one.by)})" for one in dispute.said)
