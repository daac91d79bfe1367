"""What of both trainings is published, and where checkpoints are left."""

import time
from pathlib import Path
from typing import Any

from trainwire import Reporter
from trainwire.huggingface import TrainwireCallback
from transformers import TrainerCallback

from lora_trainer.folders import move_folder

BASE_PROMISE_SECONDS = 120.0
_BASE_REPORT_SECONDS = 0.5


class BaseCallback(TrainerCallback):
    """Shows the loss of the model before as a metric: its steps are not those of the training."""

    def __init__(self, reporter: Reporter) -> None:
        self._reporter = reporter
        self._reported_at = 0.0

    def on_step_end(self, args: Any, state: Any, control: Any, **_: Any) -> None:
        """Stops when somebody asks it to; a pause waits for the adapter's first step."""
        del args, state
        control.should_training_stop |= self._reporter.should_stop

    def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **_: Any) -> None:
        """Reports twice a second."""
        del args, control
        now = time.monotonic()
        if "loss" in logs and now - self._reported_at >= _BASE_REPORT_SECONDS:
            self._reported_at = now
            self._reporter.log(
                base_loss=logs["loss"],
                base_step=state.global_step,
                phase="making the base",
                expect_next_in_seconds=BASE_PROMISE_SECONDS,
            )


class AdapterCallback(TrainwireCallback):
    """Leaves each checkpoint as `checkpoints/step-N`, once it is whole, and prints evaluations."""

    def publish(self, folder: Path, step: int) -> Path:
        """Moves it there."""
        assert self.reporter
        path = self.reporter.run_dir / "checkpoints" / f"step-{step}"
        move_folder(folder, path)
        print(f"saved {path}", flush=True)
        return path

    def on_evaluate(self, args: Any, state: Any, control: Any, **kwargs: Any) -> None:
        """Says what the log of a launcher is to show."""
        super().on_evaluate(args, state, control, **kwargs)
        loss = kwargs["metrics"]["eval_loss"]
        print(f"step {state.global_step}/{state.max_steps}: held-out loss {loss:.3f}", flush=True)
