"""What publishing costs a training: of one `log`, and of a step.

    PYTHONPATH=src python3 bench/log_cost.py [--url http://127.0.0.1:8000]

1. The time that one `log(step=…, loss=…, lr=…, accuracy=…)` takes between steps of 2 ms.
2. The time of a step, a fixed amount of work in Python on one core: without a reporter, with a
   server that is there, and with one that is away. Each block of steps is a process of its own;
   the kinds take turns in an order that changes. Given is the lower quartile of the blocks' mean
   steps, since what else runs on a machine only adds, and its ratio to that without a reporter.
   `same` is the work without a reporter once more: how far two equal things differ here and now.

Without --url there is no server, and `there` is left out.
"""

import argparse
import json
import logging
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from trainwire import Reporter


def main() -> None:
    """Measures, and prints."""
    if sys.argv[1:2] == ["--block"]:
        work, steps, url, spool_dir = sys.argv[2:]
        print(run_block(int(work), int(steps), url, spool_dir))
        return
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", help="a running server")
    parser.add_argument("--step-ms", type=float, default=10.0, help="work of a step; default 10")
    parser.add_argument("--rounds", type=int, default=30, help="default 30")
    parser.add_argument("--block-seconds", type=float, default=1.0, help="default 1")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    options = parser.parse_args()
    logging.getLogger("trainwire").setLevel(logging.ERROR)
    with socket.create_server(("127.0.0.1", 0)) as closed:
        away = f"http://127.0.0.1:{closed.getsockname()[1]}"
    figures: dict[str, dict[str, float]] = {}
    urls = {"away": away, **({"there": options.url} if options.url else {})}
    with tempfile.TemporaryDirectory() as spool_dir:
        for name, url in urls.items():
            figures[f"log, server {name}"] = measure_log(url, spool_dir)
        figures.update(measure_steps(urls, spool_dir, options))
    for name, values in figures.items():
        print(f"{name:24}", *(f"{key} {value:.4g}" for key, value in values.items()), sep="  ")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


def measure_log(url: str, spool_dir: str, calls: int = 3000) -> dict[str, float]:
    """Microseconds of one call, between steps of 2 ms as a training makes them."""
    work = calibrate(0.002)
    reporter = Reporter(url=url, spool_dir=spool_dir)
    times = []
    for step in range(calls):
        loss = compute(work)
        began = time.perf_counter()
        reporter.log(step=step, loss=loss, lr=1e-3, accuracy=0.5)
        times.append((time.perf_counter() - began) * 1e6)
    reporter.finish(timeout=0.2)
    times.sort()
    return {
        "median_us": statistics.median(times),
        "p99_us": times[int(calls * 0.99)],
        "max_us": times[-1],
    }


def measure_steps(
    urls: dict[str, str], spool_dir: str, options: argparse.Namespace
) -> dict[str, dict[str, float]]:
    """The time of a step of each kind, and its ratio to that without a reporter."""
    work = calibrate(options.step_ms / 1000)
    steps = max(1, int(options.block_seconds / (options.step_ms / 1000)))
    kinds = {"without": "", "same": "", **urls}
    blocks: dict[str, list[float]] = {name: [] for name in kinds}
    dice = random.Random(1)
    for _ in range(options.rounds):
        for name in dice.sample(list(kinds), len(kinds)):
            block = ["--block", str(work), str(steps), kinds[name], spool_dir]
            command = [sys.executable, __file__, *block]
            printed = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
            blocks[name].append(float(printed))
    quartiles = {name: statistics.quantiles(times)[0] for name, times in blocks.items()}
    return {
        f"step, {name}": {"step_ms": time_ * 1000, "ratio": time_ / quartiles["without"]}
        for name, time_ in quartiles.items()
    }


def run_block(work: int, steps: int, url: str, spool_dir: str) -> float:
    """Mean seconds of a step, over a block of them; without an address nothing is published."""
    logging.getLogger("trainwire").setLevel(logging.ERROR)
    reporter = Reporter(url=url, spool_dir=spool_dir) if url else None
    # The first steps warm up, and open the spool.
    for warm in range(-steps // 10, 1):
        loss = compute(work)
        if reporter:
            reporter.log(step=abs(warm), loss=loss, lr=1e-3, accuracy=0.5)
    began = time.perf_counter()
    for step in range(steps):
        loss = compute(work)
        if reporter:
            reporter.log(step=step, loss=loss, lr=1e-3, accuracy=0.5)
    seconds = (time.perf_counter() - began) / steps
    if reporter:
        reporter.finish(timeout=0.2)
    return seconds


def compute(work: int) -> float:
    """The same work each time, in Python alone: the worst case for threads of the same process."""
    total = 0.0
    for i in range(work):
        total += i * 0.5
    return total


def calibrate(seconds: float) -> int:
    """How much work takes so long."""
    work = 10_000
    began = time.perf_counter()
    compute(work * 20)
    return max(1, int(work * 20 * seconds / (time.perf_counter() - began)))


if __name__ == "__main__":
    main()
