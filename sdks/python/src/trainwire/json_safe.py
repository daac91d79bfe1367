"""Makes a configuration of any Python values fit for JSON."""

import math
from collections.abc import Mapping
from typing import Any

_MAX_DEPTH = 16
_MAX_ITEMS = 10_000
_MAX_TEXT = 10_000


def to_json_safe(value: Any, depth: int = 0) -> Any:
    """A private copy that JSON can hold; what it cannot becomes text. Never raises.

    Bounds: 16 levels, 10,000 items a level, 10,000 characters a text.
    """
    try:
        return _convert(value, depth)
    except Exception:
        return f"<{type(value).__name__}>"


def to_json_object(value: Any) -> dict[str, Any]:
    """The same for a mapping, or for an object with attributes such as argparse's Namespace."""
    if not isinstance(value, Mapping):
        value = getattr(value, "__dict__", {})
    safe = to_json_safe(value)
    return safe if isinstance(safe, dict) else {}


def _convert(value: Any, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return str.__str__(value)[:_MAX_TEXT]
    if isinstance(value, int):
        return int(value) if abs(value) < 2**63 else str(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(value)
    if depth < _MAX_DEPTH and isinstance(value, Mapping):
        items = list(value.items())[:_MAX_ITEMS]
        return {str(key)[:256]: to_json_safe(item, depth + 1) for key, item in items}
    if depth < _MAX_DEPTH and isinstance(value, list | tuple | set | frozenset):
        return [to_json_safe(item, depth + 1) for item in list(value)[:_MAX_ITEMS]]
    item = getattr(value, "item", None)
    if callable(item):
        return to_json_safe(item(), depth + 1)
    return str(value)[:_MAX_TEXT]
