"""Up to where the server has a spool's records, on disk."""

import contextlib
import os
from pathlib import Path

from trainwire.spool.positioned import write_at

_FILE_NAME = "acknowledged"


class Position:
    """A segment's number and an offset in it. Without its file, records are sent again."""

    def __init__(self, folder: Path) -> None:
        """Reads it; (0, 0) if there is none."""
        self._path = folder / _FILE_NAME
        self._descriptor: int | None = None
        self.segment, self.offset = _read(self._path)

    def move(self, segment: int, offset: int) -> None:
        """Sets it, and writes it if the disk takes it."""
        self.segment, self.offset = segment, offset
        with contextlib.suppress(OSError):
            if self._descriptor is None:
                self._descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT, 0o600)
            # In place and of one length: far cheaper than a new file for each request.
            write_at(self._descriptor, 0, b"%020d %020d\n" % (segment, offset))

    def close(self) -> None:
        """Closes the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _read(path: Path) -> tuple[int, int]:
    try:
        segment, offset = path.read_text(encoding="ascii").split()
        return int(segment), int(offset)
    except (OSError, ValueError):
        return 0, 0
