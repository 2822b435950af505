"""What was recommended, read back from the log, for the pictures of it."""

from collections.abc import Iterable, Iterator

from pydantic import ValidationError

from bot import picturing
from bot.advisor import Advisor
from bot.exporting import answers_in_words, contenders
from bot.picturing import Picture
from bot.replies import REPLY, Recommendation
from bot.store.records import Decision, Turn


def recommendations(turns: Iterable[Turn]) -> Iterator[Recommendation]:
    """The recommendations of a conversation, in order; those that can still be read."""
    for turn in turns:
        if turn.outcome != "recommendation":
            continue
        try:
            reply = REPLY.validate_json(turn.reply)
        except ValidationError:
            continue  # A record outlives the version that wrote it.
        if isinstance(reply, Recommendation):
            yield reply


def picture(advisor: Advisor, decision: Decision) -> Picture | None:
    """The picture of a decision as it was; None where nothing was answered, or none can be read."""
    ranking, given = contenders(decision), answers_in_words(advisor, decision.answers)
    if not (ranking and given):
        return None
    differs = decision.chosen != decision.recommended
    chosen = advisor.name(decision.chosen) if differs else None
    return picturing.picture(ranking, given, chosen=chosen)
