"""What a finished training leaves behind."""

import os
from pathlib import Path
from typing import Any

import torch


def save_checkpoint(path: Path, content: dict[str, Any]) -> int:
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
    return path.stat().st_size


def load_checkpoint(path: Path) -> dict[str, Any]:
    """Reads a checkpoint; it runs no code of the file's."""
    content: dict[str, Any] = torch.load(path, map_location="cpu", weights_only=True)
    return content
