"""What of a configuration nobody else is to see."""

import re
from collections.abc import Mapping
from typing import Any

_SECRET = re.compile(
    r"(^|_)(token|password|passwd|secret|credentials?)$|(api|access|secret|private|auth)_?key",
    re.IGNORECASE,
)


def without_secrets(config: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that have a value, on all levels, without those named as secrets are."""
    return {
        str(name): without_secrets(value) if isinstance(value, Mapping) else value
        for name, value in config.items()
        if value is not None and not _SECRET.search(str(name))
    }
