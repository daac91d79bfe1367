"""The faults, one function each. Each docstring is the line that `--help` shows."""

import math
import os
import resource
import signal
import sys
import time
from collections.abc import Callable

from faulty_trainer.checkpoint import RunFolder, read_step
from faulty_trainer.options import Options
from faulty_trainer.wire import Record, Wire

FOREVER = 10**9
MIB = 2**20
GPU_TRACEBACK = """\
Traceback (most recent call last):
  File "/opt/train.py", line 88, in <module>
    loss.backward()
torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total capacity of \
79.11 GiB of which 1.06 GiB is free. Including non-PyTorch memory, this process has 78.04 GiB memory in use. \
Of the allocated memory 75.61 GiB is allocated by PyTorch, and 1.72 GiB is reserved by PyTorch but \
unallocated. If reserved but unallocated memory is large try setting \
PYTORCH_ALLOC_CONF=expandable_segments:True to avoid fragmentation. See documentation for Memory Management \
(https://docs.pytorch.org/docs/stable/notes/cuda.html#environment-variables)"""


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


def out_of_memory(options: Options, wire: Wire) -> int:
    """trains, then allocates until a limit kills it, or Python finds no more memory: exit code 1"""
    _train(options, wire, options.steps)
    # Whoever limits nothing is not to lose the machine.
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = options.most_mb * MIB
    resource.setrlimit(resource.RLIMIT_AS, (most if hard < 0 else min(most, hard), hard))
    hoard = []
    while True:
        hoard.append(b"1" * (16 * MIB))
        print(f"allocated {16 * len(hoard)} MiB", flush=True)


def out_of_gpu_memory(options: Options, wire: Wire) -> int:
    """trains, then dies as PyTorch does when a GPU has no more memory: exit code 1"""
    _train(options, wire, options.steps)
    print(GPU_TRACEBACK, file=sys.stderr, flush=True)
    return 1


def cut_checkpoint(options: Options, wire: Wire) -> int:
    """saves a checkpoint, trains on, and dies while it writes the next one; resumed, it completes"""
    return _save_and_die(options, wire, in_place=False)


def cut_checkpoint_in_place(options: Options, wire: Wire) -> int:
    """the same, but what it leaves half-written has the final name of a checkpoint"""
    return _save_and_die(options, wire, in_place=True)


MODES: dict[str, Callable[[Options, Wire], int]] = {
    "crash": crash,
    "hang": hang,
    "silent": silent,
    "nan": nan,
    "flood": flood,
    "ignores-term": ignores_term,
    "exits-at-once": exits_at_once,
    "out-of-memory": out_of_memory,
    "out-of-gpu-memory": out_of_gpu_memory,
    "cut-checkpoint": cut_checkpoint,
    "cut-checkpoint-in-place": cut_checkpoint_in_place,
}
"""Every fault by its name on the command line."""


def _save_and_die(options: Options, wire: Wire, *, in_place: bool) -> int:
    folder = RunFolder(options.run_dir)
    done = read_step(options.resume_from) if options.resume_from else 0
    _train(options, wire, done + options.steps, first=done + 1)
    if options.resume_from:
        wire.send({"status": "completed"})
        return 0
    wire.send({"checkpoint": folder.write(options.steps)})
    _train(options, wire, 2 * options.steps, first=options.steps + 1)
    folder.write_half(2 * options.steps, in_place=in_place)
    # Dies as of a fault in native code, since PID 1 of a container cannot kill itself.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.abort()


def _train(options: Options, wire: Wire, steps: int, first: int = 1) -> None:
    for step in range(first, steps + 1):
        wire.send(_report(options, step))
        time.sleep(options.interval)


def _report(options: Options, step: int) -> Record:
    return {
        "status": "running",
        "current_step": step,
        "loss": 2 / math.sqrt(step),
        "expect_next_in_seconds": options.promise,
    }
