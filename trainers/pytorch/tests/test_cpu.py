import os
import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.requirements import require_torch

require_torch()
from pytorch_trainer.cpu import usable_cores


class UsableCoresTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.cgroup = Path(temporary.name)
        self.allowed = len(os.sched_getaffinity(0))

    def test_takes_what_the_machine_has_without_a_limit(self) -> None:
        self.assertEqual(usable_cores(self.cgroup), self.allowed)
        (self.cgroup / "cpu.max").write_text("max 100000\n")
        self.assertEqual(usable_cores(self.cgroup), self.allowed)

    def test_heeds_a_quota_of_either_version(self) -> None:
        (self.cgroup / "cpu").mkdir()
        (self.cgroup / "cpu" / "cpu.cfs_quota_us").write_text("150000\n")
        (self.cgroup / "cpu" / "cpu.cfs_period_us").write_text("100000\n")
        self.assertEqual(usable_cores(self.cgroup), 1)
        (self.cgroup / "cpu.max").write_text("50000 100000\n")
        self.assertEqual(usable_cores(self.cgroup), 1)
