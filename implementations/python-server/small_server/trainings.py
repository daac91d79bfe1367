"""The trainings and what may be done to them; what is stored is on disk before anybody sees it."""

import asyncio
import json
import secrets
import time
from collections.abc import Sequence
from typing import Any

from small_server.reports import Report
from small_server.state import first_state, next_state, update_message
from small_server.store import Row, Store, TrainingRow
from small_server.wire import Refused, is_id, rfc3339, write_json

DAY_MS = 86_400_000


def now_ms() -> int:
    """The server's clock."""
    return int(time.time() * 1000)


class Training:
    """One training: the state at the head of its log, and who waits for what comes after it."""

    def __init__(self, row: TrainingRow, store: Store) -> None:
        self.train_id = row.train_id
        self.number = row.number
        self.created_at = row.created_at
        self.about: dict[str, Any] = json.loads(row.about)
        self.is_deleted = bool(row.is_deleted)
        self.stream_id = row.stream_id
        newest = store.newest(row.train_id)
        self.state: dict[str, Any] = (
            json.loads(newest.state) if newest else first_state(row.train_id, row.stream_id)
        )
        self.state["stream_id"] = row.stream_id
        self.first_seq, self.size = store.extent(row.train_id)
        self.producers = store.producers(row.train_id)
        self.version = 0
        self.watchers: set[asyncio.Event] = set()

    @property
    def head(self) -> int:
        """The position of the newest update; 0 before the first."""
        seq: int = self.state["seq"]
        return seq

    @property
    def has_ended(self) -> bool:
        """Whether nothing will follow."""
        return bool(self.state["complete"])

    def why_not_from(self, after_seq: int, stream_id: str | None) -> str | None:
        """Why a viewer cannot go on from a position; None if it can."""
        if stream_id is not None and stream_id != self.stream_id:
            return "stream_changed"
        if after_seq > self.head:
            return "past_end"
        return "expired" if after_seq < self.first_seq - 1 else None

    def place(self) -> dict[str, Any]:
        """Where a viewer can begin again."""
        return {"stream_id": self.stream_id, "first_seq": self.first_seq, "seq": self.head}

    def summary(self, *, in_list: bool = False) -> dict[str, Any]:
        """The `training_summary`; lists leave out what would make them long."""
        said = {"name": self.about.get("name"), "tags": self.about.get("tags", [])}
        if not in_list:
            said |= {name: self.about.get(name) for name in ("config", "notes", "retention")}
        return {**self.state, **said, "created_at": rfc3339(self.created_at)}


