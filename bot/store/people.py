"""Who talks to the advisor, and where."""

from typing import NamedTuple

from bot.store.database import Connection
from bot.store.engine import Engine
from bot.store.index import index_person
from bot.store.records import Person, Thread

KNOWN = """
    SELECT people.id, people.name FROM people, threads
    WHERE people.id = ? AND threads.id = ?
"""


class Seen(NamedTuple):
    """A person under the name that is known, and whether nobody was seen in the thread before."""

    person: Person
    is_new_thread: bool


class People(Connection):
    """The people and the threads of the log."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        hold = engine.dialect.hold
        self._look_up = KNOWN + (f"{hold} OF threads" if hold else "")

    def see(self, person: Person, thread: Thread) -> Seen:
        """Stores both where they are new.

        A name that is known is kept when none comes; another one replaces it. Inside a
        transaction, what others do in the thread waits until it ends.
        """
        is_new_thread = self._add_thread(thread)
        known = self._known(person, thread)
        # Most turns are of somebody who is known by that name.
        if known is None or person.name not in (None, "", known.name):
            with self.transaction():
                if self._add_person(person):
                    index_person(self.engine, person.id)
                known = self._known(person, thread)
        return Seen(known or person, is_new_thread)

    def _known(self, person: Person, thread: Thread) -> Person | None:
        found = self.row(self._look_up, (person.id, thread.id))
        return Person(**found) if found else None

    def _add_thread(self, thread: Thread) -> bool:
        """Whether the thread is new."""
        ran = self.run(
            "INSERT INTO threads (id, surface) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
            (thread.id, thread.surface),
        )
        return ran.rowcount > 0

    def _add_person(self, person: Person) -> bool:
        """Whether the person is new or has a new name."""
        ran = self.run(
            """
            INSERT INTO people (id, name, folded) VALUES (?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded
            WHERE excluded.name IS NOT NULL AND excluded.name <> coalesce(people.name, '')
            """,
            (person.id, person.name or None, f"{person.id}\n{person.name or ''}".casefold()),
        )
        return ran.rowcount > 0
