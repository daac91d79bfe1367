"""From options to an exit code: sets a training up, runs it, saves it, and tells how it ended."""

import sys
import traceback
from collections.abc import Sequence
from dataclasses import asdict

import torch
from trainwire import Reporter

from pytorch_trainer.checkpoint import save_checkpoint
from pytorch_trainer.cpu import usable_cores
from pytorch_trainer.errors import TrainerError
from pytorch_trainer.gpu import choose_device, describe_device
from pytorch_trainer.options import Options, read_options
from pytorch_trainer.stop import StopRequest
from pytorch_trainer.text import load_text
from pytorch_trainer.training import Outcome, Training

SLOW_PHASE_PROMISE_SECONDS = 120.0


def run(argv: Sequence[str], stop: StopRequest) -> int:
    """Returns 0 for a training that was completed or cancelled, 1 for one that failed, 2 for bad options."""
    try:
        options = read_options(argv)
    except TrainerError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 2
    device = describe_device(options.device)
    try:
        with Reporter(
            options.train_id or None, options.url, name=options.name, config=options.config() | device
        ) as reporter:
            title = f"training {reporter.train_id}"
            print(f"{title} on {device['device']} in {device['precision']}", flush=True)
            outcome = _train(options, reporter, stop)
            if stop.reason is not None and outcome == "cancelled":
                reporter.finish("cancelled", reason=f"stopped by {stop.reason}")
    except TrainerError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1
    except Exception:
        traceback.print_exc()
        return 1
    print(f"{title}: {outcome}", flush=True)
    return 0


def _train(options: Options, reporter: Reporter, stop: StopRequest) -> Outcome:
    reporter.log(
        status="starting",
        phase="loading",
        total_steps=options.steps,
        expect_next_in_seconds=SLOW_PHASE_PROMISE_SECONDS,
    )
    device = choose_device(options.device)
    torch.set_num_threads(options.threads or usable_cores())
    training = Training(options, load_text(options.text, options.context), device)
    reporter.log(status="running", phase="training", total_epochs=training.epochs(options.steps))
    outcome = training.run(reporter, stop)
    if outcome == "completed":
        _save(options, training, reporter)
    return outcome


def _save(options: Options, training: Training, reporter: Reporter) -> None:
    reporter.log(phase="saving", expect_next_in_seconds=SLOW_PHASE_PROMISE_SECONDS)
    size = save_checkpoint(
        options.checkpoint,
        {
            "model": training.model.state_dict(),
            "optimizer": training.optimizer.state_dict(),
            "shape": asdict(options.shape),
            "step": training.step,
            "eval_loss": training.eval_loss,
        },
    )
    print(f"checkpoint: {options.checkpoint}, {size} bytes", flush=True)
