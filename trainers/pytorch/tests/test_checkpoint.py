import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from tests.requirements import require_torch

require_torch()
import torch

from pytorch_trainer.checkpoint import load_checkpoint, save_checkpoint


class CheckpointTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.path = Path(temporary.name) / "new" / "checkpoint.pt"

    def test_reads_what_was_saved(self) -> None:
        size = save_checkpoint(self.path, {"weights": torch.arange(3), "step": 4})
        content = load_checkpoint(self.path)
        self.assertEqual((content["weights"].tolist(), content["step"]), ([0, 1, 2], 4))
        self.assertEqual(size, self.path.stat().st_size)

    def test_a_write_that_fails_leaves_the_old_one_whole_and_nothing_else(self) -> None:
        save_checkpoint(self.path, {"step": 1})
        full = patch("pytorch_trainer.checkpoint.os.fsync", side_effect=OSError("disk full"))
        with full, self.assertRaisesRegex(OSError, "disk full"):
            save_checkpoint(self.path, {"step": 2})
        self.assertEqual(load_checkpoint(self.path)["step"], 1)
        self.assertEqual([file.name for file in self.path.parent.iterdir()], ["checkpoint.pt"])
