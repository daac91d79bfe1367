"""The spool of a running reporter: on disk, or in memory once the disk cannot be written."""

from pathlib import Path

from trainwire.notices import Notices
from trainwire.spool.batch import Batch
from trainwire.spool.file_spool import FileSpool
from trainwire.spool.memory_spool import MEMORY_SEGMENT, MemorySpool
from trainwire.spool.spool_meta import SpoolMeta

_MAX_MEMORY_BYTES = 16 * 1024 * 1024


class OwnSpool:
    """Tries the disk first. From the first failed write on, records go to memory and stay there."""

    def __init__(
        self, spool_dir: Path, meta: SpoolMeta, *, max_bytes: int, notices: Notices
    ) -> None:
        self.meta = meta
        self.is_registered = False
        self.dropped = 0
        self._notices = notices
        self._memory = MemorySpool(_MAX_MEMORY_BYTES, self._drop)
        self._file: FileSpool | None = None
        self._is_disk_good = True
        try:
            self._file = FileSpool.create(spool_dir, meta, max_bytes=max_bytes, on_drop=self._drop)
        except OSError as error:
            self._lose_disk(error)

    @property
    def folder(self) -> Path | None:
        """Where its records are on disk, or None."""
        return self._file.folder if self._file else None

    def append(self, lines: bytes) -> None:
        """Adds records."""
        if self._file and self._is_disk_good:
            try:
                self._file.append(lines)
            except OSError as error:
                self._lose_disk(error)
            else:
                return
        self._memory.append(lines)

    def next_batch(self, max_bytes: int, max_records: int) -> Batch | None:
        """The oldest records that wait, or None."""
        batch = None
        try:
            batch = self._file.next_batch(max_bytes, max_records) if self._file else None
        except OSError as error:
            self._lose_disk(error)
            self._file = None
        return batch or self._memory.next_batch(max_bytes, max_records)

    def acknowledge(self, batch: Batch, records: int) -> None:
        """Notes that the server has dealt with the first `records` of a batch."""
        if batch.segment == MEMORY_SEGMENT:
            self._memory.acknowledge(batch, records)
        elif self._file:
            self._file.acknowledge(batch, records)

    def refuse(self, code: str) -> None:
        """Marks its files as records that can never be stored."""
        if self._file:
            self._file.refuse(code)

    def close(self) -> bool:
        """Lets go of the files. Returns whether nothing waited."""
        lost = self._memory.records
        if lost:
            self._drop(lost)
        return (self._file is None or self._file.close()) and lost == 0

    def abandon(self) -> None:
        """Lets go of the files in a forked child, whose parent goes on using them."""
        if self._file:
            self._file.abandon()

    def _drop(self, records: int) -> None:
        self.dropped += records
        self._notices.now_and_then(
            "dropped", f"{self.dropped} records so far were dropped: the spool is full"
        )

    def _lose_disk(self, error: OSError) -> None:
        self._is_disk_good = False
        self._notices.once(
            "disk", f"the spool cannot be written, records are kept in memory only: {error}"
        )
