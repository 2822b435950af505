"""What the database undid for the sake of another, or as it went away, is done again."""

import asyncio
import threading
from collections.abc import Callable

import psycopg
import pytest

from bot.running import MOST_TRIES, Worker
from bot.store.errors import StoreError, Undone
from bot.store.store import Store

from .samples import NOON

Statements = Callable[[Store], object]


class Pair:
    """Two transactions that each wait for the other after their first part, the first time."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.tries = 0
        self._meet = threading.Barrier(2)
        self._counting = threading.Lock()

    def transaction(self, first: Statements, second: Statements) -> None:
        with self.store.transaction():
            first(self.store)
            with self._counting:
                self.tries += 1
                is_first_time = self.tries <= 2
            if is_first_time:
                self._meet.wait(30)
            second(self.store)

    async def both(
        self, one: tuple[Statements, Statements], two: tuple[Statements, Statements]
    ) -> None:
        worker = Worker(2)
        try:
            await asyncio.gather(
                worker.run(self.transaction, *one), worker.run(self.transaction, *two)
            )
        finally:
            worker.close()


def note(key: str) -> Statements:
    return lambda store: store.run("UPDATE claims SET at = at || '+' WHERE key = ?", (key,))


async def test_two_that_lock_the_same_in_opposite_order_are_both_done(url: str) -> None:
    with Store.open(url, pool=2) as store:
        store.claim(["a", "b"], NOON)
        pair = Pair(store)

        def quickly(store: Store) -> None:
            store.run("SET LOCAL deadlock_timeout = '10ms'")

        def locking(first: str, second: str) -> tuple[Statements, Statements]:
            def begin(store: Store) -> None:
                quickly(store)
                note(first)(store)

            return begin, note(second)

        await pair.both(locking("a", "b"), locking("b", "a"))
        noted = store.rows("SELECT key FROM claims WHERE at LIKE '%++'")
    assert pair.tries == 3
    assert len(noted) == 2


async def test_two_that_each_rely_on_what_the_other_changes_come_one_after_the_other(
    url: str,
) -> None:
    with Store.open(url, pool=2) as store:
        pair = Pair(store)

        def look(store: Store) -> None:
            store.run("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
            store.rows("SELECT count(*) AS n FROM claims")

        def adding(key: str) -> Statements:
            return lambda store: store.run(
                "INSERT INTO claims (key, at) SELECT CAST(? AS TEXT), CAST(count(*) AS TEXT)"
                " FROM claims",
                (key,),
            )

        await pair.both((look, adding("a")), (look, adding("b")))
        found = [row["at"] for row in store.rows("SELECT at FROM claims ORDER BY at")]
    assert pair.tries == 3
    assert found == ["0", "1"]


async def test_a_connection_that_breaks_within_a_transaction_costs_nobody_an_error(
    url: str,
) -> None:
    ended: list[int] = []

    def write(store: Store) -> None:
        with store.transaction():
            store.claim(["a"], NOON)
            if not ended:
                ended.append(end_of_all(url))
            store.claim(["b"], NOON)

    with Store.open(f"{url}&application_name=breaking", pool=2) as store:
        worker = Worker()
        await worker.run(write, store)
        worker.close()
        assert ended == [1]
        assert len(store.rows("SELECT key FROM claims")) == 2


def end_of_all(url: str) -> int:
    with psycopg.connect(url, autocommit=True) as conn:
        return conn.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE application_name = 'breaking'"
        ).rowcount


async def test_a_commit_of_which_nobody_knows_whether_it_was_done_is_not_done_again(
    url: str,
) -> None:
    tries: list[int] = []

    def write(store: Store) -> None:
        with store.transaction():
            store.claim(["a"], NOON)
            tries.append(end_of_all(url))

    with Store.open(f"{url}&application_name=breaking") as store:
        worker = Worker()
        with pytest.raises(StoreError, match="cannot be reached") as caught:
            await worker.run(write, store)
        worker.close()
    assert not isinstance(caught.value, Undone)
    assert tries == [1]


async def test_what_is_undone_each_time_is_an_error_in_the_end() -> None:
    tries: list[int] = []

    def write() -> None:
        tries.append(1)
        raise Undone("again")

    worker = Worker()
    with pytest.raises(Undone):
        await worker.run(write)
    worker.close()
    assert len(tries) == MOST_TRIES
