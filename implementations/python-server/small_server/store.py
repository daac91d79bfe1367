"""What survives a crash: trainings, their logs and what is remembered of producers, in one SQLite file."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from small_server.wire import Refused

SCHEMA = """
CREATE TABLE IF NOT EXISTS trainings (
  number INTEGER PRIMARY KEY AUTOINCREMENT, train_id TEXT UNIQUE NOT NULL, stream_id TEXT NOT NULL,
  created_at INTEGER NOT NULL, about TEXT NOT NULL, is_deleted INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS updates (
  train_id TEXT NOT NULL, seq INTEGER NOT NULL, received_ms INTEGER NOT NULL, step REAL,
  message TEXT NOT NULL, state TEXT NOT NULL, PRIMARY KEY (train_id, seq)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS producers (
  train_id TEXT NOT NULL, producer_id TEXT NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (train_id, producer_id)) WITHOUT ROWID;
"""


class Row(NamedTuple):
    """One update: the texts of its message and of the state after it."""

    seq: int
    received_ms: int
    step: float | None
    message: str
    state: str


class TrainingRow(NamedTuple):
    """A training as it is stored beside its log; `about` is JSON."""

    number: int
    train_id: str
    stream_id: str
    created_at: int
    about: str
    is_deleted: int


class Store:
    """The database. A change is durable once its `transaction` has ended."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._db = sqlite3.connect(folder / "trainwire.sqlite", isolation_level=None)
        self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;" + SCHEMA)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is changed within, or nothing."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
            yield
            self._db.execute("COMMIT")
        except sqlite3.Error as error:
            raise Refused("storage_unavailable", f"it cannot be stored: {error}") from error
        finally:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")

    def trainings(self) -> list[TrainingRow]:
        """Every training there ever was, oldest first."""
        return [TrainingRow(*row) for row in self._db.execute("SELECT * FROM trainings ORDER BY number")]

    def add_training(self, train_id: str, stream_id: str, created_at: int, about: str) -> int:
        """Registers a training and returns its number."""
        row = (train_id, stream_id, created_at, about)
        added = self._db.execute(
            "INSERT INTO trainings (train_id, stream_id, created_at, about) VALUES (?, ?, ?, ?)", row
        )
        return added.lastrowid or 0

    def set_about(self, train_id: str, about: str) -> None:
        """Replaces what people say of a training."""
        self._db.execute("UPDATE trainings SET about = ? WHERE train_id = ?", (about, train_id))

    def set_stream(self, train_id: str, stream_id: str) -> None:
        """Gives a log a new identity."""
        self._db.execute("UPDATE trainings SET stream_id = ? WHERE train_id = ?", (stream_id, train_id))

    def delete_training(self, train_id: str) -> None:
        """Forgets all of a training but its id."""
        for table in ("updates", "producers"):
            self._db.execute(f"DELETE FROM {table} WHERE train_id = ?", (train_id,))
        self._db.execute("UPDATE trainings SET is_deleted = 1, about = '{}' WHERE train_id = ?", (train_id,))

    def append(self, train_id: str, rows: Iterable[Row], producers: Iterable[tuple[str, int]]) -> None:
        """Adds updates to the end of a log, and how far their producers have come."""
        self._db.executemany(
            "INSERT INTO updates VALUES (?, ?, ?, ?, ?, ?)", ((train_id, *row) for row in rows)
        )
        self._db.executemany(
            "INSERT OR REPLACE INTO producers VALUES (?, ?, ?)", ((train_id, *p) for p in producers)
        )

    def producers(self, train_id: str) -> dict[str, int]:
        """The highest stored `producer_seq` of each producer."""
        found = self._db.execute("SELECT producer_id, seq FROM producers WHERE train_id = ?", (train_id,))
        return dict(found.fetchall())

    def newest(self, train_id: str) -> Row | None:
        """The update at the head of a log."""
        query = f"{_SELECT} WHERE train_id = ? ORDER BY seq DESC LIMIT 1"
        row = self._db.execute(query, (train_id,)).fetchone()
        return Row(*row) if row else None

    def after(self, train_id: str, seq: int, limit: int) -> list[Row]:
        """At most so many updates after a position, in order."""
        query = f"{_SELECT} WHERE train_id = ? AND seq > ? ORDER BY seq LIMIT ?"
        return [Row(*row) for row in self._db.execute(query, (train_id, seq, limit))]

    def log(self, train_id: str) -> list[tuple[int, int, float | None, str]]:
        """The whole log without its states."""
        query = "SELECT seq, received_ms, step, message FROM updates WHERE train_id = ? ORDER BY seq"
        return self._db.execute(query, (train_id,)).fetchall()

    def oldest(self, train_id: str) -> Iterator[tuple[int, int, int]]:
        """Position, bytes and time of each update, oldest first."""
        query = "SELECT seq, length(message), received_ms FROM updates WHERE train_id = ? ORDER BY seq"
        return self._db.execute(query, (train_id,))

    def extent(self, train_id: str) -> tuple[int, int]:
        """The oldest position of a log, 1 if it is empty, and the bytes of its messages."""
        columns = "coalesce(min(seq), 1), coalesce(sum(length(message)), 0)"
        query = f"SELECT {columns} FROM updates WHERE train_id = ?"
        first, size = self._db.execute(query, (train_id,)).fetchone()
        return first, size

    def remove_before(self, train_id: str, seq: int) -> None:
        """Removes the updates before a position."""
        self._db.execute("DELETE FROM updates WHERE train_id = ? AND seq < ?", (train_id, seq))


_SELECT = "SELECT seq, received_ms, step, message, state FROM updates"
