"""Whether a text is a record that PROTOCOL.md allows: written from that page alone."""

import json
import math
import re
from typing import Any

_MEASURED = """progress current_epoch total_epochs loss eval_loss samples_per_second
gpu_memory_allocated_gb eta_seconds elapsed_seconds learning_rate grad_norm tokens_per_second
gpu_memory_reserved_gb gpu_memory_peak_gb expect_next_in_seconds""".split()
_COUNTS = {"current_step": 0, "total_steps": 0, "rank": 0, "world_size": 1}
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
_TIME = re.compile(
    r"\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?"
    r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)?"
)
_NONFINITE = ("NaN", "Infinity", "-Infinity")
_TERMINAL = ("completed", "failed", "cancelled")
_STATUSES = ("queued", "starting", "running", "paused", *_TERMINAL)


def problem_of(text: str) -> str | None:
    """What is wrong with a record for the training `job_abc123`, or None."""
    try:
        record = json.loads(text)
    except ValueError as error:
        return f"not JSON: {error}"
    if not isinstance(record, dict):
        return "no object"
    for check in (_ids, _numbers, _texts, _checkpoint, _metrics):
        if problem := check(record):
            return problem
    return None


def _ids(record: dict[str, Any]) -> str | None:
    for name in ("train_id", "job_id"):
        value = record.get(name)
        if value is not None and value != "job_abc123":
            return f"{name} is another's"
    producer, seq = record.get("producer_id"), record.get("producer_seq")
    if (producer is None) != (seq is None):
        return "producer_id without producer_seq"
    if producer is not None and not _is_stored_text(producer):
        return "producer_id"
    if seq is not None and not _is_count(seq, 0):
        return "producer_seq"
    attempt = record.get("attempt")
    return "attempt" if attempt is not None and not _is_count(attempt, 1) else None


def _numbers(record: dict[str, Any]) -> str | None:
    for name in _MEASURED:
        value = record.get(name)
        if value is not None and not _is_number(value):
            return name
    for name, least in _COUNTS.items():
        value = record.get(name)
        if value is None or _is_nonfinite(value) or _is_count(value, least):
            continue
        return name
    return None


def _texts(record: dict[str, Any]) -> str | None:
    status, phase, time = record.get("status"), record.get("phase"), record.get("timestamp")
    if status is not None and status not in _STATUSES:
        return "status"
    complete = record.get("complete")
    if complete is not None and not isinstance(complete, bool):
        return "complete"
    if complete and status is not None and status not in _TERMINAL:
        return "complete contradicts status"
    if phase is not None and not _is_stored_text(phase):
        return "phase"
    reason = record.get("reason")
    if reason is not None and not _is_stored_text(reason, 1000):
        return "reason"
    if time is not None and not (isinstance(time, str) and _TIME.fullmatch(time)):
        return "timestamp"
    return None


def _checkpoint(record: dict[str, Any]) -> str | None:
    checkpoint = record.get("checkpoint")
    if checkpoint is None:
        return None
    if not isinstance(checkpoint, dict) or not isinstance(checkpoint.get("path"), str):
        return "checkpoint"
    path, step = checkpoint["path"], checkpoint.get("step", 0)
    is_written = _length(path) <= 1024 and not re.search(r"[\\\x00-\x1f\x7f\ud800-\udfff]", path)
    if not is_written or not {"", ".", ".."}.isdisjoint(path.split("/")):
        return "checkpoint.path"
    return None if _is_count(step, 0) else "checkpoint.step"


def _metrics(record: dict[str, Any]) -> str | None:
    metrics = record.get("metrics")
    if metrics is None:
        return None
    if not isinstance(metrics, dict) or len(metrics) > 512:
        return "metrics"
    for name, value in metrics.items():
        if not 0 < _length(name) <= 128 or re.search(r"[\x00-\x1f\x7f\ud800-\udfff]", name):
            return f"metric name {name!r}"
        if name == "__proto__" or not (value is None or _is_number(value)):
            return f"metric {name!r}"
    return None


def _is_number(value: object) -> bool:
    is_plain = isinstance(value, int | float) and not isinstance(value, bool)
    return is_plain or _is_nonfinite(value)


def _is_nonfinite(value: object) -> bool:
    return value in _NONFINITE or (isinstance(value, float) and not math.isfinite(value))


def _is_count(value: object, least: int) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return value == int(value) and least <= value < 2**53


def _is_stored_text(value: object, longest: int = 64) -> bool:
    return (
        isinstance(value, str)
        and 0 < _length(value) <= longest
        and not re.search(r"[\ud800-\udfff]", value)
    )


def _length(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
