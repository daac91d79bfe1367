"""What is measured: each logs three values of a step, as its own documentation says."""

import enum
import importlib.util
import logging
import os
import sys
import tempfile
import types
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from trainwire import Reporter

Log = Callable[[int, float], object]
"""Logs the loss of a step, with a learning rate and an accuracy."""

TRAINWIRE = "trainwire"
WITHOUT = "without"
SAME = "without, again"
NEEDS = {"wandb, offline": "wandb", "TensorBoard": "tensorboard"}
"""The libraries of those that may be missing."""


def available(name: str) -> bool:
    """Whether a contender can be measured here."""
    library = NEEDS.get(name)
    return library is None or importlib.util.find_spec(library) is not None


@contextmanager
def open_log(name: str, url: str) -> Iterator[Log]:
    """The contender of this name; `url` is that of Trainwire's server, if it is Trainwire."""
    with tempfile.TemporaryDirectory() as folder:
        if name.startswith(TRAINWIRE):
            yield from _trainwire(url, folder)
        elif name == "wandb, offline":
            yield from _wandb(folder)
        elif name == "TensorBoard":
            yield from _tensorboard(folder)
        else:
            yield lambda _step, _loss: None


def _trainwire(url: str, folder: str) -> Iterator[Log]:
    logging.getLogger("trainwire").setLevel(logging.ERROR)
    reporter = Reporter(url=url, spool_dir=Path(folder))
    yield lambda step, loss: reporter.log(step=step, loss=loss, lr=1e-3, accuracy=0.5)
    reporter.finish(timeout=0.2)


def _wandb(folder: str) -> Iterator[Log]:
    os.environ["WANDB_ERROR_REPORTING"] = "false"
    if importlib.util.find_spec("opentelemetry.sdk") is None:
        _stand_in_for_telemetry()
    import wandb  # noqa: PLC0415

    settings = wandb.Settings(console="off", silent=True)
    run = wandb.init(project="bench", mode="offline", dir=folder, settings=settings)
    yield lambda step, loss: run.log({"loss": loss, "lr": 1e-3, "accuracy": 0.5}, step=step)
    run.finish()


def _stand_in_for_telemetry() -> None:
    """When it is loaded wandb reads one name of OpenTelemetry's SDK; offline it uses no other."""
    names = ("opentelemetry.sdk", "opentelemetry.sdk.metrics", "opentelemetry.sdk.metrics.export")
    modules = {name: types.ModuleType(name) for name in names}
    modules[names[-1]].__dict__["AggregationTemporality"] = _Temporality
    sys.modules.update(modules)


class _Temporality(enum.Enum):
    DELTA = 1
    CUMULATIVE = 2


def _tensorboard(folder: str) -> Iterator[Log]:
    from torch.utils.tensorboard import SummaryWriter  # noqa: PLC0415

    writer = SummaryWriter(folder)

    def log(step: int, loss: float) -> None:
        writer.add_scalar("loss", loss, step)
        writer.add_scalar("lr", 1e-3, step)
        writer.add_scalar("accuracy", 0.5, step)

    yield log
    writer.close()
