"""One file of a spool: records one a line, only ever appended to."""

import os
from pathlib import Path

_SUFFIX = ".ndjson"
_APPEND = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)


class Segment:
    """A numbered file in a spool's folder, and how many bytes of whole lines it holds."""

    def __init__(self, folder: Path, number: int, size: int = 0) -> None:
        self.number = number
        self.size = size
        self.path = folder / f"{number:08d}{_SUFFIX}"

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
        descriptor = os.open(self.path, _APPEND, 0o600)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
        except OSError:
            os.ftruncate(descriptor, self.size)
            raise
        finally:
            os.close(descriptor)
        self.size += len(data)

    def read(self, start: int, max_bytes: int) -> bytes:
        """Whole lines from `start`: as many as fit in `max_bytes`, at least one. Raises OSError."""
        with self.path.open("rb") as file:
            file.seek(start)
            data = file.read(min(max_bytes, self.size - start))
            if b"\n" not in data:
                data += file.readline()
        return data[: data.rfind(b"\n") + 1]

    def count(self, start: int = 0) -> int:
        """How many records lie behind `start`."""
        with self.path.open("rb") as file:
            file.seek(start)
            return file.read(self.size - start).count(b"\n")

    def sync(self) -> None:
        """Waits until the disk has it. Raises OSError."""
        with self.path.open("rb+") as file:
            os.fsync(file.fileno())

    def remove(self) -> None:
        """Deletes the file."""
        self.path.unlink(missing_ok=True)


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
