"""What a training is asked to do, by flags or environment; a flag wins over the environment."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from pytorch_trainer.errors import TrainerError
from pytorch_trainer.model import ModelShape


@dataclass(frozen=True)
class Options:
    """A training of some minutes on a GPU, and much longer on a CPU. Sizes are in bytes of text."""

    steps: int = 2000
    batch_size: int = 64
    context: int = 256
    layers: int = 6
    heads: int = 6
    width: int = 384
    learning_rate: float = 1e-3
    warmup_steps: int = 100
    clip: float = 1.0
    eval_every: int = 200
    eval_batches: int = 20
    report_every: int = 10
    checkpoint_every: int = 200
    seed: int = 1
    device: str = "auto"
    threads: int = 0
    text: Path | None = None
    resume: Path | None = None
    url: str = "http://127.0.0.1:8000"
    train_id: str = ""
    name: str = "language model"

    @property
    def shape(self) -> ModelShape:
        """The size of the model."""
        return ModelShape(self.layers, self.heads, self.width, self.context)

    def config(self) -> dict[str, Any]:
        """What to register a training with: everything that shapes it, and no paths or addresses."""
        apart = ("text", "resume", "url", "train_id", "name", "device")
        return {name: value for name, value in asdict(self).items() if name not in apart}


SMOKE = Options(
    steps=400,
    batch_size=16,
    context=64,
    layers=2,
    heads=4,
    width=128,
    learning_rate=3e-3,
    warmup_steps=20,
    eval_every=50,
    eval_batches=10,
    report_every=1,
    checkpoint_every=100,
    threads=1,
    name="language model, smoke",
)
"""A training of about 20 s on one CPU core: its loss falls by more than 3 nats, from 5.6 to about 1.9."""

_HELP = {
    "steps": "optimizer steps",
    "batch_size": "samples in a step",
    "context": "bytes in a sample",
    "layers": "transformer blocks",
    "heads": "attention heads of a block",
    "width": "size of the hidden state, a multiple of the heads",
    "learning_rate": "its peak",
    "warmup_steps": "steps to reach the peak",
    "clip": "largest norm of the gradient",
    "eval_every": "steps between evaluations on held-out text",
    "eval_batches": "batches in an evaluation",
    "report_every": "steps between reports",
    "checkpoint_every": "steps between checkpoints; 0 for none but those that are asked for",
    "seed": "of the weights and of the order of samples",
    "device": "auto, cpu or cuda",
    "threads": "CPU threads; 0 for as many cores as it may use",
    "text": "file to learn, instead of the shipped text",
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
_DEVICES = ("auto", "cpu", "cuda")
_COUNTS = (
    "steps",
    "batch_size",
    "context",
    "layers",
    "heads",
    "width",
    "eval_every",
    "eval_batches",
    "report_every",
)


def read_options(argv: Sequence[str]) -> Options:
    """Reads the options; `--help` and unknown flags end the process, as command lines do.

    Raises TrainerError `bad_option` if a value makes no sense.
    """
    parser = argparse.ArgumentParser(prog="pytorch_trainer", description=__doc__, allow_abbrev=False)
    parser.add_argument("--smoke", action="store_true", help="a small training: about 20 s on one CPU core")
    for name, default in vars(Options()).items():
        variable = _variable(name)
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            type=_kind(default),
            choices=_DEVICES if name == "device" else None,
            help=f"{_HELP[name]}; default {default!s}; environment {variable}",
            default=os.environ.get(variable) or None,
        )
    given = vars(parser.parse_args(argv))
    preset = SMOKE if given.pop("smoke") else Options()
    return _checked(replace(preset, **{name: value for name, value in given.items() if value is not None}))


def _checked(options: Options) -> Options:
    for name in _COUNTS:
        if getattr(options, name) < 1:
            raise TrainerError("bad_option", f"--{name.replace('_', '-')} must be at least 1")
    if options.device not in _DEVICES:
        raise TrainerError("bad_option", f"--device {options.device} is none of {', '.join(_DEVICES)}")
    if options.width % options.heads:
        raise TrainerError("bad_option", f"--width {options.width} is no multiple of --heads {options.heads}")
    for name in ("warmup_steps", "checkpoint_every", "threads"):
        if getattr(options, name) < 0:
            raise TrainerError("bad_option", f"--{name.replace('_', '-')} must not be below 0")
    if options.learning_rate <= 0 or options.clip <= 0:
        raise TrainerError("bad_option", "--learning-rate and --clip must be above 0")
    return options


def _variable(name: str) -> str:
    return _ENVIRONMENT.get(name, f"TRAINER_{name.upper()}")


def _kind(default: object) -> type:
    return Path if default is None or isinstance(default, Path) else type(default)
