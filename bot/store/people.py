"""Who talks to the advisor, and where."""

from bot.store.database import Connection
from bot.store.engine import Engine
from bot.store.index import index_person
from bot.store.records import Person, Thread

KNOWN = """
    SELECT people.id, people.name FROM people, threads
    WHERE people.id = ? AND threads.id = ?
"""


class People(Connection):
    """The people and the threads of the log."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        hold = engine.dialect.hold
        self._look_up = KNOWN + (f"{hold} OF threads" if hold else "")

    def see(self, person: Person, thread: Thread) -> Person:
        """Stores both where they are new, and returns the person with the name that is known.

        A name that is known is kept when none comes; another one replaces it. Inside a
        transaction, what others do in the thread waits until it ends.
        """
        known = self._known(person, thread)
        # Most turns bring nothing new; looking first spares them three statements.
        if known is None or person.name not in (None, "", known.name):
            with self.transaction():
                if self._add(person, thread):
                    index_person(self.engine, person.id)
                known = self._known(person, thread)
        return known or person

    def _known(self, person: Person, thread: Thread) -> Person | None:
        found = self.row(self._look_up, (person.id, thread.id))
        return Person(**found) if found else None

    def _add(self, person: Person, thread: Thread) -> bool:
        """Whether the person is new or has a new name."""
        self.run(
            "INSERT INTO threads (id, surface) VALUES (?, ?) ON CONFLICT (id) DO NOTHING",
            (thread.id, thread.surface),
        )
        ran = self.run(
            """
            INSERT INTO people (id, name, folded) VALUES (?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded
            WHERE excluded.name IS NOT NULL AND excluded.name <> coalesce(people.name, '')
            """,
            (person.id, person.name or None, f"{person.id}\n{person.name or ''}".casefold()),
        )
        return ran.rowcount > 0
