"""A test with a spool folder of its own, a quiet logger, and a clean environment."""

import contextlib
import logging
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from tests.support.fixtures import ROOT

SOURCE = ROOT / "sdks" / "python" / "src"


class ReporterCase(unittest.TestCase):
    """`self.spool_dir` is empty at the beginning; `self.said` collects the logged lines."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.spool_dir = self.folder / "spool"
        clean = {k: v for k, v in os.environ.items() if not _concerns_us(k)}
        self.enterContext(mock.patch.dict(os.environ, clean, clear=True))
        self._lines = self.enterContext(self.assertLogs("trainwire", "DEBUG")).output
        self._logger_line()

    @property
    def said(self) -> str:
        return "\n".join(self._lines[1:])

    def environment(self, **more: str) -> dict[str, str]:
        """For a trainer in a process of its own."""
        ours = {"PYTHONPATH": str(SOURCE), "TRAINWIRE_SPOOL_DIR": str(self.spool_dir)}
        # From Python 3.12 on a fork beside other threads is warned of.
        return {**os.environ, **ours, "PYTHONWARNINGS": "ignore", **more}

    def spool_files(self) -> list[Path]:
        return sorted(path for path in self.spool_dir.rglob("*.ndjson"))

    def spooled(self) -> bytes:
        """Everything that is on disk; a file may go while it is looked for."""
        found = b""
        for path in self.spool_files():
            with contextlib.suppress(FileNotFoundError):
                found += path.read_bytes()
        return found

    @staticmethod
    def _logger_line() -> None:
        # `assertLogs` asks for at least one line; tests ask for theirs through `said`.
        logging.getLogger("trainwire").debug("test begins")


def _concerns_us(name: str) -> bool:
    return name.startswith("TRAINWIRE_") or name in ("RANK", "WORLD_SIZE", "XDG_STATE_HOME")
