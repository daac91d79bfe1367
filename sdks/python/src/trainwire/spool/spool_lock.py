"""Sees to it that two processes never send the same spool."""

import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]


class SpoolLock:
    """An exclusive lock beside a spool's folder; it ends with the process that holds it."""

    def __init__(self, path: Path, descriptor: int | None) -> None:
        self._path = path
        self._descriptor = descriptor

    @staticmethod
    def create(folder: Path) -> "SpoolLock":
        """Locks a new spool. Where the system or file system has no locks, it holds nothing."""
        path = _lock_path(folder)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if _try_lock(descriptor):
            return SpoolLock(path, descriptor)
        os.close(descriptor)
        return SpoolLock(path, None)

    @staticmethod
    def take_over(folder: Path, *, force: bool = False) -> "SpoolLock | None":
        """Locks the spool of a dead process, or gives None if its process may be alive.

        Where there are no locks nobody can tell; `force` takes the spool all the same.
        """
        path = _lock_path(folder)
        if force or fcntl is None:
            return SpoolLock(path, None) if force else None
        try:
            descriptor = os.open(path, os.O_RDWR)
        except FileNotFoundError:
            return None
        if _try_lock(descriptor):
            return SpoolLock(path, descriptor)
        os.close(descriptor)
        return None

    def release(self) -> None:
        """Unlocks; other processes may take the spool over."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def remove(self) -> None:
        """Unlocks a spool that is gone."""
        self._path.unlink(missing_ok=True)
        self.release()


def _lock_path(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.lock")


def _try_lock(descriptor: int) -> bool:
    if fcntl is None:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
