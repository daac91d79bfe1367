"""Reads what trainers send: the records of an ingest body, each checked and with its details."""

import math
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from small_server.wire import (
    MAX_INGEST_RECORDS,
    MAX_METRICS,
    NONFINITE,
    TERMINAL,
    Refused,
    is_id,
    is_whole,
    read_json,
)

STATUSES = {"queued", "starting", "running", "paused", *TERMINAL}
MAX_METRIC_NAME_LENGTH = 128
_TIMESTAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Report:
    """One record: `details` is exactly what it reported, in JSON's terms."""

    details: dict[str, Any]
    attempt: int | None
    producer: tuple[str, int] | None

    @property
    def has_number(self) -> bool:
        """Whether it reports a number, be it finite or not."""
        return "metrics" in self.details or not self.details.keys().isdisjoint(_NUMBERS)


def read_body(body: bytes, train_id: str, *, lines: bool) -> list[Report | Refused]:
    """The records of a request, in order; what cannot be taken as one is what refuses it."""
    records = _lines(body) if lines else _values(body)
    if len(records) > MAX_INGEST_RECORDS:
        raise Refused("too_many_records", f"at most {MAX_INGEST_RECORDS} records a request")
    return [_read_record(record, train_id) for record in records]


def _read_record(record: Any, train_id: str) -> Report | Refused:
    try:
        value = read_json(record, bare_nonfinite=True) if isinstance(record, bytes) else record
        return _read_report(value, train_id)
    except Refused as refused:
        return refused


def _lines(body: bytes) -> list[Any]:
    return [line for line in body.split(b"\n") if line.strip()]


def _values(body: bytes) -> list[Any]:
    value = read_json(body, bare_nonfinite=True)
    return value if isinstance(value, list) else [value]


def _read_report(record: Any, train_id: str) -> Report:
    if not isinstance(record, dict):
        raise Refused("bad_message", "a record is an object")
    given = {name: value for name, value in record.items() if value is not None}
    details: dict[str, Any] = {}
    for name, read in _FIELDS.items():
        if name in record and (name in given or name in _NUMBERS):
            try:
                details[name] = read(given[name]) if name in given else None
            except ValueError as error:
                raise Refused("bad_message", f"{name}: {error}") from error
    _add_status(details, given)
    nonfinite = _take_nonfinite(details, record)
    if not details.get("metrics", True):
        del details["metrics"]
    if nonfinite:
        details["nonfinite"] = [{"name": name, "value": value} for name, value in nonfinite.items()]
    report = Report(details, _read_attempt(given), _read_producer(given))
    # Judged last: an id is the only fault, or the record is a bad message.
    for name in ("train_id", "job_id"):
        if name in given and (not is_id(given[name]) or given[name] != train_id):
            raise Refused("bad_id", f"{name} is not the training that the address names")
    return report


def _number(value: Any) -> float | int:
    if isinstance(value, str) and value in NONFINITE:
        return NONFINITE[value]
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    raise ValueError("expected a number")


def _count(value: Any) -> float | int:
    number = _number(value)
    if math.isfinite(number) and not is_whole(number):
        raise ValueError("expected a whole number")
    return number


def _world_size(value: Any) -> float | int:
    if value == 0:
        raise ValueError("at least one process trains")
    return _count(value)


def _text(longest: int) -> Callable[[Any], str]:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not 1 <= len(value) <= longest or _SURROGATE.search(value):
            raise ValueError(f"expected a text of 1 to {longest} characters")
        return value

    return read


def _status(value: Any) -> str:
    if not isinstance(value, str) or value not in STATUSES:
        raise ValueError("not a status")
    return value


def _timestamp(value: Any) -> str:
    if not isinstance(value, str) or not _TIMESTAMP.fullmatch(value):
        raise ValueError("expected a point in time, as RFC 3339 writes it")
    datetime.fromisoformat(value)
    return value


