"""Which pictures of recommendations are shown in Slack."""

from bot import picturing
from bot.picturing import Picture
from bot.recalling import recommendations
from bot.store.records import Thread
from bot.store.store import Store


def is_new(store: Store, thread: Thread, shown: Picture) -> bool:
    """Whether a picture, whose reply is recorded already, is the first of its kind in a thread."""
    return [picturing.of(r) for r in recommendations(store.turns(thread.id))].count(shown) <= 1
