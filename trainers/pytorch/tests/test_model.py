import math
import unittest

from tests.requirements import require_torch

require_torch()
import torch

from pytorch_trainer.model import LanguageModel, ModelShape

SHAPE = ModelShape(layers=2, heads=2, width=16, context=8)


class ModelTest(unittest.TestCase):
    def setUp(self) -> None:
        torch.manual_seed(0)
        self.model = LanguageModel(SHAPE)

    def test_gives_logits_of_every_next_byte(self) -> None:
        self.assertEqual(self.model(torch.zeros(3, 8, dtype=torch.long)).shape, (3, 8, 256))

    def test_knows_nothing_before_training(self) -> None:
        inputs, targets = torch.randint(256, (2, 64, 8))
        self.assertAlmostEqual(self.model.loss(inputs, targets).item(), math.log(256), delta=0.1)

    def test_sees_no_byte_that_is_to_come(self) -> None:
        inputs = torch.randint(256, (1, 8))
        changed = inputs.clone()
        changed[0, 5] = (changed[0, 5] + 1) % 256
        before, after = self.model(inputs), self.model(changed)
        self.assertTrue(torch.equal(before[0, :5], after[0, :5]))
        self.assertFalse(torch.equal(before[0, 5:], after[0, 5:]))

    def test_shares_the_embedding_with_the_output(self) -> None:
        width = SHAPE.width
        block = 12 * width * width + (4 * width + width) + 2 * 2 * width
        self.assertEqual(self.model.parameter_count(), 256 * width + 8 * width + 2 * block + 2 * width)
