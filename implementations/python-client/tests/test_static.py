"""The code is typed and linted, where the tools are at hand."""

import importlib.util
import subprocess
import sys
import unittest

from tests import FOLDER


class StaticTest(unittest.TestCase):
    def test_mypy_finds_nothing(self) -> None:
        self.check("mypy")

    def test_ruff_finds_nothing(self) -> None:
        self.check("ruff", "check", "--no-cache")

    def test_ruff_would_format_nothing(self) -> None:
        self.check("ruff", "format", "--no-cache", "--check")

    def check(self, tool: str, *arguments: str) -> None:
        if importlib.util.find_spec(tool) is None:
            self.skipTest(f"needs {tool} (pip install {tool})")
        command = [sys.executable, "-m", tool, *arguments]
        done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, timeout=300, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
