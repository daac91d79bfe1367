"""What everything here agrees on: limits, error codes, ids, JSON and points in time."""

import json
import math
import re
from datetime import UTC, datetime
from typing import Any, TypeGuard

VERSION = "trainwire.v1"
SERVER = "small-python-server 0.9.0"
CAPABILITIES = ["resume", "trainings"]

MAX_FRAME_BYTES = 65_536
MAX_INGEST_BYTES = 4_194_304
MAX_INGEST_RECORDS = 10_000
MAX_SUBSCRIPTIONS = 1024
MAX_METRICS = 512
MAX_PAGE_UPDATES = 5000
MAX_PAGE_TRAININGS = 1000
MAX_SERIES_METRICS = 512
MAX_ANSWER_SERIES = 50
MAX_SERIES_POINTS = 2000
MAX_SERIES_ATTEMPTS = 2000
MAX_WAIT_SECONDS = 60
MAX_CONFIG_DEPTH = 64
MAX_WAITING_MESSAGES = 4096
MAX_BAD_MESSAGES = 100
MAX_WHOLE = 2**53 - 1
PAGE_BYTES = 1_048_576

TERMINAL = {"completed", "failed", "cancelled"}
NONFINITE = {"NaN": math.nan, "Infinity": math.inf, "-Infinity": -math.inf}

HTTP_STATUS = {
    "bad_json": 400,
    "bad_message": 400,
    "unknown_type": 400,
    "bad_id": 400,
    "unsupported_version": 400,
    "forbidden_origin": 403,
    "forbidden_host": 403,
    "unknown_training": 404,
    "unknown_recipe": 404,
    "not_found": 404,
    "training_exists": 409,
    "training_ended": 409,
    "training_running": 409,
    "stale_attempt": 409,
    "stream_changed": 409,
    "past_end": 409,
    "expired": 409,
    "training_deleted": 410,
    "too_many_records": 413,
    "body_too_large": 413,
    "unsupported_content_type": 415,
    "upgrade_required": 426,
    "too_many_subscriptions": 429,
    "internal": 500,
    "storage_unavailable": 503,
    "shutting_down": 503,
}

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


class Refused(Exception):
    """Something was not accepted; the code is one of PROTOCOL.md's closed list."""

    def __init__(self, code: str, message: str, **facts: Any) -> None:
        super().__init__(message)
        self.code = code
        self.facts = facts

    @property
    def answer(self) -> dict[str, Any]:
        """The `error_answer` that says so."""
        return {"code": self.code, "message": str(self), **self.facts}


def is_id(value: object) -> bool:
    """Whether this is an id that a training may have."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def read_json(text: str | bytes, *, bare_nonfinite: bool = False) -> Any:
    """Reads UTF-8 JSON; bare NaN and infinities, which it does not have, only where they are allowed."""

    def constant(name: str) -> float:
        if not bare_nonfinite:
            raise ValueError(f"{name} is not JSON")
        return NONFINITE[name]

    def number(digits: str) -> int | float | None:
        # JSON has one kind of number: 3.0 is whole. One too large is infinite, which only a record may be.
        value = float(digits)
        if math.isinf(value) and not bare_nonfinite:
            return None
        return int(value) if value.is_integer() and abs(value) <= MAX_WHOLE else value

    try:
        decoded = text.decode() if isinstance(text, bytes) else text
        return json.loads(decoded, parse_constant=constant, parse_int=number, parse_float=number)
    except (ValueError, RecursionError) as error:
        raise Refused("bad_json", f"not JSON: {error}") from error


def write_json(value: Any) -> str:
    """Writes JSON in ASCII, so that half a surrogate pair that came in cannot break a frame."""
    return json.dumps(value, separators=(",", ":"), allow_nan=False)


def is_whole(value: object, least: int = 0) -> TypeGuard[int]:
    """Whether this is a whole number that every language holds exactly."""
    return type(value) is int and least <= value <= MAX_WHOLE


def rfc3339(milliseconds: int) -> str:
    """A point in time as the protocol writes it."""
    at = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
