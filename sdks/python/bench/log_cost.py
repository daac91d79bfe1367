"""What publishing costs a training: of one `log`, and of a step.

    PYTHONPATH=src python3 bench/log_cost.py [--url http://127.0.0.1:8000]

1. The time that one `log(step=…, loss=…, lr=…, accuracy=…)` takes between steps of 2 ms.
2. The time of a step, a fixed amount of work on one core, without a reporter, with a server that
   is there, and with one that is away. The three take turns, block by block, in an order that
   changes; given are the medians of the ratios of neighbouring blocks. `same` is the work without
   a reporter measured against itself: how far two equal things differ on this machine.

Without --url there is no server, and `there` is left out.
"""

import argparse
import json
import logging
import random
import socket
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from trainwire import Reporter


def main() -> None:
    """Measures, and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", help="a running server")
    parser.add_argument("--step-ms", type=float, default=10.0, help="work of a step; default 10")
    parser.add_argument("--rounds", type=int, default=40, help="default 40")
    parser.add_argument("--block-seconds", type=float, default=0.5, help="default 0.5")
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
    """Ratios of the time of a step to that without a reporter."""
    work = calibrate(options.step_ms / 1000)
    reporters = {name: Reporter(url=url, spool_dir=spool_dir) for name, url in urls.items()}
    logs: dict[str, Callable[..., None]] = {name: each.log for name, each in reporters.items()}
    logs = {"without": lambda **_values: None, "same": lambda **_values: None, **logs}
    steps = max(1, int(options.block_seconds / (options.step_ms / 1000)))
    blocks: dict[str, list[float]] = {name: [] for name in logs}
    dice = random.Random(1)
    for _ in range(options.rounds):
        for name in dice.sample(list(logs), len(logs)):
            blocks[name].append(block(work, steps, logs[name]))
    for reporter in reporters.values():
        reporter.finish(timeout=0.2)
    return {
        f"step, {name}": {
            "step_ms": statistics.median(times) * 1000,
            "ratio": statistics.median(
                time_ / base for time_, base in zip(times, blocks["without"], strict=True)
            ),
        }
        for name, times in blocks.items()
    }


def block(work: int, steps: int, log: Callable[..., None]) -> float:
    """Mean seconds of a step, over a block of them."""
    began = time.perf_counter()
    for step in range(steps):
        loss = compute(work)
        log(step=step, loss=loss, lr=1e-3, accuracy=0.5)
    return (time.perf_counter() - began) / steps


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
