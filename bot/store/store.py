"""The log as the rest of the bot sees it: one object over one SQLite file."""

from bot.store.decisions import Decisions
from bot.store.errors import NoSuchDecision, NotReviewable, StoreError
from bot.store.outbox import Outbox
from bot.store.polls import Polls
from bot.store.processes import Processes
from bot.store.rules import Rules
from bot.store.sign_in import SignIn
from bot.store.turns import Turns
from bot.store.walks import StepRow, Walks

__all__ = ["NoSuchDecision", "NotReviewable", "StepRow", "Store", "StoreError"]


class Store(Turns, Walks, Polls, Rules, Decisions, Outbox, Processes, SignIn):
    """Conversations, walks, polls, rules, decisions with reviews, inbox and outbox, sign-ins.

    Each part is a module of its own; they share the connection and its transactions. Opened with
    `Store.open(path)`, used from one thread at a time. Every method can raise a `StoreError`
    when the file is locked for too long or cannot be read or written; times have a zone, else a
    ValueError is raised.
    """
