"""What PostgreSQL brings along: a server that may be away, passwords, many at a time."""

import datetime
import logging
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest

from bot.replies import Notice
from bot.store import postgres_schema
from bot.store.errors import StoreError
from bot.store.records import Filter, Person
from bot.store.store import Store

from .samples import ADA, NOON, after, decide, say, thread, walk

PASSWORD = "correct horse"


def as_user(url: str, user: str, password: str = "") -> str:
    """The URL for another user, with a password."""
    return url.replace("user=advisor", f"user={user}").replace("user=postgres", f"user={user}") + (
        f"&password={quote(password)}" if password else ""
    )


def disconnect(url: str, application: str) -> int:
    """Ends the connections of an application, as a restart of the server does."""
    with psycopg.connect(url, autocommit=True) as conn:
        ended = conn.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE application_name = %s",
            [application],
        )
        return ended.rowcount


def decide_and_be_disconnected(store: Store, url: str) -> None:
    """A transaction in the middle of which the server goes away."""
    with store.transaction():
        decide(store)
        disconnect(url, "within")
        decide(store)


def test_a_password_is_shown_nowhere(url: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with psycopg.connect(url, autocommit=True) as conn:
        schema = url.rpartition("%3D")[2]
        conn.execute(f"GRANT ALL ON SCHEMA {schema} TO ada".encode())
    with Store.open(as_user(url, "ada", PASSWORD)) as store:
        store.claim(["a"], NOON)
        shown = store.where
    with pytest.raises(StoreError, match="refuses the user or the password") as caught:
        Store.open(as_user(url, "ada", "battery staple"))
    assert "ada" in shown
    for said in (shown, str(caught.value), str(caught.value.__cause__), caplog.text):
        assert PASSWORD not in said
        assert quote(PASSWORD) not in said
        assert "staple" not in said


FAULTS = {
    "no such host": ("postgresql://u:secret@no-such-host.invalid/x", "cannot be reached"),
    "nobody listens": ("postgresql://u:secret@127.0.0.1:1/x", "cannot be reached"),
    "no socket": ("postgresql:///x?host=/no/such/folder&password=secret", "cannot be reached"),
}


@pytest.mark.parametrize(("where", "wrong"), FAULTS.values(), ids=FAULTS)
def test_a_server_that_cannot_be_reached_is_named_without_the_password(
    where: str, wrong: str
) -> None:
    with pytest.raises(StoreError, match=f"{wrong}: start the database") as caught:
        Store.open(where, wait=0)
    assert "secret" not in str(caught.value)
    assert caught.value.where in str(caught.value)


def test_a_url_that_the_driver_does_not_understand_is_refused_without_the_password() -> None:
    with pytest.raises(StoreError, match="has a URL that makes no sense: correct it") as caught:
        Store.open("postgresql://u:secret@localhost/x?pass=secret")
    assert "secret" not in repr(caught.value)
    assert caught.value.__suppress_context__
    assert caught.value.__cause__ is None


def test_a_database_that_does_not_exist_is_named(postgres: str) -> None:
    with pytest.raises(StoreError, match="does not exist: create it"):
        Store.open(postgres.replace("/advisor?", "/nothing_here?"))


def test_a_user_who_may_not_make_tables_is_told_so(url: str) -> None:
    with pytest.raises(StoreError, match="is not writable: give its user the right"):
        Store.open(as_user(url, "ada", PASSWORD))


def test_a_database_of_a_newer_version_is_refused_and_left_alone(url: str) -> None:
    Store.open(url).close()
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("INSERT INTO advisor_migrations VALUES ('m999_flying_cars', '2099-01-01')")
    with pytest.raises(StoreError, match=r"newer version .* \(it has m999_flying_cars\): update"):
        Store.open(url)


def test_somebody_elses_tables_are_left_as_they_were(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as conn:
        conn.execute("CREATE TABLE turns (left_turns INTEGER)")
    with pytest.raises(StoreError, match=r"cannot be used: .*turns.* already exists"):
        Store.open(url)
    with psycopg.connect(url, autocommit=True) as conn:
        assert conn.execute("SELECT to_regclass('people')").fetchone() == (None,)


def test_a_migration_that_fails_keeps_those_before_it(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        broken = {**postgres_schema.STEPS, "m005_suggested": "CREATE INDEX a ON turns (nothing)"}
        patched.setattr(postgres_schema, "STEPS", broken)
        with pytest.raises(StoreError, match="nothing"):
            Store.open(url)
    with Store.open(url) as store:
        assert decide(store) == 1
        found = store.rows("SELECT name FROM advisor_migrations ORDER BY name")
    assert [row["name"] for row in found] == ["lock", *postgres_schema.STEPS]


def test_processes_that_start_together_make_the_tables_once(url: str) -> None:
    together = threading.Barrier(6)

    def start() -> int:
        together.wait()
        with Store.open(url) as store:
            return len(store.rows("SELECT name FROM advisor_migrations"))

    with ThreadPoolExecutor(6) as pool:
        found = [pool.submit(start) for _ in range(6)]
        assert {one.result() for one in found} == {len(postgres_schema.STEPS) + 1}


def test_after_a_restart_of_the_server_it_goes_on(url: str) -> None:
    with Store.open(f"{url}&application_name=away", pool=3) as store:
        decide(store, "before")
        assert disconnect(url, "away") >= 1
        decide(store, "after")
        assert disconnect(url, "away") >= 1
        assert len(store.decisions(Filter())) == 2


def test_a_transaction_during_a_restart_fails_as_a_whole(url: str) -> None:
    with Store.open(f"{url}&application_name=within") as store:
        with pytest.raises(StoreError, match="cannot be reached"):
            decide_and_be_disconnected(store, url)
        assert store.decisions(Filter()) == []
        assert decide(store) >= 1


def test_as_many_transactions_as_connections_run_at_the_same_time(url: str) -> None:
    with Store.open(url, pool=3) as store, ThreadPoolExecutor(3) as pool:
        assert store.engine.threads == 3
        together = threading.Barrier(3)

        def work(name: str) -> None:
            with store.transaction():
                together.wait(timeout=30)
                decide(store, name)

        for done in [pool.submit(work, name) for name in ("one", "two", "three")]:
            done.result()
        assert len(store.decisions(Filter())) == 3


def test_what_happens_in_a_thread_happens_one_after_the_other(url: str) -> None:
    """Each looks whether it is the first, as a conversation does, and only one finds that it is."""
    with Store.open(url, pool=4) as store, ThreadPoolExecutor(4) as pool:
        store.see(ADA, thread())
        together = threading.Barrier(4)

        def begin(number: int) -> bool:
            together.wait(timeout=30)
            with store.transaction():
                store.see(ADA, thread())
                first = store.open_walk(thread().id, ADA.id) is None
                if first:
                    store.add_walk(walk(f"w{number}"), after(number))
            return first

        begun = [pool.submit(begin, number) for number in range(4)]
        assert sum(one.result() for one in begun) == 1


def test_somebody_who_decides_while_being_renamed_is_found_by_the_new_name(url: str) -> None:
    with Store.open(url, pool=2) as store, ThreadPoolExecutor(1) as pool:
        for known in ("one", "three"):
            store.see(ADA, thread(known))
        with store.transaction():
            store.see(Person(id=ADA.id, name="Countess"), thread("two"))
            # It comes upon the old name, and waits for the new one.
            late = pool.submit(decide, store, "three", person=Person(id=ADA.id))
            while not waiting(url):
                assert not late.done()
        late.result()
        assert len(store.decisions(Filter(text="countess"))) == 1
        assert store.decisions(Filter(text="lovelace")) == []


def waiting(url: str) -> bool:
    """Whether somebody waits for a lock."""
    with psycopg.connect(url, autocommit=True) as conn:
        found = conn.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
            " AND query LIKE '%FROM people WHERE id%'"
        ).fetchone()
    return found is not None and found[0] > 0


def test_the_same_event_is_claimed_by_one_of_many(url: str) -> None:
    with Store.open(url, pool=4) as store, ThreadPoolExecutor(4) as pool:
        claims = [pool.submit(store.claim, [f"e{n}", "m"], NOON) for n in range(12)]
        assert sum(one.result() for one in claims) == 1


def test_a_database_in_another_encoding_is_refused(postgres: str) -> None:
    name = f"latin{uuid4().hex}"
    made = f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'"
    with psycopg.connect(postgres, autocommit=True) as conn:
        conn.execute(made.encode())
    with pytest.raises(StoreError, match=r"has the encoding LATIN1.*: create another"):
        Store.open(postgres.replace("/advisor?", f"/{name}?"))


def test_the_thread_is_found_by_an_index(in_postgres: Store) -> None:
    for number in range(3):
        say(in_postgres, thread(), ADA, f"{number}", Notice(text=""), at=after(number))
    with in_postgres.transaction():
        # Of three rows it would rather read all.
        in_postgres.run("SET LOCAL enable_seqscan = off")
        plan = in_postgres.rows("EXPLAIN SELECT id FROM turns WHERE thread = 'a' ORDER BY id")
    assert "turns_of_thread" in repr(plan)


def test_the_driver_is_not_loaded_for_a_file(tmp_path: Path) -> None:
    code = (
        "import sys, pathlib; from bot.store.store import Store;"
        f"Store.open(pathlib.Path({str(tmp_path / 'log.db')!r})).close();"
        "import bot.app, bot.slack, bot.web; assert 'psycopg' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_times_of_the_transaction_are_text_as_everywhere(in_postgres: Store) -> None:
    decide(in_postgres, at=NOON + datetime.timedelta(microseconds=1))
    row = in_postgres.row("SELECT at FROM decisions")
    assert row == {"at": "2026-03-01T12:00:00.000001+00:00"}
