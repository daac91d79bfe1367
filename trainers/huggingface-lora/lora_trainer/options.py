"""What a training is asked to do, by flags or environment; a flag wins over the environment."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pytorch_trainer.errors import TrainerError


@dataclass(frozen=True)
class Options:
    """A training of some minutes on a GPU. Sizes are in bytes of text."""

    steps: int = 1000
    base_steps: int = 2000
    batch_size: int = 64
    context: int = 256
    layers: int = 6
    heads: int = 6
    width: int = 384
    rank: int = 16
    learning_rate: float = 2e-3
    base_learning_rate: float = 1e-3
    dropout: float = 0.05
    eval_every: int = 100
    report_every: int = 5
    checkpoint_every: int = 200
    seed: int = 1
    device: str = "auto"
    threads: int = 0
    resume: Path | None = None
    url: str = "http://127.0.0.1:8000"
    train_id: str = ""
    name: str = "LoRA, in capitals"

    def config(self) -> dict[str, Any]:
        """What to register a training with: everything that shapes it, and no paths or addresses."""
        apart = ("resume", "url", "train_id", "name", "device", "threads")
        return {name: value for name, value in asdict(self).items() if name not in apart}


SMOKE = Options(
    steps=150,
    base_steps=250,
    batch_size=16,
    context=64,
    layers=2,
    heads=4,
    width=128,
    rank=8,
    learning_rate=5e-3,
    base_learning_rate=3e-3,
    eval_every=25,
    report_every=1,
    checkpoint_every=50,
    threads=1,
    name="LoRA, in capitals, smoke",
)
"""A training of about 30 s on one CPU core."""

_HELP = {
    "steps": "optimizer steps of the adapter",
    "base_steps": "optimizer steps of the model before, which is made here and not downloaded",
    "batch_size": "samples in a step",
    "context": "bytes in a sample",
    "layers": "transformer blocks",
    "heads": "attention heads of a block",
    "width": "size of the hidden state, a multiple of twice the heads",
    "rank": "of the matrices that LoRA adds",
    "learning_rate": "its peak",
    "base_learning_rate": "the same, of the model before",
    "dropout": "of what goes into the adapter, below 1",
    "eval_every": "steps between evaluations on held-out text",
    "report_every": "steps between reports of the loss",
    "checkpoint_every": "steps between checkpoints; 0 for none but those that are asked for",
    "seed": "of weights, dropout and the order of samples",
    "device": "auto, cpu or cuda",
    "threads": "CPU threads; 0 for as many cores as it may use",
    "resume": "checkpoint to go on from",
    "url": "Trainwire server",
    "train_id": "id of the training; made up if empty",
    "name": "name of the training, for people",
}
_ENVIRONMENT = {
    "resume": "TRAINWIRE_RESUME_FROM",
    "url": "TRAINWIRE_URL",
    "train_id": "TRAINWIRE_TRAIN_ID",
    "name": "TRAINWIRE_NAME",
}
_LEAST = {
    **dict.fromkeys(
        ("steps", "batch_size", "layers", "heads", "width", "rank", "eval_every", "report_every"), 1
    ),
    **dict.fromkeys(("base_steps", "checkpoint_every", "threads", "dropout"), 0),
    "context": 8,
}
_DEVICES = ("auto", "cpu", "cuda")


def read_options(argv: Sequence[str]) -> Options:
    """Reads the options; `--help` and unknown flags end the process, as command lines do.

    Raises TrainerError `bad_option` if a value makes no sense.
    """
    parser = argparse.ArgumentParser(prog="lora_trainer", description=__doc__, allow_abbrev=False)
    parser.add_argument("--smoke", action="store_true", help="a small training: about 30 s on one CPU core")
    for name, default in vars(Options()).items():
        variable = _ENVIRONMENT.get(name, f"TRAINER_{name.upper()}")
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type=Path if default is None else type(default),
            choices=_DEVICES if name == "device" else None,
            help=f"{_HELP[name]}; default {default!s}; environment {variable}",
            default=os.environ.get(variable) or None,
        )
    given = vars(parser.parse_args(argv))
    preset = SMOKE if given.pop("smoke") else Options()
    return _checked(replace(preset, **{name: value for name, value in given.items() if value is not None}))


def _checked(options: Options) -> Options:
    for name, least in _LEAST.items():
        if getattr(options, name) < least:
            raise TrainerError("bad_option", f"--{name.replace('_', '-')} must be at least {least}")
    if options.width % (2 * options.heads):
        problem = f"--width {options.width} is no multiple of twice --heads {options.heads}"
        raise TrainerError("bad_option", problem)
    if min(options.learning_rate, options.base_learning_rate) <= 0 or options.dropout >= 1:
        raise TrainerError("bad_option", "learning rates must be above 0, and --dropout below 1")
    if options.device not in _DEVICES:
        raise TrainerError("bad_option", f"--device {options.device} is none of {', '.join(_DEVICES)}")
    return options
