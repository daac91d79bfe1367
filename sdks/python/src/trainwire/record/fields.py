"""The fields that a trainer may report, and their limits, as PROTOCOL.md has them."""

import re

SHORT_NAMES = {"step": "current_step", "epoch": "current_epoch", "lr": "learning_rate"}
"""Names that people write, and what they are called on the wire."""

MEASURED_FIELDS = frozenset(
    {
        "progress",
        "current_epoch",
        "total_epochs",
        "loss",
        "eval_loss",
        "samples_per_second",
        "gpu_memory_allocated_gb",
        "eta_seconds",
        "elapsed_seconds",
        "learning_rate",
        "grad_norm",
        "tokens_per_second",
        "gpu_memory_reserved_gb",
        "gpu_memory_peak_gb",
        "expect_next_in_seconds",
    }
)
"""Fields whose value is any number."""

COUNT_FIELDS = {"current_step": 0, "total_steps": 0, "rank": 0, "world_size": 1}
"""Fields whose value is a whole number, and the least that each may be."""

OWN_FIELDS = frozenset(
    {
        "train_id",
        "job_id",
        "attempt",
        "producer_id",
        "producer_seq",
        "command_ack",
        "checkpoint",
        "nonfinite",
    }
)
"""Fields that the reporter itself fills in; a training cannot log them."""

STATUSES = frozenset(
    {"queued", "starting", "running", "paused", "completed", "failed", "cancelled"}
)
TERMINAL_STATUSES = frozenset({"completed", "failed", "cancelled"})

TRAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")
"""The pattern of a training's id; use `fullmatch`."""

MAX_SAFE_INTEGER = 2**53 - 1
MAX_PHASE_LENGTH = 64
MAX_NAME_LENGTH = 256
MAX_TAGS = 32
MAX_TAG_LENGTH = 64
MAX_REASON_LENGTH = 1000


def wire_length(text: str) -> int:
    """How long the protocol takes a text to be: in UTF-16 code units."""
    return len(text) + sum(character > "\uffff" for character in text)


def well_formed(text: str) -> str:
    """The text, with U+FFFD for each half of a surrogate pair that stands alone."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def clip(text: str, length: int) -> str:
    """The beginning of a text, at most `length` UTF-16 code units long."""
    while wire_length(text) > length:
        text = text[: length - (wire_length(text) - len(text))]
    return text
