"""Files that a training leaves: checkpoints to go on from, and the model at the end."""

import os
import pickle
from pathlib import Path
from typing import Any

import torch

from pytorch_trainer.errors import TrainerError


def save_file(path: Path, content: dict[str, Any]) -> int:
    """Writes a file and returns its bytes: `path` holds either the whole of it or what was there before."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            torch.save(content, file)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return path.stat().st_size


def load_file(path: Path) -> dict[str, Any]:
    """Reads such a file; it runs no code of the file's.

    Raises TrainerError `bad_checkpoint` if it cannot be read, or is none.
    """
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except OSError as error:
        raise TrainerError("bad_checkpoint", f"cannot read {path}: {error.strerror}") from error
    except (RuntimeError, EOFError, pickle.UnpicklingError) as error:
        raise TrainerError("bad_checkpoint", f"{path} is cut off, or no checkpoint: {error}") from error
    if not isinstance(content, dict):
        raise TrainerError("bad_checkpoint", f"{path} is no checkpoint of this trainer")
    return content


def _sync_folder(folder: Path) -> None:
    """Makes a renaming in the folder outlive a power failure."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
