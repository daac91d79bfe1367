"""Records of one producer on disk, until the server has stored them."""

import contextlib
import shutil
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path

from trainwire.spool.batch import Batch, cut
from trainwire.spool.position import Position
from trainwire.spool.segment import Segment
from trainwire.spool.spool_lock import SpoolLock
from trainwire.spool.spool_meta import SpoolMeta

_MAX_SEGMENT_BYTES = 4 * 1024 * 1024
_REFUSED_FILE = "refused"


class FileSpool:
    """A folder of segments, locked by the process that owns it. Safe between two threads.

    What the server acknowledged is removed a segment at a time. Above `max_bytes` the oldest
    segment makes room, and `on_drop` is told how many records that took. Writes are left to the
    system's cache: they outlive the process, not a power failure; `close` waits for the disk.
    """

    def __init__(
        self,
        folder: Path,
        meta: SpoolMeta,
        lock: SpoolLock,
        *,
        max_bytes: int = 0,
        on_drop: Callable[[int], None] = lambda _records: None,
    ) -> None:
        self.folder = folder
        self.meta = meta
        self.is_registered = False
        self._lock = lock
        self._max_bytes = max_bytes
        self._segment_bytes = max(1, min(_MAX_SEGMENT_BYTES, max_bytes // 8))
        self._on_drop = on_drop
        self._is_closed = False
        self._guard = threading.Lock()
        self._segments = deque(Segment.find_all(folder))
        self._position = Position(folder)
        self._forget_acknowledged()

    @staticmethod
    def create(
        spool_dir: Path, meta: SpoolMeta, *, max_bytes: int, on_drop: Callable[[int], None]
    ) -> "FileSpool":
        """Makes the spool of a new producer. Raises OSError."""
        folder = spool_dir / meta.train_id / meta.producer_id
        lock = _lock_new(folder)
        folder.mkdir(mode=0o700)
        meta.write(folder)
        return FileSpool(folder, meta, lock, max_bytes=max_bytes, on_drop=on_drop)

    @staticmethod
    def take_over(folder: Path, *, force: bool = False) -> "FileSpool | None":
        """Opens the spool of a dead process; None if there is none or its process may be alive."""
        lock = SpoolLock.take_over(folder, force=force)
        if lock is None:
            return None
        meta = SpoolMeta.read(folder)
        if meta is None:
            lock.release()
            return None
        return FileSpool(folder, meta, lock)

    @property
    def size(self) -> int:
        """How many bytes wait."""
        with self._guard:
            if not self._segments:  # the server took them in itself after a crash
                return 0
            return sum(segment.size for segment in self._segments) - self._position.offset

    @property
    def records(self) -> int:
        """How many records wait; reads them all. Raises OSError."""
        with self._guard:
            starts = [self._position.offset, *[0] * len(self._segments)]
            return sum(
                each.count(start) for each, start in zip(self._segments, starts, strict=False)
            )

    @property
    def refused(self) -> str | None:
        """The error code because of which its records can never be stored, or None."""
        try:
            return (self.folder / _REFUSED_FILE).read_text(encoding="utf-8").strip() or None
        except OSError:
            return None

    def append(self, lines: bytes) -> None:
        """Adds records. Raises OSError; then none of them was added."""
        with self._guard:
            if self._is_closed:
                raise OSError("the spool is closed")
            if not self._segments or self._segments[-1].size >= self._segment_bytes:
                number = (
                    self._segments[-1].number + 1 if self._segments else self._position.segment + 1
                )
                self._segments.append(Segment(self.folder, number))
            self._segments[-1].append(lines)
            self._make_room()

    def next_batch(self, max_bytes: int, max_records: int) -> Batch | None:
        """The oldest records that wait, or None. The same again until they are acknowledged."""
        with self._guard:
            self._forget_acknowledged()
            if not self._segments or self._position.offset == self._segments[0].size:
                return None
            segment = self._segments[0]
            body, records = cut(segment.read(self._position.offset, max_bytes), max_records)
            return Batch(body, records, segment.number, self._position.offset)

    def acknowledge(self, batch: Batch, records: int) -> None:
        """Notes that the server has dealt with the first `records` of a batch."""
        with self._guard:
            position = (batch.segment, batch.start + batch.size_of(records))
            if position > (self._position.segment, self._position.offset):
                self._position.move(*position)
                self._forget_acknowledged()

    def refuse(self, code: str) -> None:
        """Marks the spool as one whose records can never be stored; its files stay."""
        (self.folder / _REFUSED_FILE).write_text(f"{code}\n", encoding="utf-8")

    def close(self) -> bool:
        """Lets go of the spool, and removes it if nothing waits. Returns whether it was removed."""
        with self._guard:
            self._is_closed = True
        if self.size == 0:
            self._close_files()
            shutil.rmtree(self.folder, ignore_errors=True)
            self._lock.remove()
            with contextlib.suppress(OSError):  # the training's other spools are still there
                self.folder.parent.rmdir()
            return True
        self._segments[-1].sync()
        self._close_files()
        self._lock.release()
        return False

    def abandon(self) -> None:
        """Lets go of it in a forked child, whose parent goes on using it."""
        self._close_files()
        self._lock.release()

    def _close_files(self) -> None:
        self._position.close()
        for segment in self._segments:
            segment.close()

    def _forget_acknowledged(self) -> None:
        """Removes the segments that are done with, except the one that is written to."""
        while self._segments:
            first = self._segments[0]
            done = first.number == self._position.segment and self._position.offset >= first.size
            if first.number > self._position.segment:
                self._position.segment, self._position.offset = first.number, 0
            elif first.number == self._position.segment and not (done and len(self._segments) > 1):
                return
            else:
                self._segments.popleft().remove()

    def _make_room(self) -> None:
        waiting = sum(segment.size for segment in self._segments) - self._position.offset
        while waiting > self._max_bytes and len(self._segments) > 1:
            self._forget_acknowledged()
            oldest = self._segments.popleft()
            start = self._position.offset if oldest.number == self._position.segment else 0
            self._on_drop(oldest.count(start))
            oldest.remove()
            waiting -= oldest.size - start
            self._forget_acknowledged()


def _lock_new(folder: Path) -> SpoolLock:
    """Locks a spool to be; again if another process just removed the empty folder around it."""
    for _ in range(3):
        folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.suppress(FileNotFoundError):
            return SpoolLock.create(folder)
    raise FileNotFoundError(folder)
