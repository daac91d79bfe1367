"""A test with a server and trainers that find it."""

import os
import subprocess
import sys

from tests.support.fake_server import FakeServer
from tests.support.reporter_case import ReporterCase


class LifeCase(ReporterCase):
    def setUp(self) -> None:
        super().setUp()
        self.server = self.enterContext(FakeServer())
        os.environ["TRAINWIRE_URL"] = self.server.url
        os.environ["TRAINWIRE_SPOOL_DIR"] = str(self.spool_dir)

    def run_trainer(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", script, *arguments]
        return subprocess.run(
            command, env=self.environment(), capture_output=True, text=True, timeout=30, check=False
        )
