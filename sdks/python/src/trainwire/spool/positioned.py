"""Reading and writing at a place in a file, in one call of the system where it has one.

Each call that waits hands Python's lock to the training and asks for it back: fewer are cheaper.
"""

import os


def read_at(descriptor: int, offset: int, size: int) -> bytes:
    """At most `size` bytes from `offset`. Raises OSError."""
    if hasattr(os, "pread"):
        return os.pread(descriptor, size, offset)
    os.lseek(descriptor, offset, os.SEEK_SET)
    return os.read(descriptor, size)


def write_at(descriptor: int, offset: int, data: bytes) -> None:
    """Writes a few bytes over those at `offset`. Raises OSError."""
    if hasattr(os, "pwrite"):
        os.pwrite(descriptor, data, offset)
        return
    os.lseek(descriptor, offset, os.SEEK_SET)
    os.write(descriptor, data)
