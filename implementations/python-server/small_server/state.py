"""The state of a training after an update, and the messages that show it: pure functions on plain objects."""

from typing import Any

from small_server.reports import Report
from small_server.wire import TERMINAL

_NEVER_REPORTED = [
    "current_epoch",
    "total_epochs",
    "current_step",
    "total_steps",
    "loss",
    "eval_loss",
    "samples_per_second",
    "gpu_memory_allocated_gb",
    "eta_seconds",
    "timestamp",
]
_BESIDE_DETAILS = ["seq", "attempt", "health", "received_at"]


def first_state(train_id: str, stream_id: str) -> dict[str, Any]:
    """The flat state of a training that has not reported yet."""
    return {
        "job_id": train_id,
        "status": "queued",
        "progress": 0,
        **dict.fromkeys(_NEVER_REPORTED),
        "complete": False,
        "seq": 0,
        "stream_id": stream_id,
        "attempt": 1,
        "health": "ok",
        "received_at": None,
    }


def next_state(state: dict[str, Any], report: Report, received_at: str) -> dict[str, Any]:
    """The flat state after one more update: what was not reported keeps its last value."""
    details = report.details
    after = {**state, **details, "seq": state["seq"] + 1, "received_at": received_at}
    after["attempt"] = report.attempt or state["attempt"]
    after["progress"] = _progress(after, details, state["progress"])
    if "metrics" in details:
        after["metrics"] = {**state.get("metrics", {}), **details["metrics"]}
    _carry_nonfinite(after, state, details)
    if "status" not in details and report.has_number and state["status"] in ("queued", "starting"):
        after["status"] = "running"
    if after["status"] != state["status"] and "reason" not in details:
        after.pop("reason", None)
    after["complete"] = after["status"] in TERMINAL
    return after


def _progress(after: dict[str, Any], details: dict[str, Any], before: float) -> float:
    progress = details.get("progress")
    if progress is None and details.get("current_step") is not None and after["total_steps"]:
        progress = after["current_step"] / after["total_steps"] * 100
    return before if progress is None else min(max(progress, 0), 100)


def _carry_nonfinite(after: dict[str, Any], state: dict[str, Any], details: dict[str, Any]) -> None:
    reported = {*details, *(f"metrics.{name}" for name in details.get("metrics", {}))}
    kept = [entry for entry in state.get("nonfinite", []) if entry["name"] not in reported]
    named = kept + details.get("nonfinite", [])
    if named:
        after["nonfinite"] = named
    else:
        after.pop("nonfinite", None)


def update_message(state: dict[str, Any], details: dict[str, Any]) -> dict[str, Any]:
    """The `training_update` of the update that led to this state."""
    data = {name: state[name] for name in ("progress", "status", "health", "attempt", "received_at")}
    return {
        "type": "training_update",
        "train_id": state["job_id"],
        "seq": state["seq"],
        "data": {**data, "details": details},
    }


def snapshot_message(state: dict[str, Any]) -> dict[str, Any]:
    """The whole state, in the place of single updates."""
    details = {name: value for name, value in state.items() if name not in _BESIDE_DETAILS}
    return {**update_message(state, details), "snapshot": True}


def completed_message(state: dict[str, Any]) -> dict[str, Any]:
    """The mark that follows the terminal update."""
    message = {**snapshot_message(state), "type": "training_completed"}
    del message["snapshot"]
    return message
