"""The command line: `python -m trainwire`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from trainwire.sync import SyncOptions, sync
from trainwire.version import __version__


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; returns its exit code: 0 all sent, 1 something is left, 2 wrong usage."""
    parser = argparse.ArgumentParser(
        prog="trainwire", description="Publishes trainings to a Trainwire server."
    )
    parser.add_argument("--version", action="version", version=f"trainwire {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_sync(commands.add_parser("sync", help="send what trainers left in a spool folder"))
    options = parser.parse_args(argv)
    return sync(
        SyncOptions(
            spool_dir=options.dir,
            url=options.url,
            token=options.token,
            train_id=options.train_id,
            timeout=options.timeout,
            is_dry_run=options.dry_run,
            force=options.force,
        ),
        say=lambda line: print(line, flush=True),  # noqa: T201
    )


def _add_sync(parser: argparse.ArgumentParser) -> None:
    parser.description = (
        "Sends the records that trainers could not send, exactly once. Spools of trainers that"
        " still run are left alone. Exit code 0: nothing is left; 1: something is."
    )
    parser.add_argument("dir", metavar="DIR", type=Path, help="the spool folder")
    parser.add_argument("--url", help="the server; default: the one each spool was meant for")
    parser.add_argument(
        "--token",
        help="default: TRAINWIRE_TOKEN, which no list of processes shows",
    )
    parser.add_argument("--train-id", help="only the spools of this training")
    parser.add_argument(
        "--timeout", type=float, default=30.0, help="seconds to try a server for; default 30"
    )
    parser.add_argument("--dry-run", action="store_true", help="only list what waits")
    parser.add_argument(
        "--force",
        action="store_true",
        help="take spools without locks, where the file system has none; no trainer may be running",
    )


if __name__ == "__main__":
    sys.exit(main())
