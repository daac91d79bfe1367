"""What modules usually call the protocol's fields when they log them through Lightning."""

from collections.abc import Mapping
from typing import Any

_FIELDS = {
    **dict.fromkeys(
        ("train_loss", "train/loss", "training_loss", "train_loss_step", "loss_step"), "loss"
    ),
    **dict.fromkeys(
        ("val_loss", "val/loss", "valid_loss", "valid/loss", "validation_loss"), "eval_loss"
    ),
}


def to_report(metrics: Mapping[str, Any]) -> dict[str, Any]:
    """Those fields by their names, such as `train_loss` as `loss`; other metrics as they are.

    Of learning rates, as `LearningRateMonitor` names them (`lr-AdamW`), the first one is the field.
    """
    report: dict[str, Any] = {}
    for name, value in metrics.items():
        field = _FIELDS.get(name, name)
        if name.startswith("lr-") and "learning_rate" not in report:
            field = "learning_rate"
        # What a module logs under the field's own name comes first.
        if field == name or field not in metrics:
            report[field] = value
    return report
