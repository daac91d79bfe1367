"""The PyTorch trainer, which after some of its steps waits until it is told something, or is killed.

python waits_at.py 40,60 --smoke …   has the options of the trainer after its own
"""

import os
import sys
import time
from typing import Any

from pytorch_trainer import __main__ as trainer
from trainwire import Reporter

STEPS = {int(step) for step in sys.argv.pop(1).split(",")}
log = Reporter.log


def log_and_wait(reporter: Reporter, **values: Any) -> None:
    """Logs as ever, and then waits until the next call of `obey` has something to do."""
    log(reporter, **values)
    if "loss" in values and values["step"] in STEPS:
        print(f"process {os.getpid()} waits after step {values['step']}", flush=True)
        while not (reporter.should_stop or reporter.should_pause or reporter.should_checkpoint):
            time.sleep(0.02)


Reporter.log = log_and_wait  # type: ignore[method-assign]
sys.exit(trainer.main())
