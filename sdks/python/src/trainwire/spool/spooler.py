"""The thread that writes: from the queue to the spool, before anything is sent."""

import threading
from collections.abc import Callable

from trainwire.notices import Notices
from trainwire.record.encoder import RecordEncoder
from trainwire.record_queue import Entry, RecordQueue
from trainwire.spool.own_spool import OwnSpool

FLUSH_SECONDS = 0.08
"""The least time between two writes. The first record after a pause is written at once."""

_MAX_ENTRIES_PER_WRITE = 500


class Spooler(threading.Thread):
    """Writes until `finish` was called and the queue is empty."""

    def __init__(
        self,
        queue: RecordQueue,
        encoder: RecordEncoder,
        notices: Notices,
        on_written: Callable[[], None],
        on_end: Callable[[], None],
    ) -> None:
        super().__init__(name="trainwire-spooler", daemon=True)
        self._queue = queue
        self._encoder = encoder
        self._notices = notices
        self._on_written = on_written
        self._on_end = on_end
        self._finishing = threading.Event()
        self._open: Callable[[], OwnSpool]
        self._hold_seconds = 0.0

    def begin(self, open_spool: Callable[[], OwnSpool], first: Entry, hold_seconds: float) -> None:
        """Starts it. The spool opens with `first`, once something is logged or after a while."""
        self._open = open_spool
        self._first = first
        self._hold_seconds = hold_seconds
        self.start()

    def finish(self) -> None:
        """Makes it write what is in the queue, and end."""
        self._finishing.set()
        self._queue.put_always(None)

    def run(self) -> None:
        """Writes; called by the thread."""
        try:
            self._run()
        except Exception:
            self._notices.broken("the spooler")
        finally:
            self._on_end()

    def _run(self) -> None:
        entries = self._queue.wait(self._hold_seconds) if self._hold_seconds > 0 else []
        spool = self._open()
        entries.insert(0, self._first)
        while True:
            is_last = self._finishing.is_set()
            self._write(spool, entries)
            if is_last and not entries:
                return
            self._finishing.wait(FLUSH_SECONDS)
            entries = self._queue.wait(0 if self._finishing.is_set() else None)

    def _write(self, spool: OwnSpool, entries: list[Entry]) -> None:
        for start in range(0, len(entries), _MAX_ENTRIES_PER_WRITE):
            some = entries[start : start + _MAX_ENTRIES_PER_WRITE]
            lines = b"".join(map(self._encoder.encode, some))
            if lines:
                spool.append(lines)
                self._on_written()
        if self._queue.dropped:
            self._notices.now_and_then(
                "queue", f"{self._queue.dropped} records so far were dropped: logged too fast"
            )
