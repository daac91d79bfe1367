"""One file of a spool: records one a line, only ever appended to."""

import os
from pathlib import Path

from trainwire.spool.positioned import read_at

_SUFFIX = ".ndjson"
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)


class Segment:
    """A numbered file in a spool's folder, and how many bytes of whole lines it holds."""

    def __init__(self, folder: Path, number: int) -> None:
        self.number = number
        self.size = 0
        self.path = folder / f"{number:08d}{_SUFFIX}"
        self._descriptor: int | None = None

    @staticmethod
    def find_all(folder: Path) -> "list[Segment]":
        """The segments that a process left, oldest first, without a line that was cut short."""
        numbers = sorted(int(path.stem) for path in folder.glob(f"[0-9]*{_SUFFIX}"))
        segments = [Segment(folder, number) for number in numbers]
        for segment in segments:
            segment.size = _size_of_whole_lines(segment.path)
        return segments

    def append(self, data: bytes) -> None:
        """Adds whole lines, all or none. Raises OSError."""
        descriptor = self._open()
        try:
            written = os.write(descriptor, data)
            while written < len(data):
                written += os.write(descriptor, data[written:])
        except OSError:
            os.ftruncate(descriptor, self.size)
            raise
        self.size += len(data)

    def read(self, start: int, max_bytes: int) -> bytes:
        """Whole lines from `start`: as many as fit in `max_bytes`, at least one. Raises OSError."""
        descriptor = self._open()
        while True:
            length = min(max_bytes, self.size - start)
            data = read_at(descriptor, start, length)
            end = data.rfind(b"\n") + 1
            if end > 0:
                return data[:end]
            if length == self.size - start:
                raise OSError(f"{self.path} is shorter than it was")
            max_bytes *= 2

    def count(self, start: int = 0) -> int:
        """How many records lie behind `start`."""
        return read_at(self._open(), start, self.size - start).count(b"\n")

    def sync(self) -> None:
        """Waits until the disk has it. Raises OSError."""
        os.fsync(self._open())

    def close(self) -> None:
        """Closes the file; it is opened again when needed."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def remove(self) -> None:
        """Deletes the file."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _open(self) -> int:
        if self._descriptor is None:
            self._descriptor = os.open(self.path, _FLAGS, 0o600)
        return self._descriptor


def _size_of_whole_lines(path: Path) -> int:
    with path.open("rb") as file:
        end = file.seek(0, os.SEEK_END)
        while end > 0:
            start = max(0, end - 65_536)
            file.seek(start)
            newline = file.read(end - start).rfind(b"\n")
            if newline >= 0:
                return start + newline + 1
            end = start
    return 0
