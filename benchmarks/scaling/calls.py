"""The store's own calls for an event, on both engines in turns: what they cost, and how often they
go to the database and back.
"""

import datetime
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from benchmarks.goals import Figures
from benchmarks.postgres import Cluster
from bot.app import utc_now
from bot.replies import Notice
from bot.store.inbox import Arrival, Item
from bot.store.outbox import Draft, Letter
from bot.store.postgres import Postgres
from bot.store.records import Person, Thread
from bot.store.store import Store

GROUP = 16
"""Events that go through each call together."""

PEOPLE = 64
REPLY = Notice(text="What is said in an answer, and where it comes from. " * 40)
FRESH = datetime.timedelta(minutes=30)

Call = Callable[[], object]
Spent = dict[str, list[float]]


def measure(cluster: Cluster, count: int) -> Figures:
    """Microseconds of the processor of an event by engine and call; those of PostgreSQL's own
    processes; and the times that an event goes to PostgreSQL and back.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        Store.open(Path(folder, "log.db")) as file,
        Store.open(cluster.url()) as server,
    ):
        stores: dict[str, Store] = {"sqlite": file, "postgresql": server}
        spent: Spent = defaultdict(list)
        rounds = max(1, count // GROUP)
        for number in range(-rounds // 10, rounds):
            if number == 0:
                spent.clear()
                before = cluster.spent()
            for name, store in stores.items():
                _through(store, number, partial(_clocked, spent, name))
        of_server = (cluster.spent() - before) / (rounds * GROUP) * 1e6
        # The median, because others use the machine, too.
        found: Figures = {key: median(of) / GROUP * 1e6 for key, of in spent.items()}
        trips = {f"trips_{n}": _trips(server, rounds + n, n) for n in (1, GROUP)}
    return {**found, "postgresql_own": of_server, **trips}


def _clocked(spent: Spent, engine: str, name: str, call: Call) -> None:
    begun = time.process_time()
    call()
    spent[f"{engine}_{name}"].append(time.process_time() - begun)


def _called(_: str, call: Call) -> None:
    call()


def _through(
    store: Store, number: int, clocked: Callable[[str, Call], None], group: int = GROUP
) -> None:
    """Takes a group of events through the calls that the server makes for them."""
    now = utc_now()
    arrivals = [_arrival(number * GROUP + n) for n in range(group)]
    clocked("accept", lambda: store.accept(arrivals, now))
    letters: list[Letter] = []

    def answer() -> None:
        items = store.waiting(utc_now(), 50)
        with store.transaction():
            letters.extend(_answered(store, item) for item in items if store.is_mine(item))

    clocked("answer", answer)
    assert len(letters) == group, "each event is answered"
    clocked("posted", lambda: store.remove_letters([(one, None) for one in letters], now))


def _answered(store: Store, item: Item) -> Letter:
    channel, now = item.lane, utc_now()
    thread, person = Thread(id=f"slack:T1:{channel}", surface="slack"), Person(id=f"U{channel}")
    with store.transaction():
        with store.transaction():
            store.see(person, thread)
            store.open_walk(thread.id, person.id)
            store.last_answered(thread.id, person.id, now - FRESH)
            store.add_turn(thread, person, item.body, REPLY, confidence=0.9, at=now)
        draft = Draft(key=item.trace, lane=channel, trace=item.trace, body=REPLY.text)
        letter = store.add_letter(draft, "benchmark", now)
        store.remove_item(item)
    assert letter is not None, "nobody else has the channel"
    return letter


def _arrival(number: int) -> Arrival:
    keys = (f"event:{number}", f"message:{number}")
    return Arrival(keys=keys, lane=f"D{number % PEOPLE}", trace=f"t{number}", body="a question")


def _trips(store: Store, number: int, group: int) -> float:
    """How often the calls for an event wait for the server, in groups of this size."""
    engine = store.engine
    assert isinstance(engine, Postgres), "only a server is gone to"
    with tempfile.TemporaryFile("w+") as said:
        # The only connection, which comes back each time.
        conn = engine.connections.take()
        conn.pgconn.trace(said.fileno())
        engine.connections.give_back(conn)
        _through(store, number, _called, group)
        conn.pgconn.untrace()
        said.seek(0)
        return sum("ReadyForQuery" in line for line in said) / group