def _metrics(value: Any) -> dict[str, float | int | None]:
    if not isinstance(value, dict) or len(value) > MAX_METRICS:
        raise ValueError(f"expected at most {MAX_METRICS} numbers by name")
    for name in value:
        is_long = not 1 <= len(name) <= MAX_METRIC_NAME_LENGTH
        if is_long or name == "__proto__" or _UNPRINTABLE.search(name):
            raise ValueError("the name of a metric is printable, and of 1 to 128 characters")
    return {name: None if number is None else _number(number) for name, number in value.items()}


def _checkpoint(value: Any) -> dict[str, Any]:
    path = value.get("path") if isinstance(value, dict) else None
    if not isinstance(path, str) or not 1 <= len(path) <= 1024 or _UNPRINTABLE.search(path):
        raise ValueError("expected an object with a path")
    if "\\" in path or any(segment in ("", ".", "..") for segment in path.split("/")):
        raise ValueError("a path is relative, and its segments are names")
    step = value.get("step")
    if "step" in value and not is_whole(step):
        raise ValueError("step: expected a whole number")
    return {"path": path} if step is None else {"path": path, "step": step}


_NUMBERS: dict[str, Callable[[Any], float | int]] = {
    "progress": _number,
    "current_epoch": _number,
    "total_epochs": _number,
    "current_step": _count,
    "total_steps": _count,
    "loss": _number,
    "eval_loss": _number,
    "samples_per_second": _number,
    "gpu_memory_allocated_gb": _number,
    "eta_seconds": _number,
    "elapsed_seconds": _number,
    "learning_rate": _number,
    "grad_norm": _number,
    "tokens_per_second": _number,
    "gpu_memory_reserved_gb": _number,
    "gpu_memory_peak_gb": _number,
    "expect_next_in_seconds": _number,
    "rank": _count,
    "world_size": _world_size,
}
_FIELDS: dict[str, Callable[[Any], Any]] = {
    "status": _status,
    "timestamp": _timestamp,
    "phase": _text(64),
    "reason": _text(1000),
    "checkpoint": _checkpoint,
    "metrics": _metrics,
    **_NUMBERS,
}


def _add_status(details: dict[str, Any], given: dict[str, Any]) -> None:
    complete = given.get("complete", False)
    if not isinstance(complete, bool):
        raise Refused("bad_message", "complete: expected true or false")
    if complete and details.setdefault("status", "completed") not in TERMINAL:
        raise Refused("bad_message", "complete goes with a status that ends a training")


def _take_nonfinite(details: dict[str, Any], record: dict[str, Any]) -> dict[str, str]:
    """Replaces what is not finite by null, drops what was not reported, and returns the names."""
    named = record.get("nonfinite")
    told = {
        entry["name"]: entry["value"]
        for entry in (named if isinstance(named, list) else [])
        if isinstance(entry, dict) and isinstance(entry.get("name"), str)
        if isinstance(entry.get("value"), str) and entry["value"] in NONFINITE
    }
    found: dict[str, str] = {}

    def settle(values: dict[str, Any], name: str, path: str) -> None:
        if name not in values:
            return
        value = values[name]
        if value is None and path in told:
            found[path] = told[path]
        elif value is None:
            del values[name]
        elif not math.isfinite(value):
            found[path] = "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
            values[name] = None

    for name in _NUMBERS:
        settle(details, name, name)
    metrics = details.get("metrics", {})
    for name in list(metrics):
        settle(metrics, name, f"metrics.{name}")
    return found


def _read_attempt(given: dict[str, Any]) -> int | None:
    attempt = given.get("attempt")
    if attempt is not None and not is_whole(attempt, 1):
        raise Refused("bad_message", "attempt: expected a whole number from 1")
    return attempt


def _read_producer(given: dict[str, Any]) -> tuple[str, int] | None:
    if "producer_id" not in given and "producer_seq" not in given:
        return None
    try:
        name = _text(64)(given.get("producer_id"))
    except ValueError as error:
        raise Refused("bad_message", f"producer_id: {error}") from error
    seq = given.get("producer_seq")
    if not is_whole(seq):
        raise Refused("bad_message", "producer_seq: expected a whole number")
    return name, seq
