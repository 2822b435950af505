"""The tables of the log, as migrations. A released migration is never edited: add the next one."""

import sqlite3

from sqlite_utils import Database, Migrations


def m001_the_log(db: Database) -> None:
    """People, threads, turns, walks with their steps, decisions with their reviews."""
    _run(
        db,
        """
        -- `folded` is id and name in one case, for a search that SQLite's LIKE does for ASCII only.
        CREATE TABLE people (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT,
            folded TEXT NOT NULL
        );
        CREATE TABLE threads (
            id TEXT NOT NULL PRIMARY KEY,
            surface TEXT NOT NULL
        );
        CREATE TABLE turns (
            id INTEGER PRIMARY KEY,
            thread TEXT NOT NULL REFERENCES threads (id),
            person TEXT NOT NULL REFERENCES people (id),
            at TEXT NOT NULL,
            text TEXT NOT NULL,
            outcome TEXT NOT NULL,
            entry TEXT,
            confidence REAL,
            candidates TEXT NOT NULL,
            reply TEXT NOT NULL
        );
        CREATE INDEX turns_of_thread ON turns (thread);
        CREATE INDEX turns_of_person ON turns (person, thread, at);
        CREATE INDEX turns_unanswered ON turns (at) WHERE outcome = 'none';
        CREATE TABLE walks (
            id TEXT NOT NULL PRIMARY KEY,
            thread TEXT NOT NULL REFERENCES threads (id),
            person TEXT NOT NULL REFERENCES people (id),
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            answers TEXT NOT NULL,
            revision INTEGER NOT NULL,
            focus TEXT,
            keep_going INTEGER NOT NULL,
            pending TEXT,
            chosen TEXT,
            reason TEXT,
            status TEXT NOT NULL,
            started TEXT NOT NULL,
            changed TEXT NOT NULL
        );
        CREATE INDEX walks_of_thread ON walks (thread, status, started);
        CREATE INDEX walks_of_person ON walks (person);
        CREATE TABLE steps (
            id INTEGER PRIMARY KEY,
            walk TEXT NOT NULL REFERENCES walks (id),
            revision INTEGER NOT NULL,
            action TEXT NOT NULL,
            criterion TEXT,
            option TEXT,
            at TEXT NOT NULL
        );
        CREATE UNIQUE INDEX steps_of_walk ON steps (walk, revision);
        CREATE TABLE decisions (
            id INTEGER PRIMARY KEY,
            walk TEXT NOT NULL REFERENCES walks (id),
            thread TEXT NOT NULL REFERENCES threads (id),
            person TEXT NOT NULL REFERENCES people (id),
            at TEXT NOT NULL,
            walkthrough TEXT NOT NULL,
            version INTEGER NOT NULL,
            answers TEXT NOT NULL,
            words TEXT NOT NULL,
            recommended TEXT NOT NULL,
            chosen TEXT NOT NULL,
            reason TEXT NOT NULL,
            ranking TEXT NOT NULL,
            status TEXT NOT NULL
        );
        CREATE INDEX decisions_by_time ON decisions (at);
        CREATE INDEX decisions_by_status ON decisions (status, at);
        CREATE INDEX decisions_by_chosen ON decisions (chosen, at);
        CREATE INDEX decisions_by_person ON decisions (person, at);
        CREATE INDEX decisions_of_walk ON decisions (walk);
        CREATE INDEX decisions_of_thread ON decisions (thread);
        CREATE TABLE reviews (
            id INTEGER PRIMARY KEY,
            decision INTEGER NOT NULL REFERENCES decisions (id),
            reviewer TEXT NOT NULL,
            verdict TEXT NOT NULL,
            comment TEXT NOT NULL,
            at TEXT NOT NULL
        );
        CREATE INDEX reviews_of_decision ON reviews (decision);
    """,
    )


def m002_search(db: Database) -> None:
    """The full text of the decisions; triggers keep it in step with the rows and the names."""
    _run(
        db,
        """
        CREATE VIRTUAL TABLE decisions_text USING fts5 (
            person, words, reason, frameworks, tokenize = "unicode61 remove_diacritics 2"
        );
        CREATE TRIGGER decisions_text_insert AFTER INSERT ON decisions BEGIN
            INSERT INTO decisions_text (rowid, person, words, reason, frameworks)
            VALUES (
                new.id, (SELECT name FROM people WHERE id = new.person),
                new.words, new.reason, new.chosen || ' ' || new.recommended
            );
        END;
        CREATE TRIGGER decisions_text_update
        AFTER UPDATE OF words, reason, chosen, recommended ON decisions BEGIN
            UPDATE decisions_text
            SET words = new.words, reason = new.reason,
                frameworks = new.chosen || ' ' || new.recommended
            WHERE rowid = new.id;
        END;
        CREATE TRIGGER decisions_text_delete AFTER DELETE ON decisions BEGIN
            DELETE FROM decisions_text WHERE rowid = old.id;
        END;
        CREATE TRIGGER decisions_text_name
        AFTER UPDATE OF name ON people WHEN new.name IS NOT old.name BEGIN
            UPDATE decisions_text SET person = new.name
            WHERE rowid IN (SELECT id FROM decisions WHERE person = new.id);
        END;
    """,
    )


