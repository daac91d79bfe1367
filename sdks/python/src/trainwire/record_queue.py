"""The way from the training to the background: bounded, and never blocking the training."""

from collections.abc import Mapping
from queue import Empty, SimpleQueue

Entry = tuple[float, Mapping[object, object], Mapping[str, object] | None]
"""When it was logged (Unix seconds), what, and the wire fields that the reporter adds itself."""


class RecordQueue:
    """Entries in order. When it is full, the newest are dropped and counted.

    Safe from any thread and from signal handlers: it is built on `SimpleQueue`, whose `put` never
    waits for a lock that its own caller may hold.
    """

    def __init__(self, max_entries: int) -> None:
        self.dropped = 0
        self._max_entries = max_entries
        self._queue: SimpleQueue[Entry | None] = SimpleQueue()

    def put(self, entry: Entry) -> None:
        """Adds an entry, or drops it if the queue is full."""
        if self._queue.qsize() < self._max_entries:
            self._queue.put(entry)
        else:
            self.dropped += 1

    def put_always(self, entry: Entry | None) -> None:
        """Adds an entry that must not be dropped; None only wakes the reader."""
        self._queue.put(entry)

    def wait(self, timeout: float | None = None) -> list[Entry]:
        """Waits for an entry and takes all that are there; may be woken without any."""
        entries: list[Entry | None] = []
        try:
            entries.append(self._queue.get(timeout=timeout))
            while True:
                entries.append(self._queue.get_nowait())
        except Empty:
            pass
        return [entry for entry in entries if entry is not None]
