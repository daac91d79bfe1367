"""Makes what a training logs safe to be read later by another thread."""

from collections.abc import Mapping
from typing import Any

from trainwire.record.device_scalar import DeviceScalar, is_on_device

PLAIN_TYPES = frozenset({int, float, str, bool, type(None)})
"""Types of values that cannot change, and need no freezing."""

_MAX_DEPTH = 4


class Unusable:
    """Stands for a value that cannot be reported; holds no reference to it."""

    __slots__ = ("kind",)

    def __init__(self, kind: str) -> None:
        self.kind = kind


def freeze(value: Any, depth: int = 0) -> object:
    """A value of its own: plain, a `DeviceScalar`, a dict of such, or `Unusable`. Never raises.

    Scalars of other libraries are known by their `item()`, such as those of NumPy and PyTorch. A
    tensor with more than one element is unusable.
    """
    if type(value) in PLAIN_TYPES:
        return value
    try:
        return _freeze_other(value, depth)
    except Exception:
        return Unusable(type(value).__name__)


def _freeze_other(value: Any, depth: int) -> object:
    if isinstance(value, Unusable):
        return value
    if isinstance(value, Mapping):
        if depth == _MAX_DEPTH:
            return Unusable("mapping nested too deeply")
        return {key: freeze(item, depth + 1) for key, item in value.items()}
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float):
        return float(value)
    if hasattr(value, "isoformat"):
        return str(value.isoformat())
    if is_on_device(value):
        return DeviceScalar(value)
    item = getattr(value, "item", None)
    number = item() if callable(item) else float(value)
    return number if type(number) in PLAIN_TYPES else Unusable(type(value).__name__)
