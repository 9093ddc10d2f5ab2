"""What waits to be told, and the calls that go on, on disk: killed at any point, nothing is lost and nothing told twice."""

import json
import sqlite3

# What was told is remembered, so that an event that comes again is not told again.
KEPT = 20_000

SCHEMA = """
CREATE TABLE IF NOT EXISTS event (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT UNIQUE NOT NULL, body TEXT NOT NULL, told INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS event_waiting ON event (id) WHERE told = 0;
CREATE TABLE IF NOT EXISTS call (linkedid TEXT PRIMARY KEY, body TEXT NOT NULL);
"""


class Spool:
    def __init__(self, path):
        self.db = sqlite3.connect(path)
        self.db.execute("PRAGMA journal_mode = WAL")
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.executescript(SCHEMA)

    def close(self):
        self.db.close()

    def load_calls(self):
        return {linkedid: json.loads(body) for linkedid, body in self.db.execute("SELECT linkedid, body FROM call")}

    def keep(self, linkedid, call, events):
        """Write down in one transaction what is known of a call now, and what has to be told."""
        if not linkedid:
            return
        with self.db:
            if call is None:
                self.db.execute("DELETE FROM call WHERE linkedid = ?", (linkedid,))
            else:
                self.db.execute("INSERT OR REPLACE INTO call VALUES (?, ?)", (linkedid, json.dumps(call)))
            self.db.executemany(
                "INSERT OR IGNORE INTO event (key, body) VALUES (?, ?)",
                [(event["key"], json.dumps(event)) for event in events],
            )

    def count(self):
        return self.db.execute("SELECT count(*) FROM event WHERE told = 0").fetchone()[0]

    def peek(self, number):
        """The oldest events that wait: [(id, event)]."""
        rows = self.db.execute("SELECT id, body FROM event WHERE told = 0 ORDER BY id LIMIT ?", (number,))
        return [(place, json.loads(body)) for place, body in rows]

    def note_told(self, places):
        with self.db:
            self.db.executemany("UPDATE event SET told = 1 WHERE id = ?", [(place,) for place in places])
            self.db.execute("DELETE FROM event WHERE told = 1 AND id <= (SELECT max(id) FROM event) - ?", (KEPT,))
