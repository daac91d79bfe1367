"""Records in memory, for when the disk cannot be written."""

import threading
from collections import deque
from collections.abc import Callable

from trainwire.spool.batch import Batch, cut

MEMORY_SEGMENT = -1
"""The `segment` of batches from memory."""


class MemorySpool:
    """Keeps at most `max_bytes`; the oldest records make room, and `on_drop` is told how many."""

    def __init__(self, max_bytes: int, on_drop: Callable[[int], None]) -> None:
        self._max_bytes = max_bytes
        self._on_drop = on_drop
        self._guard = threading.Lock()
        self._lines: deque[bytes] = deque()
        self._first = 0
        self._size = 0

    @property
    def records(self) -> int:
        """How many records wait."""
        return len(self._lines)

    def append(self, lines: bytes) -> None:
        """Adds records."""
        dropped = 0
        with self._guard:
            self._lines.extend(lines.splitlines(keepends=True))
            self._size += len(lines)
            while self._size > self._max_bytes and len(self._lines) > 1:
                self._forget_first()
                dropped += 1
        if dropped:
            self._on_drop(dropped)

    def next_batch(self, max_bytes: int, max_records: int) -> Batch | None:
        """The oldest records that wait, or None. The same again until they are acknowledged."""
        with self._guard:
            body = bytearray()
            for line in self._lines:
                if body and len(body) + len(line) > max_bytes:
                    break
                body += line
            if not body:
                return None
            return Batch(*cut(bytes(body), max_records), MEMORY_SEGMENT, self._first)

    def acknowledge(self, batch: Batch, records: int) -> None:
        """Forgets the first `records` of a batch, as far as they have not made room already."""
        with self._guard:
            while self._lines and self._first < batch.start + records:
                self._forget_first()

    def _forget_first(self) -> None:
        self._size -= len(self._lines.popleft())
        self._first += 1
