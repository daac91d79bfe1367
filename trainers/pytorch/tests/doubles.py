"""Stand-ins for what a training publishes to, and a training small enough for a test."""

import os
from pathlib import Path

from pytorch_trainer.options import Options
from pytorch_trainer.training import Save

TINY = Options(
    steps=30,
    batch_size=8,
    context=32,
    layers=1,
    heads=2,
    width=32,
    learning_rate=1e-2,
    warmup_steps=5,
    eval_every=10,
    eval_batches=2,
    report_every=5,
    checkpoint_every=10,
    device="cpu",
    train_id="tiny",
)


class Reports:
    """Keeps what was reported. Asks for a cancel after the report of a step, or for a pause after a step."""

    def __init__(self, cancel_at_step: int | None = None, pause_at_step: int | None = None) -> None:
        self.fields: list[dict[str, object]] = []
        self.checkpoints: list[tuple[int, Path]] = []
        self.should_stop = False
        self.is_paused = False
        self._cancel_at_step = cancel_at_step
        self._pause_at_step = pause_at_step

    def log(self, **fields: object) -> None:
        """Keeps one report."""
        self.fields.append(fields)
        if "step" in fields and fields["step"] == self._cancel_at_step:
            self.should_stop = True

    def checkpoint(self, path: "str | os.PathLike[str]", step: int) -> None:
        """Keeps where a checkpoint is."""
        self.checkpoints.append((step, Path(path)))

    def obey(self, step: int, save: Save) -> bool:
        """As the reporter of a process that a launcher started."""
        if step == self._pause_at_step:
            self.checkpoint(save(step), step)
            self.is_paused = True
        return not (self.should_stop or self.is_paused)

    def values(self, name: str) -> list[object]:
        """Every reported value of one field, in order."""
        return [report[name] for report in self.fields if name in report]
