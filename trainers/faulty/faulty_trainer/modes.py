"""The faults, one function each. Each docstring is the line that `--help` shows."""

import math
import signal
import time
from collections.abc import Callable

from faulty_trainer.options import Options
from faulty_trainer.wire import Record, Wire

FOREVER = 10**9


def crash(options: Options, wire: Wire) -> int:
    """trains, then dies of an error: exit code 1, no terminal status"""
    _train(options, wire, options.steps)
    raise RuntimeError("CUDA error: an illegal memory access was encountered")


def hang(options: Options, wire: Wire) -> int:
    """trains, then only sends empty batches: alive, and no progress"""
    _train(options, wire, options.steps)
    while True:
        wire.send()
        time.sleep(options.interval)


def silent(_options: Options, _wire: Wire) -> int:
    """never speaks, and never ends"""
    while True:
        time.sleep(3600)


def nan(options: Options, wire: Wire) -> int:
    """trains, then reports a loss that is no number, and completes all the same"""
    _train(options, wire, options.steps)
    for step in range(options.steps + 1, 2 * options.steps + 1):
        wire.send(_report(options, step) | {"loss": math.nan, "grad_norm": math.inf})
        time.sleep(options.interval)
    wire.send({"status": "completed"})
    return 0


def flood(options: Options, wire: Wire) -> int:
    """sends thousands of updates a second and prints as many log lines, then completes"""
    batch = max(1, options.rate // 10)
    began = time.monotonic()
    step = 0
    while time.monotonic() - began < options.seconds:
        steps = range(step + 1, step + batch + 1)
        print("\n".join(f"step {step}: all is well, all is well, all is well" for step in steps), flush=True)
        wire.send(*(_report(options, step) for step in steps))
        step += batch
        time.sleep(max(0.0, began + step / options.rate - time.monotonic()))
    wire.send({"status": "completed"})
    return 0


def ignores_term(options: Options, wire: Wire) -> int:
    """trains without end and takes no notice of TERM and INT: only KILL ends it"""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    _train(options, wire, FOREVER)
    return 0


def exits_at_once(options: Options, _wire: Wire) -> int:
    """ends before it says anything: exit code 1, or --exit-code"""
    return options.exit_code


MODES: dict[str, Callable[[Options, Wire], int]] = {
    "crash": crash,
    "hang": hang,
    "silent": silent,
    "nan": nan,
    "flood": flood,
    "ignores-term": ignores_term,
    "exits-at-once": exits_at_once,
}
"""Every fault by its name on the command line."""


def _train(options: Options, wire: Wire, steps: int) -> None:
    for step in range(1, steps + 1):
        wire.send(_report(options, step))
        time.sleep(options.interval)


def _report(options: Options, step: int) -> Record:
    return {
        "status": "running",
        "current_step": step,
        "loss": 2 / math.sqrt(step),
        "expect_next_in_seconds": options.promise,
    }
