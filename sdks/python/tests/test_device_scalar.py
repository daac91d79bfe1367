"""Numbers on an accelerator do not make the training wait."""

import types
import unittest
from unittest import mock

from trainwire.record.device_scalar import DeviceScalar
from trainwire.record.freeze import Unusable, freeze
from trainwire.record.number import read_number


class Tensor:
    """As one of PyTorch on a device: `item` waits, `clone` does not."""

    def __init__(self, value: float, numel: int = 1, device: str = "cuda") -> None:
        self.value = value
        self.device = types.SimpleNamespace(type=device)
        self.items = 0
        self._numel = numel

    def numel(self) -> int:
        return self._numel

    def detach(self) -> "Tensor":
        return self

    def clone(self) -> "Tensor":
        return Tensor(self.value)

    def item(self) -> float:
        if self._numel != 1:
            raise RuntimeError("more than one element")
        self.items += 1
        return self.value


class DeviceScalarTest(unittest.TestCase):
    def setUp(self) -> None:
        # Tests of adapters load PyTorch, which knows no device of these tensors.
        self.enterContext(mock.patch.dict("sys.modules", torch=None))

    def test_a_tensor_on_a_device_is_copied_at_once_and_read_later(self) -> None:
        tensor = Tensor(0.5)
        frozen = freeze(tensor)
        self.assertIsInstance(frozen, DeviceScalar)
        self.assertEqual(tensor.items, 0)
        tensor.value = 9.0
        self.assertEqual(read_number(frozen), (0.5, None))

    def test_a_copy_is_read_after_the_stream_that_makes_it(self) -> None:
        event = mock.Mock()
        torch = mock.Mock()
        torch.cuda.current_stream.return_value.record_event.return_value = event
        with mock.patch.dict("sys.modules", torch=torch):
            frozen = freeze(Tensor(0.5))
        event.synchronize.assert_not_called()
        read_number(frozen)
        event.synchronize.assert_called_once_with()

    def test_a_tensor_in_main_memory_is_read_at_once(self) -> None:
        self.assertEqual(freeze(Tensor(0.5, device="cpu")), 0.5)

    def test_a_tensor_of_many_elements_is_unusable_and_not_kept(self) -> None:
        self.assertIsInstance(freeze(Tensor(0.5, numel=2)), Unusable)

    def test_a_device_that_failed_costs_the_value_alone(self) -> None:
        frozen = freeze(Tensor(0.5))
        with mock.patch.object(Tensor, "item", side_effect=RuntimeError("device lost")):
            self.assertIsNone(read_number(frozen))
