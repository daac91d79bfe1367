"""What goes wrong, and when, by flags."""

import argparse
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Options:
    """See `--help` for each."""

    mode: str
    url: str
    train_id: str
    steps: int
    interval: float
    promise: float
    rate: int
    seconds: float
    exit_code: int
    most_mb: int
    run_dir: Path
    resume_from: Path | None
    attempt: int | None
    token: str = field(repr=False)


def read_options(argv: Sequence[str], modes: Mapping[str, str]) -> Options:
    """Reads the options; `modes` has a line of help for each. `--help` and unknown flags end the process."""
    parser = argparse.ArgumentParser(
        prog="faulty_trainer",
        description=__doc__,
        epilog="\n".join(f"{name:<24}{line}" for name, line in modes.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    environment = os.environ
    parser.add_argument("--mode", choices=modes, required=True, help="what goes wrong: see below")
    parser.add_argument("--url", default=environment.get("TRAINWIRE_URL", "http://127.0.0.1:8000"))
    parser.add_argument("--train-id", default=environment.get("TRAINWIRE_TRAIN_ID", "faulty"))
    parser.add_argument("--steps", type=int, default=5, help="good steps before the fault; default 5")
    parser.add_argument("--interval", type=float, default=0.5, help="seconds between steps; default 0.5")
    parser.add_argument("--promise", type=float, default=2, help="expect_next_in_seconds; default 2")
    parser.add_argument("--rate", type=int, default=5000, help="updates and log lines a second of the flood")
    parser.add_argument("--seconds", type=float, default=10, help="how long the flood lasts; default 10")
    parser.add_argument("--exit-code", type=int, default=1, help="of exits-at-once; default 1")
    parser.add_argument(
        "--most-mb", type=int, default=1024, help="MiB that out-of-memory takes where nothing limits it; 1024"
    )
    parser.add_argument(
        "--run-dir",
        type=Path,
        default=environment.get("TRAINWIRE_RUN_DIR", "."),
        help="where cut-checkpoint saves; default: TRAINWIRE_RUN_DIR, else here",
    )
    parser.add_argument(
        "--resume-from",
        type=Path,
        default=environment.get("TRAINWIRE_RESUME_FROM") or None,
        help="checkpoint that cut-checkpoint goes on from; default: TRAINWIRE_RESUME_FROM",
    )
    parser.add_argument(
        "--attempt",
        type=int,
        default=environment.get("TRAINWIRE_ATTEMPT") or None,
        help="default: TRAINWIRE_ATTEMPT, else none is said",
    )
    parser.add_argument(
        "--token", default=environment.get("TRAINWIRE_TOKEN", ""), help="default: TRAINWIRE_TOKEN"
    )
    return Options(**vars(parser.parse_args(argv)))
