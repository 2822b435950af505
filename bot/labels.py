"""What a button said, for the record of who pressed it."""

from bot.advisor import Advisor
from bot.replies import Action, Ask, AskPlain, Choose, Compare, Look, Move, Record, Start
from rules.models import UnknownAnswer

SAID = {
    "ask-others": "Ask others, too",
    "join": "Take part",
    "hand-in": "Hand in my answers",
    "ballots": "Who has answered",
    "wait": "Wait for more",
    "differ": "Compare the answers",
    "agree": "Go on",
    "majority": "Take the majority",
    "call-off": "Call it off",
    "versus": "Compare the first two",
    "renew": "Go on under the new rules",
}
"""What the buttons of moves say whose name does not."""


def label(advisor: Advisor, action: Action) -> str:
    """What a button said: the option, the entry's question, what was typed, or the move."""
    match action:
        case Ask(entry=entry) if entry in advisor.knowledge.entries:
            return advisor.link(entry).question
        case AskPlain(text=str(text)) | Start(text=str(text)):
            return text
        case Choose(criterion=criterion, option=option):
            try:
                (given,) = advisor.given({criterion: option})
            except UnknownAnswer:
                return option
            return given.answer
        case Move(do="change", criterion=str(criterion)):
            known = {one.id: one.label for one in advisor.walkthrough.criteria}
            return f"Change: {known.get(criterion, criterion)}"
        case Compare():
            return "Side by side"
        case Record(framework=framework):
            name = advisor.name(framework) if framework else "another framework"
            return f"Record {name}"
        case Look(do="reasons", framework=framework):
            return f"All reasons: {advisor.name(framework)}" if framework else "All reasons"
        case _:
            return SAID.get(action.do, action.do.capitalize())
