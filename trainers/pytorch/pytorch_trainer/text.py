"""The text that is learned, as bytes, split into a part to train on and a part held out."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import torch
from torch import Tensor

from pytorch_trainer.errors import TrainerError

SHIPPED_TEXT = "psalms-to-isaiah.txt"


@dataclass(frozen=True)
class Text:
    """Two views of one text that do not overlap: the last tenth is held out."""

    name: str
    train: Tensor
    held_out: Tensor


def load_text(path: Path | None, context: int, held_out_part: float = 0.1) -> Text:
    """Reads a file, or the shipped text without one.

    Raises TrainerError `bad_text` if it cannot be read or a part is shorter than one window of `context` + 1.
    """
    try:
        raw = path.read_bytes() if path else (files(__package__) / "text" / SHIPPED_TEXT).read_bytes()
    except OSError as error:
        raise TrainerError("bad_text", f"cannot read {path}: {error.strerror}") from error
    name = path.name if path else SHIPPED_TEXT
    cut = int(len(raw) * (1 - held_out_part))
    if min(cut, len(raw) - cut) <= context:
        raise TrainerError(
            "bad_text", f"{name} has {len(raw)} bytes, too few for windows of {context}: give a longer text"
        )
    data = torch.frombuffer(bytearray(raw), dtype=torch.uint8)
    return Text(name, data[:cut], data[cut:])


def windows(data: Tensor, starts: Tensor, context: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """Inputs and targets of shape (len(starts), context): the targets are the inputs, one byte on."""
    rows = torch.stack([data[start : start + context + 1] for start in starts.tolist()]).long().to(device)
    return rows[:, :-1], rows[:, 1:]


def random_starts(data: Tensor, count: int, context: int, generator: torch.Generator) -> Tensor:
    """Where `count` windows begin, drawn anew by `generator`."""
    return torch.randint(len(data) - context, (count,), generator=generator)


def even_starts(data: Tensor, count: int, context: int) -> Tensor:
    """Where `count` windows begin that lie evenly over the data: the same at every call."""
    return torch.linspace(0, len(data) - context - 1, count).long()
