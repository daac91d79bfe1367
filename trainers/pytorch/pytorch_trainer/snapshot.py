"""Everything that the next step depends on, to be saved and put back."""

import random
from dataclasses import asdict
from typing import Any

import torch

from pytorch_trainer.errors import TrainerError
from pytorch_trainer.training import Training


def take_snapshot(training: Training) -> dict[str, Any]:
    """The training after its last step, in plain values and tensors; the step gives the learning rate."""
    return {
        "step": training.step,
        "eval_loss": training.eval_loss,
        "shape": asdict(training.options.shape),
        "model": training.model.state_dict(),
        "optimizer": training.optimizer.state_dict(),
        "data_order": training.draw.get_state(),
        "pace": training.pace.state(),
        "random": {
            "python": random.getstate(),
            "cpu": torch.get_rng_state(),
            "cuda": torch.cuda.get_rng_state(training.device) if training.device.type == "cuda" else None,
        },
    }


def restore_snapshot(training: Training, snapshot: dict[str, Any]) -> None:
    """Makes a new training go on where another one stood, as if it had not been interrupted.

    Raises TrainerError `bad_checkpoint` if the snapshot is of a model of another shape, or incomplete.
    """
    try:
        if snapshot["shape"] != asdict(training.options.shape):
            raise TrainerError(
                "bad_checkpoint",
                f"the checkpoint's model has the shape {snapshot['shape']}: resume with the same options",
            )
        training.model.load_state_dict(snapshot["model"])
        training.optimizer.load_state_dict(snapshot["optimizer"])
        training.draw.set_state(snapshot["data_order"])
        training.pace.restore(snapshot["pace"])
        training.step, training.eval_loss = snapshot["step"], snapshot["eval_loss"]
        _restore_random(snapshot["random"], training.device)
    except KeyError as error:
        raise TrainerError(
            "bad_checkpoint", f"the checkpoint has no {error}: is it a finished model?"
        ) from error


def _restore_random(states: dict[str, Any], device: torch.device) -> None:
    random.setstate(states["python"])
    torch.set_rng_state(states["cpu"])
    # A training that changes between CPU and GPU resumes as well; its losses may differ.
    if device.type == "cuda" and states["cuda"] is not None:
        torch.cuda.set_rng_state(states["cuda"], device)
