"""The replies of a poll, as frozen models: who answers in it, and where they disagree."""

import datetime
from typing import Literal

from bot.actions import Move
from bot.walk_replies import Given
from knowledge.content import Frozen


class PollOpen(Frozen):
    """An open poll: whose it is, who has handed in, and who is still answering.

    `owner` and those who answer are None where no name is known. `counted` says that the owner's
    own answers are compared, too, though not handed in. `link` leads to it in the web. For
    somebody who is invited (`invites`) there is nothing to do but to take part.
    """

    kind: Literal["poll"] = "poll"
    code: str
    owner: str | None
    handed_in: tuple[str, ...] = ()
    answering: tuple[str | None, ...] = ()
    counted: bool = False
    link: str | None = None
    invites: bool = False
    notice: str | None = None
    resume: Move | None = None


class HandedIn(Frozen):
    """Somebody's answers are handed in to a poll; `own` says that it is a poll of their own."""

    kind: Literal["handed-in"] = "handed-in"
    code: str
    by: str
    owner: str | None
    own: bool = False
    resume: Move | None = None


class Ballot(Frozen):
    """What somebody's answers alone would recommend: a framework, by name.

    It is `settled` where none of the questions left open can change that. `outdated` says that
    they were given under rules that decide otherwise than those that are counted by.
    """

    by: str
    recommended: str
    settled: bool
    answers: int
    outdated: bool = False


class Said(Frozen):
    """An answer, in id and words, and who gave it."""

    option: str
    answer: str
    by: tuple[str, ...]


class Dispute(Frozen):
    """A criterion on which people gave different answers, the one that most gave first.

    `majority` is the option that more than half of them gave, if there is one.
    """

    criterion: str
    label: str
    said: tuple[Said, ...]
    majority: str | None = None


class Agreed(Given):
    """An answer that everybody gave who gave one, or a "don't know" that all gave."""

    by: tuple[str, ...]


class Compared(Frozen):
    """The answers of several people, compared: in the order of handing in, and of the rules."""

    ballots: tuple[Ballot, ...]
    agreed: tuple[Agreed, ...]
    disputes: tuple[Dispute, ...]


class Disagreement(Compared):
    """Where the people of a poll agree and disagree; `seen` tells these answers from others."""

    kind: Literal["disagreement"] = "disagreement"
    code: str
    seen: str
    answering: tuple[str | None, ...] = ()
    notice: str | None = None


class Asked(Compared):
    """A poll as it is told in the record of a decision."""

    code: str
    at: datetime.datetime
    called_off: bool
