import unittest
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.requirements import require_torch

require_torch()
import torch

from pytorch_trainer.errors import TrainerError
from pytorch_trainer.text import even_starts, load_text, random_starts, windows

CPU = torch.device("cpu")


class TextTest(unittest.TestCase):
    def test_held_out_text_is_never_trained_on(self) -> None:
        text = load_text(None, context=64)
        train_end = text.train.data_ptr() + len(text.train)
        self.assertEqual(train_end, text.held_out.data_ptr())
        self.assertEqual(len(text.train) + len(text.held_out), 543_159)

    def test_windows_stay_inside_their_part(self) -> None:
        data = torch.arange(100, dtype=torch.uint8)
        starts = random_starts(data, 10_000, 32, torch.Generator().manual_seed(0))
        self.assertEqual((starts.min().item(), starts.max().item()), (0, 100 - 32 - 1))
        _, targets = windows(data, starts, 32, CPU)
        self.assertEqual(targets.max().item(), 99)

    def test_targets_are_the_inputs_one_byte_on(self) -> None:
        data = torch.arange(50, dtype=torch.uint8)
        inputs, targets = windows(data, torch.tensor([0, 7]), 5, CPU)
        self.assertEqual(inputs.tolist(), [[0, 1, 2, 3, 4], [7, 8, 9, 10, 11]])
        self.assertEqual(targets.tolist(), [[1, 2, 3, 4, 5], [8, 9, 10, 11, 12]])

    def test_evaluation_windows_span_the_whole_part(self) -> None:
        starts = even_starts(torch.zeros(1000), 10, 99)
        self.assertEqual((starts[0].item(), starts[-1].item()), (0, 900))

    def test_a_text_that_is_too_short_is_refused(self) -> None:
        with TemporaryDirectory() as folder:
            path = Path(folder) / "short.txt"
            path.write_bytes(b"a" * 300)
            with self.assertRaises(TrainerError) as caught:
                load_text(path, context=64)
        self.assertEqual(caught.exception.code, "bad_text")

    def test_a_text_that_cannot_be_read_is_named(self) -> None:
        with self.assertRaisesRegex(TrainerError, "nowhere.txt"):
            load_text(Path("/nowhere.txt"), context=64)