class Trainings:
    """All trainings by id, also the deleted ones, whose ids are not used again."""

    def __init__(self, store: Store, *, is_restored: bool = False) -> None:
        self.store = store
        self.version = 0
        self._by_id: dict[str, Training] = {}
        for row in store.trainings():
            self._by_id[row.train_id] = Training(row, store)
        if is_restored:
            for training in self.newest_first():
                self._renumber(training)

    def newest_first(self) -> list[Training]:
        """Those that were not deleted."""
        return [training for training in reversed(self._by_id.values()) if not training.is_deleted]

    def changed_since(self, version: int) -> list[Training]:
        """Those that are new, have changed or were deleted since."""
        return [training for training in self._by_id.values() if training.version > version]

    def find(self, train_id: str) -> Training:
        """The training of this id, or why there is none."""
        if not is_id(train_id):
            raise Refused("bad_id", "an id is 1 to 128 letters, digits, '.', '_' or '-'")
        training = self._by_id.get(train_id)
        if training is None:
            raise Refused("unknown_training", f"no training {train_id} is known here")
        if training.is_deleted:
            raise Refused("training_deleted", f"training {train_id} was deleted")
        return training

    def register(self, about: dict[str, Any], train_id: str | None = None) -> Training:
        """Makes a training known before its first update."""
        if train_id is None:
            train_id = f"job_{secrets.token_hex(6)}"
        if train_id in self._by_id:
            self.find(train_id)
            raise Refused("training_exists", f"training {train_id} is registered already")
        stream_id, created_at, text = _new_stream_id(), now_ms(), write_json(about)
        with self.store.transaction():
            number = self.store.add_training(train_id, stream_id, created_at, text)
        row = TrainingRow(number, train_id, stream_id, created_at, text, 0)
        training = self._by_id[train_id] = Training(row, self.store)
        self._announce(training)
        return training

    def publish(self, train_id: str, records: Sequence[Report | Refused]) -> dict[str, Any]:
        """Stores a request's records, all that are good or none, and returns the `ingest_answer`."""
        try:
            training = self.find(train_id)
        except Refused as refused:
            if refused.code != "unknown_training":
                raise
            training = self.register({}, train_id)
        batch = _Batch(training, now_ms())
        rejected = []
        for index, record in enumerate(records):
            try:
                if isinstance(record, Refused):
                    raise record
                batch.take(record)
            except Refused as refused:
                rejected.append({"index": index, "code": refused.code, "message": str(refused)})
        if batch.rows:
            with self.store.transaction():
                self.store.append(train_id, batch.rows, batch.producers.items())
            training.state = batch.state
            training.producers |= batch.producers
            training.size += sum(len(row.message) for row in batch.rows)
            self.trim(training)
            self._announce(training)
        counts = {"accepted": len(batch.rows), "repeated": batch.repeated, "seq": training.head}
        return {**counts, "rejected": rejected, "commands": []}

    def patch(self, training: Training, changes: dict[str, Any]) -> None:
        """Changes what people say of a training; None clears."""
        about = {**training.about, **changes}
        with self.store.transaction():
            self.store.set_about(training.train_id, write_json(about))
        training.about = about
        self.trim(training)
        self._announce(training)

    def delete(self, training: Training, *, is_forced: bool) -> None:
        """Removes a training for good."""
        if training.state["status"] in ("starting", "running") and not is_forced:
            raise Refused("training_running", "it is running: stop its trainer first")
        with self.store.transaction():
            self.store.delete_training(training.train_id)
        training.is_deleted = True
        self._announce(training)

    def trim(self, training: Training) -> None:
        """Removes what the training's own retention lets go, but never the newest update."""
        limits = training.about.get("retention") or {}
        if training.is_deleted or not limits:
            return
        least = training.head - limits.get("updates", training.head) + 1
        oldest_ms = now_ms() - limits["days"] * DAY_MS if "days" in limits else 0
        size, first = training.size, training.first_seq
        for seq, length, received_ms in self.store.oldest(training.train_id):
            is_too_much = size > limits.get("bytes", size)
            if seq == training.head or not (seq < least or received_ms < oldest_ms or is_too_much):
                break
            size, first = size - length, seq + 1
        if first > training.first_seq:
            with self.store.transaction():
                self.store.remove_before(training.train_id, first)
            training.first_seq, training.size = first, size
            self._announce(training)

    def _renumber(self, training: Training) -> None:
        if not training.has_ended:
            training.stream_id = training.state["stream_id"] = _new_stream_id()
            with self.store.transaction():
                self.store.set_stream(training.train_id, training.stream_id)

    def _announce(self, training: Training) -> None:
        self.version += 1
        training.version = self.version
        for watcher in training.watchers:
            watcher.set()


class _Batch:
    """The updates that one request adds to a log, before they are stored."""

    def __init__(self, training: Training, received_ms: int) -> None:
        self.state = training.state
        self.rows: list[Row] = []
        self.producers: dict[str, int] = {}
        self.repeated = 0
        self._known = training.producers
        self._received_ms = received_ms

    def take(self, report: Report) -> None:
        """Makes an update of a record, counts it as a repeat, or refuses it."""
        if report.producer:
            name, seq = report.producer
            if seq <= self.producers.get(name, self._known.get(name, -1)):
                self.repeated += 1
                return
        if self.state["complete"]:
            raise Refused("training_ended", "the training has ended")
        attempt = report.attempt or self.state["attempt"]
        if not report.details and attempt == self.state["attempt"]:
            return
        if attempt < self.state["attempt"]:
            raise Refused("stale_attempt", "a newer attempt publishes already")
        self.state = next_state(self.state, report, rfc3339(self._received_ms))
        message = write_json(update_message(self.state, report.details))
        step = self.state["current_step"]
        row = Row(self.state["seq"], self._received_ms, step, message, write_json(self.state))
        self.rows.append(row)
        if report.producer:
            self.producers[report.producer[0]] = report.producer[1]


def _new_stream_id() -> str:
    return f"st-{secrets.token_hex(8)}"
