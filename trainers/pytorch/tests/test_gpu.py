import unittest
from unittest.mock import patch

from tests.requirements import require_torch

require_torch()
import torch

from pytorch_trainer.errors import TrainerError
from pytorch_trainer.gpu import autocast, choose_device, describe_device, memory, precision


class GpuTest(unittest.TestCase):
    def test_takes_the_cpu_where_there_is_no_gpu(self) -> None:
        with patch("torch.cuda.is_available", return_value=False):
            device = choose_device("auto")
            self.assertEqual((device.type, precision(device), memory(device)), ("cpu", "fp32", {}))

    def test_a_gpu_that_was_asked_for_and_is_missing_is_an_error(self) -> None:
        with patch("torch.cuda.is_available", return_value=False):
            with self.assertRaises(TrainerError) as caught:
                choose_device("cuda")
            self.assertEqual(describe_device("cuda"), {"device": "cuda", "precision": "unknown"})
        self.assertEqual(caught.exception.code, "no_cuda")

    def test_computes_in_fp32_on_the_cpu(self) -> None:
        with autocast(torch.device("cpu")):
            product = torch.ones(2, 2) @ torch.ones(2, 2)
        self.assertEqual(product.dtype, torch.float32)

    def test_reports_memory_in_gib(self) -> None:
        gpu = torch.device("cuda", 0)
        with (
            patch("torch.cuda.memory_allocated", return_value=3 * 2**29),
            patch("torch.cuda.memory_reserved", return_value=2**31),
            patch("torch.cuda.max_memory_allocated", return_value=2**30),
        ):
            fields = memory(gpu)
        self.assertEqual(list(fields.values()), [1.5, 2.0, 1.0])