def m003_claims(db: Database) -> None:
    """The keys of events that were taken, each once."""
    _run(
        db,
        """
        CREATE TABLE claims (
            key TEXT NOT NULL PRIMARY KEY,
            at TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX claims_by_time ON claims (at);
    """,
    )


def m004_sign_in(db: Database) -> None:
    """Invitations and sessions of leads; `token` is a SHA-256, so that a copy opens nothing."""
    _run(
        db,
        """
        CREATE TABLE invitations (
            token TEXT NOT NULL PRIMARY KEY,
            expires TEXT NOT NULL,
            redeemed TEXT
        );
        CREATE TABLE sessions (
            token TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            expires TEXT NOT NULL
        );
    """,
    )


def m005_suggested(db: Database) -> None:
    """An index over the questions for which entries were suggested."""
    _run(
        db,
        """
        CREATE INDEX turns_suggested ON turns (at) WHERE outcome = 'suggest';
    """,
    )


def m006_rules(db: Database) -> None:
    """The rules that walks were begun under; which, for each walk; their version at each step."""
    _run(
        db,
        """
        CREATE TABLE rules (
            fingerprint TEXT NOT NULL PRIMARY KEY,
            walkthrough TEXT NOT NULL,
            version INTEGER NOT NULL,
            content TEXT NOT NULL,
            at TEXT NOT NULL
        );
        ALTER TABLE walks ADD COLUMN rules TEXT REFERENCES rules (fingerprint);
        ALTER TABLE steps ADD COLUMN version INTEGER;
    """,
    )


def m007_polls(db: Database) -> None:
    """Polls, each of somebody's walk, and the walks in which people answer in them."""
    db.execute("""
        CREATE TABLE polls (
            code TEXT NOT NULL PRIMARY KEY,
            walk TEXT NOT NULL REFERENCES walks (id),
            at TEXT NOT NULL,
            closed TEXT
        )
    """)
    db.execute("CREATE INDEX polls_of_walk ON polls (walk)")
    db.execute("ALTER TABLE walks ADD COLUMN poll TEXT REFERENCES polls (code)")
    db.execute("CREATE INDEX walks_of_poll ON walks (poll, person) WHERE poll IS NOT NULL")


def m008_delivery(db: Database) -> None:
    """The inbox, the outbox, and the processes that work on them.

    No number is given twice, though rows go: who still has an old one must not meet a new row.
    """
    for sql in (
        """
        CREATE TABLE inbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            lane TEXT NOT NULL,
            trace TEXT NOT NULL,
            body TEXT NOT NULL,
            at TEXT NOT NULL,
            due TEXT NOT NULL,
            tries INTEGER NOT NULL,
            state TEXT NOT NULL,
            error TEXT
        )
        """,
        "CREATE INDEX inbox_of_lane ON inbox (lane, id)",
        """
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            key TEXT NOT NULL,
            lane TEXT NOT NULL,
            trace TEXT NOT NULL,
            body TEXT NOT NULL,
            sequel TEXT,
            otherwise TEXT,
            at TEXT NOT NULL,
            due TEXT NOT NULL,
            tries INTEGER NOT NULL,
            doubtful INTEGER NOT NULL,
            state TEXT NOT NULL,
            owner TEXT,
            error TEXT
        )
        """,
        "CREATE INDEX outbox_of_lane ON outbox (lane, id)",
        "CREATE INDEX outbox_of_owner ON outbox (owner)",
        """
        CREATE TABLE processes (
            owner TEXT NOT NULL PRIMARY KEY,
            host TEXT NOT NULL,
            pid INTEGER NOT NULL,
            beat INTEGER NOT NULL
        )
        """,
    ):
        db.execute(sql)


STEPS = (
    m001_the_log,
    m002_search,
    m003_claims,
    m004_sign_in,
    m005_suggested,
    m006_rules,
    m007_polls,
    m008_delivery,
)


def migrations() -> Migrations:
    """The migrations of the log, in the order in which they are applied."""
    found = Migrations("advisor")
    for step in STEPS:
        found()(step)
    return found


def _run(db: Database, script: str) -> None:
    """Runs statements, each of which ends with its line."""
    statement = ""
    # sqlite-utils, within a transaction, would look for the end of each at every letter.
    for line in script.splitlines():
        statement += f"{line}\n"
        if sqlite3.complete_statement(statement):
            db.execute(statement.strip())
            statement = ""
