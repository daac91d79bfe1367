"""A number on an accelerator, read later, so that the training does not wait for it."""

import sys
from typing import Any


class DeviceScalar:
    """A private copy of a one-element tensor; `read` waits until the device has computed it."""

    __slots__ = ("_copy", "_ready")

    def __init__(self, tensor: Any) -> None:
        # Tensors with `block_until_ready` cannot be changed in place, so they need no copy.
        is_immutable = hasattr(tensor, "block_until_ready")
        self._copy: Any = tensor if is_immutable else tensor.detach().clone()
        self._ready: Any = None if is_immutable else _record_event(tensor.device)

    def read(self) -> object:
        """The number; blocks. Raises what the framework raises if the device failed."""
        if self._ready is not None:
            self._ready.synchronize()
        return self._copy.item()


def is_on_device(value: Any) -> bool:
    """Whether reading this one-element tensor could make the caller wait for an accelerator."""
    if hasattr(value, "block_until_ready"):
        return getattr(value, "size", None) == 1
    device_type = getattr(getattr(value, "device", None), "type", "cpu")
    return device_type != "cpu" and hasattr(value, "detach") and value.numel() == 1


def _record_event(device: Any) -> Any:
    """Marks the copy in the stream that makes it: the reading thread has a stream of its own."""
    torch = sys.modules.get("torch")
    if torch is None or device.type != "cuda":
        return None
    return torch.cuda.current_stream(device).record_event()
