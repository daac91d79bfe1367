"""What is learned: first a text, then another part of it in capitals, each byte a token."""

from dataclasses import dataclass
from importlib.resources import files

import torch
from torch import Tensor
from torch.utils.data import Dataset

from pytorch_trainer.text import SHIPPED_TEXT

_BASE_PART = 0.6
_HELD_OUT_PART = 0.1
_HELD_OUT_SAMPLES = 40


class Chunks(Dataset[dict[str, Tensor]]):
    """A text, cut into samples of equal length; what is left at the end is left out."""

    def __init__(self, text: bytes, length: int, limit: int | None = None) -> None:
        self._data = torch.frombuffer(bytearray(text), dtype=torch.uint8).long()
        self._length = length
        self._count = min(len(text) // length, limit or len(text))

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, index: int) -> dict[str, Tensor]:
        sample = self._data[index * self._length : (index + 1) * self._length]
        return {"input_ids": sample, "labels": sample}


@dataclass(frozen=True)
class Texts:
    """The text of the model before, and that of the adapter: to learn, and held out."""

    base: Chunks
    adapter: Chunks
    held_out: Chunks


def load_texts(context: int) -> Texts:
    """The shipped text of the PyTorch trainer: three fifths as it is, the rest in capitals."""
    raw = (files("pytorch_trainer") / "text" / SHIPPED_TEXT).read_bytes()
    cut = int(len(raw) * _BASE_PART)
    capitals = raw[cut:].upper()
    learned = int(len(capitals) * (1 - _HELD_OUT_PART))
    return Texts(
        Chunks(raw[:cut], context),
        Chunks(capitals[:learned], context),
        Chunks(capitals[learned:], context, _HELD_OUT_SAMPLES),
    )
