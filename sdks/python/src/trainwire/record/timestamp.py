"""Points in time as RFC 3339 texts."""

import re
from datetime import UTC, datetime

_WIRE_FORM = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?")


def to_timestamp(unix_seconds: float) -> str:
    """The time of a Unix clock, in UTC, to the millisecond."""
    text = datetime.fromtimestamp(unix_seconds, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def read_timestamp(value: object) -> str | None:
    """A logged time (RFC 3339 text, frozen datetime, or Unix seconds) as text, or None."""
    try:
        if isinstance(value, int | float):
            return to_timestamp(value)
        if not isinstance(value, str) or not _WIRE_FORM.fullmatch(value):
            return None
        datetime.fromisoformat(value)
    except (ValueError, OverflowError, OSError):
        return None
    return value
