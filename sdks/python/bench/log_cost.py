"""What logging costs a training: of one call, and of a step, beside wandb and TensorBoard.

    PYTHONPATH=src python3 bench/log_cost.py [--url http://127.0.0.1:8000] [--page]

Each block of steps is a process of its own; the contenders take turns in an order that changes. A
step is a fixed amount of work in Python on one core, the worst case for threads of the same
process; then the contender logs three values.

- `call`: how long the training waits for it, over all blocks: median, 99th percentile, longest.
- `step`: the lower quartile of the blocks' mean steps, since what else runs on a machine only adds,
  relative to a training that logs nothing. `without, again` is that once more: how far two equal
  things differ here and now.

Without --url there is no server; `away` refuses connections, `hangs` takes them and never answers.
wandb and TensorBoard take part where they are installed. --page rewrites docs/performance.md.
"""

import argparse
import json
import os
import platform
import random
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from contenders import NEEDS, SAME, TRAINWIRE, WITHOUT, available, open_log

PAGE = Path(__file__).parents[3] / "docs" / "performance.md"
BEGIN = (
    "<!-- log:begin: what lies between these marks is written by sdks/python/bench/log_cost.py -->"
)
END = "<!-- log:end -->"

Figures = Mapping[str, Mapping[str, float]]


def main() -> None:
    """Measures, and prints."""
    if sys.argv[1:2] == ["--block"]:
        name, url, work, steps = sys.argv[2:]
        print(json.dumps(run_block(name, url, int(work), int(steps))))
        return
    options = read_options()
    with socket.create_server(("127.0.0.1", 0)) as closed:
        away = f"http://127.0.0.1:{closed.getsockname()[1]}"
    # Connections wait in its queue, and nobody ever takes one up.
    with socket.create_server(("127.0.0.1", 0), backlog=64) as hangs:
        names = {WITHOUT: "", SAME: ""}
        if options.url:
            names[TRAINWIRE] = options.url
        names[f"{TRAINWIRE}, server away"] = away
        names[f"{TRAINWIRE}, server hangs"] = f"http://127.0.0.1:{hangs.getsockname()[1]}"
        names.update({name: "" for name in NEEDS if available(name)})
        figures = measure(names, options)
    lines = to_table(figures)
    print("\n".join(lines))
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    if options.page:
        write_page(lines, options)


def read_options() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", help="a running server")
    parser.add_argument("--step-ms", type=float, default=2.0, help="work of a step; default 2")
    parser.add_argument("--rounds", type=int, default=20, help="default 20")
    parser.add_argument("--block-seconds", type=float, default=1.0, help="default 1")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--page", action="store_true", help="write them into docs/performance.md")
    return parser.parse_args()


def measure(names: Mapping[str, str], options: argparse.Namespace) -> Figures:
    """The figures of each contender, by its name; `names` holds their addresses."""
    work = calibrate(options.step_ms / 1000)
    steps = max(10, int(options.block_seconds / (options.step_ms / 1000)))
    calls: dict[str, list[float]] = {name: [] for name in names}
    means: dict[str, list[float]] = {name: [] for name in names}
    dice = random.Random(1)
    for _ in range(options.rounds):
        for name in dice.sample(list(names), len(names)):
            block = ["--block", name, names[name], str(work), str(steps)]
            command = [sys.executable, __file__, *block]
            done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
            # Others may print too.
            measured = json.loads(done.stdout.splitlines()[-1])
            calls[name] += measured["calls_us"]
            means[name].append(measured["step_seconds"])
    steps_of = {name: lower_quartile(times) for name, times in means.items()}
    return {
        name: {
            "median_us": statistics.median(calls[name]),
            "p99_us": sorted(calls[name])[int(len(calls[name]) * 0.99)],
            "max_us": max(calls[name]),
            "step_ratio": steps_of[name] / steps_of[WITHOUT],
        }
        for name in names
    }


def run_block(name: str, url: str, work: int, steps: int) -> dict[str, object]:
    """Microseconds of each call, and mean seconds of a step, over a block of them."""
    with open_log(name, url) as log:
        # The first steps warm up, and open files.
        for step in range(max(5, steps // 10)):
            log(step, compute(work))
        first = step + 1
        calls_us = []
        began = time.perf_counter()
        for step in range(first, first + steps):
            loss = compute(work)
            called = time.perf_counter()
            log(step, loss)
            calls_us.append((time.perf_counter() - called) * 1e6)
        seconds = time.perf_counter() - began
    return {"calls_us": calls_us, "step_seconds": seconds / steps}


def lower_quartile(times: Sequence[float]) -> float:
    """Of few values their least."""
    return statistics.quantiles(times)[0] if len(times) > 3 else min(times)


def compute(work: int) -> float:
    """The same work each time."""
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


def to_table(figures: Figures) -> list[str]:
    """The figures in Markdown, with each call's ratio to Trainwire's."""
    ours = next(name for name in figures if name.startswith(TRAINWIRE))
    lines = [
        f"| logger | call, median µs | relative to {ours} | p99 µs | longest µs | step |",
        "| :-- | --: | --: | --: | --: | --: |",
    ]
    for name, values in figures.items():
        ratio = values["median_us"] / figures[ours]["median_us"]
        call = (
            " | | | |"
            if name in (WITHOUT, SAME)
            else f" {values['median_us']:.3g} | {ratio:.2f} | {values['p99_us']:,.0f} "
            f"| {values['max_us']:,.0f} |"
        )
        lines.append(f"| {name} |{call} {values['step_ratio']:.3f} |")
    return lines


def write_page(lines: Sequence[str], options: argparse.Namespace) -> None:
    """Replaces what stands between the marks of the page."""
    versions = [f"Python {platform.python_version()}"]
    for package in ("wandb", "tensorboard"):
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            versions.append(f"without {package}")
    date = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    load = f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} CPUs at the end"
    rounds = (
        f"{options.rounds} rounds of {options.block_seconds:g} s, {options.step_ms:g} ms a step"
    )
    head = f"Measured {date}: {rounds}; {', '.join(versions)}; {load}."
    before, rest = PAGE.read_text(encoding="utf-8").split(BEGIN)
    _, after = rest.split(END)
    text = "\n".join([BEGIN, "", head, "", *lines, "", END])
    PAGE.write_text(before + text + after, encoding="utf-8")


if __name__ == "__main__":
    main()
