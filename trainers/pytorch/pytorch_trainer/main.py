"""From options to an exit code: sets a training up, runs it, saves it, and tells how it ended."""

import sys
import traceback
from collections.abc import Sequence

import torch
from trainwire import Reporter

from pytorch_trainer.checkpoint import load_file
from pytorch_trainer.cpu import usable_cores
from pytorch_trainer.errors import TrainerError
from pytorch_trainer.gpu import choose_device, describe_device
from pytorch_trainer.options import Options, read_options
from pytorch_trainer.run_folder import RunFolder
from pytorch_trainer.snapshot import restore_snapshot
from pytorch_trainer.stop import StopRequest
from pytorch_trainer.text import load_text
from pytorch_trainer.training import Outcome, Training

SLOW_PHASE_PROMISE_SECONDS = 120.0


def run(argv: Sequence[str], stop: StopRequest) -> int:
    """Returns 0 for a training that completed, paused or was cancelled, 1 if it failed, 2 for bad options."""
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
            stop.pass_on(reporter.stop)
            title = f"training {reporter.train_id}"
            print(f"{title} on {device['device']} in {device['precision']}", flush=True)
            outcome = _train(options, reporter)
    except TrainerError as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1
    except Exception:
        traceback.print_exc()
        return 1
    print(f"{title}: {outcome}", flush=True)
    return 0


def _train(options: Options, reporter: Reporter) -> Outcome:
    reporter.log(
        status="starting",
        phase="loading",
        total_steps=options.steps,
        expect_next_in_seconds=SLOW_PHASE_PROMISE_SECONDS,
    )
    device = choose_device(options.device)
    torch.set_num_threads(options.threads or usable_cores())
    training = Training(options, load_text(options.text, options.context), device)
    if options.resume is not None:
        restore_snapshot(training, load_file(options.resume))
        print(f"goes on after step {training.step} of {options.resume}", flush=True)
    reporter.log(status="running", phase="training", total_epochs=training.epochs(options.steps))
    folder = RunFolder(reporter.run_dir, training, reporter.log)
    outcome = training.run(reporter, folder.save_checkpoint)
    if outcome == "completed":
        folder.save_model()
    return outcome
