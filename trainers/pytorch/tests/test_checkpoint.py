import unittest
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from tests.requirements import require_torch

require_torch()
import torch

from pytorch_trainer.checkpoint import load_file, save_file
from pytorch_trainer.errors import TrainerError


class CheckpointTest(unittest.TestCase):
    def setUp(self) -> None:
        temporary = TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.path = Path(temporary.name) / "new" / "checkpoint.pt"

    def test_reads_what_was_saved(self) -> None:
        size = save_file(self.path, {"weights": torch.arange(3), "step": 4})
        content = load_file(self.path)
        self.assertEqual((content["weights"].tolist(), content["step"]), ([0, 1, 2], 4))
        self.assertEqual(size, self.path.stat().st_size)

    def test_a_write_that_fails_leaves_the_old_one_whole_and_nothing_else(self) -> None:
        save_file(self.path, {"step": 1})
        full = patch("pytorch_trainer.checkpoint.os.fsync", side_effect=OSError("disk full"))
        with full, self.assertRaisesRegex(OSError, "disk full"):
            save_file(self.path, {"step": 2})
        self.assertEqual(load_file(self.path)["step"], 1)
        self.assertEqual([file.name for file in self.path.parent.iterdir()], ["checkpoint.pt"])

    def test_a_file_that_is_cut_off_or_missing_or_something_else_is_refused(self) -> None:
        save_file(self.path, {"weights": torch.arange(10_000)})
        whole = self.path.read_bytes()
        for content in (whole[: len(whole) // 2], b"", b"no checkpoint"):
            self.path.write_bytes(content)
            with self.subTest(len(content)), self.assertRaises(TrainerError) as caught:
                load_file(self.path)
            self.assertEqual(caught.exception.code, "bad_checkpoint")
        with self.assertRaisesRegex(TrainerError, "No such file"):
            load_file(self.path.with_name("other.pt"))
