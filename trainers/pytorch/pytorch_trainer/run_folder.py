"""What a training leaves in its folder, and what it says while it writes."""

import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from pytorch_trainer.checkpoint import save_file
from pytorch_trainer.snapshot import take_snapshot
from pytorch_trainer.training import Training

_LEAST_PROMISE_SECONDS = 120.0


class RunFolder:
    """`checkpoints/step-N.pt` on the way, `model.pt` at the end; `log` is told before each is written."""

    def __init__(self, folder: Path, training: Training, log: Callable[..., None]) -> None:
        self._folder = folder
        self._training = training
        self._log = log
        self._longest_seconds = 0.0
        self._newest = training.options.resume

    def save_checkpoint(self, step: int) -> Path:
        """Saves everything that the step after this one depends on, unless it is saved. Returns where."""
        path = self._folder / "checkpoints" / f"step-{step}.pt"
        if path == self._newest:
            return path
        self._save(path, take_snapshot(self._training))
        self._newest = path
        self._log(phase="training", expect_next_in_seconds=self._training.pace.promise_seconds(1))
        return path

    def save_model(self) -> None:
        """Saves the weights, for whoever uses the model."""
        training = self._training
        content = {
            "model": training.model.state_dict(),
            "shape": asdict(training.options.shape),
            "step": training.step,
            "eval_loss": training.eval_loss,
        }
        self._save(self._folder / "model.pt", content)

    def _save(self, path: Path, content: dict[str, object]) -> None:
        promise = max(_LEAST_PROMISE_SECONDS, 4 * self._longest_seconds)
        self._log(phase="saving", expect_next_in_seconds=promise)
        began = time.perf_counter()
        size = save_file(path, content)
        self._longest_seconds = max(self._longest_seconds, time.perf_counter() - began)
        print(f"saved {path}, {size} bytes", flush=True)
